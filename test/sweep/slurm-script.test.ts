import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { slurmScript } from '../../src/sweep/slurm-script.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { RULES, sweepText } from './sweeps.js';

/** A folder with a script of one point, and a command that stands for `heaviside`: it says what it was told. */
function setUp(answer: string, backend?: string) {
  const folder = temporaryFolder();
  const out = join(folder, "it's here");
  const command = join(folder, 'heaviside');
  writeFileSync(command, `#!/bin/bash\necho "$@" >> '${join(folder, 'told')}'\n${answer}\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'points.txt'), 'scenarios/a.yaml small/a\nscenarios/b.yaml small/b\n');
  writeFileSync(join(folder, 'sweep.sbatch'), slurmScript({ name: 'small', runs: 2, out, backend }));
  const play = (point: number) =>
    spawnSync('bash', ['sweep.sbatch'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HEAVISIDE: command, SLURM_ARRAY_TASK_ID: String(point) },
    });
  const told = () => (existsSync(join(folder, 'told')) ? readFileSync(join(folder, 'told'), 'utf8') : '');
  return { out, play, told };
}

const common = '--threads 1 --json --quiet --no-report\n';

describe('the array script of Slurm', () => {
  test('runs the point of its number on the first backend, with the status of the run', () => {
    const { out, play, told } = setUp('echo "{}"; exit 1');
    const { status, stdout } = play(1);
    expect([status, stdout]).toEqual([1, '{}\n']);
    expect(told()).toBe(`run scenarios/b.yaml --out ${out} --backend events ${common}`);
  });

  test('goes on with a run that was stopped, and begins it anew where that is refused', () => {
    const stopped = (answer: string) => {
      const made = setUp(answer);
      const run = join(made.out, 'small', 'a');
      mkdirSync(run, { recursive: true });
      writeFileSync(join(run, 'scenario.yaml'), '');
      return { ...made, run };
    };
    const good = stopped('echo done');
    expect(good.play(0)).toMatchObject({ status: 0, stdout: 'done\n' });
    expect(good.told()).toBe(`resume ${good.run} --backend events ${common}`);
    const answer = '{"error":{"code":"HV_RESUME_CHECKPOINT"}}';
    const { out, run, play, told } = stopped(`if [ "$1" = resume ]; then echo '${answer}'; exit 4; fi; echo ran`);
    expect(play(0)).toMatchObject({ status: 0, stdout: 'ran\n', stderr: `${answer}\n` });
    expect(told()).toBe(
      `resume ${run} --backend events ${common}run scenarios/a.yaml --out ${out} --backend events ${common}`,
    );
  });

  test('goes to the next backend when one cannot run it, and to no other that was named', () => {
    const refusing =
      'case "$*" in *events*) echo \'{"error":{"code":"HV_BACKEND_UNSUPPORTED"}}\'; exit 2;; esac; echo ok';
    const { play, told } = setUp(refusing);
    expect(play(0)).toMatchObject({ status: 0, stdout: 'ok\n' });
    expect(told().match(/--backend \w+/g)).toEqual(['--backend events', '--backend reference']);
    const named = setUp(refusing, 'events');
    expect(named.play(0)).toMatchObject({ status: 2 });
    expect(named.told().match(/--backend \w+/g)).toEqual(['--backend events']);
  });

  test('leaves a run alone that is finished', () => {
    const { out, play, told } = setUp('exit 3');
    mkdirSync(join(out, 'small', 'a'), { recursive: true });
    writeFileSync(join(out, 'small', 'a', 'summary.json'), '{\n  "reason": "complete"\n}\n');
    expect(play(0)).toMatchObject({ status: 0, stdout: 'scenarios/a.yaml: finished already\n' });
    expect(told()).toBe('');
    writeFileSync(join(out, 'small', 'a', 'summary.json'), '{\n  "reason": "interrupted"\n}\n');
    expect(play(0).status).toBe(3);
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
      const told = memoryIo();
      // What the script does, in this process.
      const argv = [
        'run',
        text,
        '--out',
        out,
        '--backend',
        'events',
        '--threads',
        '1',
        '--json',
        '--quiet',
        '--no-report',
      ];
      expect(await main(argv, told)).toBe(0);
      expect(existsSync(join(out, run, 'summary.json'))).toBe(true);
    }
    const after = memoryIo();
    expect(await main(['sweep', file, 'train.epochs=1', '--out', out], after)).toBe(0);
    expect(after.stderr.text.match(/finished earlier/g)).toHaveLength(4);
    expect(after.stdout.text).toMatch(/^surrogate .* 2 of 2 +events$/m);
  });

  test('asks for the folder of the script', async () => {
    const io = memoryIo();
    expect(await main(['sweep', 'export', 'a.yaml'], io)).toBe(2);
    expect(io.stderr.text).toContain("required option '--slurm <dir>' not specified");
  });
});
