import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { type SweepPointOptions, sweepPointCommand } from '../../src/cli/sweep-point-command.js';
import { slurmScript } from '../../src/sweep/slurm-script.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from './in-process-runs.js';
import { RULES, sweepText } from './sweeps.js';

/** A folder with a script of one point, and a command that stands for `heaviside`: it says what it was told. */
function setUp(answer: string, backend?: string, from?: (folder: string) => string) {
  const folder = temporaryFolder();
  const out = join(folder, "it's here");
  const command = join(folder, 'heaviside');
  writeFileSync(command, `#!/bin/bash\necho "$@" >> '${join(folder, 'told')}'\n${answer}\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'points.txt'), 'scenarios/a.yaml small/a\nscenarios/b.yaml small/b\n');
  writeFileSync(
    join(folder, 'sweep.sbatch'),
    slurmScript({ name: 'small', runs: 2, out, backend, from: from?.(folder) }),
  );
  const play = (point: number) =>
    spawnSync('bash', ['sweep.sbatch'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HEAVISIDE: command, SLURM_ARRAY_TASK_ID: String(point) },
    });
  const told = () => (existsSync(join(folder, 'told')) ? readFileSync(join(folder, 'told'), 'utf8') : '');
  return { folder, out, play, told };
}

describe('the array script of Slurm', () => {
  test('plays the point of its number, with the status of the run', () => {
    const { out, play, told } = setUp('echo "{}"; exit 1');
    const { status, stdout } = play(1);
    expect([status, stdout]).toEqual([1, '{}\n']);
    expect(told()).toBe(`sweep point scenarios/b.yaml --out ${out} --threads 1\n`);
  });

  test('names the backend that the sweep names', () => {
    const { out, play, told } = setUp('exit 0', 'events');
    expect(play(0).status).toBe(0);
    expect(told()).toBe(`sweep point scenarios/a.yaml --out ${out} --threads 1 --backend events\n`);
  });

  test('goes where relative paths of data begin', () => {
    const { folder, out, play, told } = setUp('pwd', undefined, (made) => join(made, "it's here"));
    mkdirSync(out);
    expect(play(0)).toMatchObject({ status: 0, stdout: `${out}\n` });
    expect(told()).toBe(`sweep point ${folder}/scenarios/a.yaml --out ${out} --threads 1\n`);
    rmSync(out, { recursive: true });
    expect(play(0)).toMatchObject({ status: 4, stderr: expect.stringContaining("it's here") });
  });

  test('is sound for a shell and tells the scheduler how many points there are', () => {
    const script = slurmScript({ name: 'small', runs: 12, out: '/runs' });
    expect(script).toContain('#SBATCH --array=0-11\n');
    expect(() => execFileSync('bash', ['-n'], { input: script })).not.toThrow();
  });
});

describe('heaviside sweep export', () => {
  test('writes the script, the points and a scenario file for each, which the runs of the sweep take for theirs', async () => {
    const [io, folder] = [memoryIo(), temporaryFolder()];
    const [file, slurm, out] = [join(folder, 'small.yaml'), join(folder, 'slurm'), join(folder, 'runs')];
    writeFileSync(file, sweepText(RULES));
    expect(await main(['sweep', 'export', file, 'train.epochs=1', '--slurm', slurm, '--out', out], io)).toBe(0);
    expect(io.stdout.text).toBe(`4 runs: sbatch --chdir=${slurm} ${join(slurm, 'sweep.sbatch')}\n`);
    expect(readFileSync(join(slurm, 'sweep.sbatch'), 'utf8')).toContain(`HEAVISIDE_OUT=\${HEAVISIDE_OUT:-'${out}'}`);
    const points = readFileSync(join(slurm, 'points.txt'), 'utf8').trim().split('\n');
    expect(points).toHaveLength(4);
    for (const point of points) {
      const [scenario, run] = point.split(' ') as [string, string];
      const text = join(slurm, scenario);
      expect(readFileSync(text, 'utf8')).not.toContain('sweep');
      // What the script does, in this process.
      const options = { out, threads: 1 };
      expect(await sweepPointCommand(text, options, memoryIo(), inProcessRuns().start)).toBe(0);
      expect(existsSync(join(out, run, 'summary.json'))).toBe(true);
    }
    const after = memoryIo();
    expect(await main(['sweep', file, 'train.epochs=1', '--out', out], after)).toBe(0);
    expect(after.stderr.text.match(/finished earlier/g)).toHaveLength(4);
    expect(after.stdout.text).toMatch(/^surrogate .* 2 of 2 +events$/m);
  });

  test('has runs on relative paths begin where the sweep does', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'small.yaml');
    const script = async (...data: readonly string[]) => {
      writeFileSync(file, sweepText(RULES));
      const io = memoryIo();
      expect(await main(['sweep', 'export', file, ...data, '--slurm', folder], io), io.stderr.text).toBe(0);
      return readFileSync(join(folder, 'sweep.sbatch'), 'utf8');
    };
    const here = `HEAVISIDE_FROM=\${HEAVISIDE_FROM:-'${resolve('.')}'}\n`;
    expect(await script('data={ source: csv, file: points.csv }')).toContain(here);
    expect(await script('data={ source: csv, file: /data/points.csv }')).not.toContain('cd ');
    expect(await script()).not.toContain('cd ');
  });

  test('asks for the folder of the script', async () => {
    const io = memoryIo();
    expect(await main(['sweep', 'export', 'a.yaml'], io)).toBe(2);
    expect(io.stderr.text).toContain("required option '--slurm <dir>' not specified");
  });
});

describe('heaviside sweep point', () => {
  /** A scenario of points in a file, and what the command does with it. */
  function point() {
    const folder = temporaryFolder();
    const [csv, file, out] = [join(folder, 'points.csv'), join(folder, 'point.yaml'), join(folder, 'runs')];
    const layers = '[{ id: in, size: 1 }, { id: out, size: 2, neuron: lif }]';
    writeFileSync(
      file,
      `scenario: 1\nname: point\ntime: { dt: 1ms, steps: 4 }\ndata: { source: csv, file: ${csv} }\n` +
        `network: { layers: ${layers} }\ntrain: { epochs: 2, batch: 4 }\n`,
    );
    const play = async (runs = inProcessRuns(), more: Partial<SweepPointOptions> = {}) => {
      const io = memoryIo();
      const options = { out, backend: 'reference', threads: 1, ...more };
      const status = await sweepPointCommand(file, options, io, runs.start);
      return { status, stdout: io.stdout.text, stderr: io.stderr.text, played: runs.scenarios.length };
    };
    const write = (labelOf: (k: number) => number) =>
      writeFileSync(csv, Array.from({ length: 16 }, (_, k) => `${k / 16},${labelOf(k)}\n`).join(''));
    write((k) => k % 2);
    return { file, out, play, write };
  }

  test('leaves a run alone that is finished, and plays it again when its files have changed', async () => {
    const { file, play, write } = point();
    expect(await play()).toMatchObject({ status: 0, played: 1, stdout: expect.stringContaining(`${file}: `) });
    expect(await play()).toMatchObject({
      status: 0,
      played: 0,
      stdout: expect.stringMatching(/, finished earlier\n$/),
    });
    write((k) => Number(k < 8));
    const again = await play();
    expect(again).toMatchObject({ status: 0, played: 1 });
    expect(again.stdout).not.toContain('finished earlier');
    expect(await play(inProcessRuns(), { fresh: true })).toMatchObject({ status: 0, played: 1 });
  });

  test('goes on with a run that was stopped', async () => {
    const { play } = point();
    const ended = await play(inProcessRuns({ stopAfter: 1 }));
    expect(ended).toMatchObject({ status: 1, stdout: expect.stringContaining('FAILED') });
    const runs = inProcessRuns();
    expect(await play(runs)).toMatchObject({ status: 0, played: 1 });
    expect(runs.resumed).toHaveLength(1);
  });

  test('prints one document when it is asked to, and says that a run failed', async () => {
    const { play } = point();
    const { status, stdout } = await play(inProcessRuns(), { json: true, backend: 'webgl2' });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'failed', failure: { code: 'HV_BACKEND_UNAVAILABLE' } });
  });

  test('is known to the command line', async () => {
    const io = memoryIo();
    expect(await main(['sweep', 'point', 'none.yaml', '--out', 'runs', '--threads', '2'], io)).toBe(4);
    expect(io.stderr.text).toContain('HV_SCENARIO_FILE: cannot read none.yaml');
  });
});
