import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { readRecording } from '../../src/record/read-recording.js';
import { readRunFolder } from '../../src/record/read-run-folder.js';
import type { SpikePiece } from '../../src/record/recording.js';
import { createRunFolder } from '../../src/record/run-folder.js';
import { claimUnfinishedRun } from '../../src/record/unfinished-run.js';
import { temporaryFolder } from './temporary-folder.js';
import {
  checkpointAt,
  checkpointOf,
  MANIFEST,
  SCENARIO,
  spikesAt,
  unfinishedFolder,
  writeStep,
} from './unfinished-folder.js';

const read = (...parts: string[]): string => readFileSync(join(...parts), 'utf8');
const steps = (text: string): number[] => [...text.matchAll(/"step":(\d+)/g)].map(([, step]) => Number(step));

/** Every file below a folder with its bytes, by its path. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path).toString('base64')]));
}

async function recordedSteps(folder: string): Promise<number[]> {
  const found: number[] = [];
  for await (const piece of readRecording(join(folder, 'recordings/train/h1.spikes')))
    found.push((piece as SpikePiece).from);
  return found;
}

describe('a folder that is opened again', () => {
  test('is as it was at the newest checkpoint, and goes on', async () => {
    const path = await unfinishedFolder(3);
    expect(steps(read(path, 'events.jsonl'))).toEqual([1, 2, 3, 4]);
    writeFileSync(join(path, 'summary.json'), JSON.stringify({ ...summary, reason: 'interrupted' }));
    writeFileSync(join(path, 'report.html'), '<p>');
    const unfinished = await claimUnfinishedRun(path);
    expect(unfinished).toMatchObject({ path, scenarioText: SCENARIO.scenarioText, manifest: MANIFEST, unsound: [] });
    expect(unfinished.point?.checkpoint).toMatchObject(checkpointAt(3));
    const folder = await unfinished.open(MANIFEST);
    expect(readdirSync(path).sort()).toEqual(
      ['checkpoints', 'events.jsonl', 'manifest.json', 'metrics.jsonl', 'recordings', 'scenario.yaml', 'spikes'].sort(),
    );
    for (const file of ['events.jsonl', 'metrics.jsonl']) expect(steps(read(path, file))).toEqual([1, 2, 3]);
    expect(await recordedSteps(path)).toEqual([1, 2, 3]);
    await writeStep(folder, 4);
    await folder.close();
    expect(steps(read(path, 'events.jsonl'))).toEqual([1, 2, 3, 4]);
    expect(await recordedSteps(path)).toEqual([1, 2, 3, 4]);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('comes to the same bytes, wherever it was killed', async () => {
    const finish = async (path: string, from: number): Promise<Record<string, string>> => {
      const folder = from === 0 ? undefined : await (await claimUnfinishedRun(path)).open(MANIFEST);
      if (!folder) return contentOf(path);
      for (let step = from + 1; step <= 6; step++) {
        await writeStep(folder, step);
        await folder.writeCheckpoint(checkpointAt(step));
      }
      await writeStep(folder, 7);
      await folder.close();
      writeFileSync(join(path, '.summary.json.partial'), '{');
      return contentOf(path);
    };
    const whole = await finish(await unfinishedFolder(6), 0);
    expect(Object.keys(whole).filter((name) => name.includes('periodic'))).toEqual([
      '/checkpoints/periodic-epoch-5-step-5.safetensors',
      '/checkpoints/periodic-epoch-6-step-6.safetensors',
    ]);
    for (const killed of [1, 2, 5]) expect(await finish(await unfinishedFolder(killed), killed)).toEqual(whole);
  });

  test('begins anew, in the same folder, where it was killed before its first checkpoint', async () => {
    const path = await unfinishedFolder(0);
    const unfinished = await claimUnfinishedRun(path);
    expect(unfinished.point).toBeUndefined();
    const folder = await unfinished.open({ ...MANIFEST, resumed: 1 });
    await folder.close();
    expect(folder.path).toBe(path);
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
    expect(read(path, 'events.jsonl')).toBe('');
    expect(existsSync(join(path, 'recordings/train/h1.spikes'))).toBe(false);
    expect(read(path, 'scenario.yaml')).toBe(SCENARIO.scenarioText);
    expect(JSON.parse(read(path, 'manifest.json'))).toEqual({ ...MANIFEST, resumed: 1 });
  });

  test('loses what later parts of the run wrote, not what earlier ones did', async () => {
    const created = await createRunFolder({ out: temporaryFolder(), ...SCENARIO });
    const spike = { sample: 0, label: 1, steps: 25, units: Uint32Array.of(3), times: Uint32Array.of(24) };
    await created.writeSpikes([{ layer: 'early', ...spike }]);
    await created.writeCheckpoint(checkpointAt(1, 'best'));
    await created.writeCheckpoint(checkpointAt(1));
    await created.writeSpikes([
      { layer: 'early', ...spike },
      { layer: 'late', ...spike },
    ]);
    await created.writeLooks(Uint8Array.of(1));
    await created.appendRecording([spikesAt(2, 'late')]);
    await created.appendEvents([{ kind: 'checkpoint' }]);
    await created.writeCheckpoint(checkpointAt(1, 'end'));
    await created.close();
    const folder = await (await claimUnfinishedRun(created.path)).open(MANIFEST);
    await folder.close();
    expect(readdirSync(join(folder.path, 'spikes'))).toEqual(['early.safetensors.gz']);
    expect(readdirSync(join(folder.path, 'looks'))).toEqual([]);
    expect(readdirSync(join(folder.path, 'recordings/train'))).toEqual([]);
    expect(readdirSync(join(folder.path, 'checkpoints')).sort()).toEqual([
      'best-epoch-1-step-1.safetensors',
      'periodic-epoch-1-step-1.safetensors',
    ]);
  });
});

describe('checkpoints', () => {
  const names = (folder: string) => readdirSync(join(folder, 'checkpoints')).sort();

  test('the last two periodic ones stay, the last of the best, and all that end a run', async () => {
    const folder = await createRunFolder({ out: temporaryFolder(), ...SCENARIO });
    for (const step of [1, 2, 10]) {
      await folder.writeCheckpoint(checkpointAt(step, 'best'));
      await folder.writeCheckpoint(checkpointAt(step));
    }
    await folder.writeCheckpoint(checkpointAt(10, 'end'));
    await folder.close();
    expect(names(folder.path)).toEqual([
      'best-epoch-10-step-10.safetensors',
      'end-epoch-10-step-10.safetensors',
      'periodic-epoch-10-step-10.safetensors',
      'periodic-epoch-2-step-2.safetensors',
    ]);
    expect((await readRunFolder(folder.path)).checkpoint.reason).toBe('end');
  });

  test('that of an interruption stays until the run has left another', async () => {
    const path = await unfinishedFolder(1);
    for (const reason of ['interrupted', 'last-good'] as const) {
      const first = await (await claimUnfinishedRun(path)).open(MANIFEST);
      await first.writeCheckpoint(checkpointAt(2, reason));
      await first.close();
      expect((await readRunFolder(path)).checkpoint.reason).toBe(reason);
      const unfinished = await claimUnfinishedRun(path);
      expect(unfinished.point?.checkpoint).toMatchObject({ reason, step: 2 });
      const second = await unfinished.open(MANIFEST);
      expect(names(path)).toEqual(
        [`${reason}-epoch-2-step-2.safetensors`, 'periodic-epoch-1-step-1.safetensors'].sort(),
      );
      await second.writeCheckpoint(checkpointAt(3));
      await second.close();
      expect(names(path)).toEqual(['periodic-epoch-1-step-1.safetensors', 'periodic-epoch-3-step-3.safetensors']);
      rmSync(checkpointOf(path, 3));
    }
  });
});

describe('a run cannot go on', () => {
  test('where its log is shorter than its checkpoint needs: then from the one before', async () => {
    const path = await unfinishedFolder(2);
    const whole = readFileSync(join(path, 'events.jsonl')).length;
    // Three lines of {"kind":"batch-trained","step":1}, 34 bytes each with their ends.
    expect(whole).toBe(3 * 34);
    truncateSync(join(path, 'events.jsonl'), 60);
    const unfinished = await claimUnfinishedRun(path);
    expect(unfinished.point?.checkpoint.step).toBe(1);
    expect(unfinished.unsound).toEqual([
      `HV_RESUME_LOG: ${join(path, 'events.jsonl')}: periodic-epoch-2-step-2.safetensors needs 68 bytes of it, it has 60`,
    ]);
    const folder = await unfinished.open(MANIFEST);
    await folder.close();
    expect(steps(read(path, 'events.jsonl'))).toEqual([1]);
    expect(await recordedSteps(path)).toEqual([1]);
    rmSync(join(path, 'recordings'), { recursive: true });
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RESUME_CHECKPOINT',
      message: expect.stringMatching(
        /h1\.spikes: periodic-epoch-1-step-1\.safetensors needs \d+ bytes of it, it is not there$/,
      ),
    });
  });

  test('when it is complete', async () => {
    const path = await unfinishedFolder(1);
    writeFileSync(join(path, 'summary.json'), JSON.stringify(summary));
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RESUME_COMPLETE',
      kind: 'usage',
      message: `${path}: this run is complete, there is nothing to go on with`,
    });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('when another version of Heaviside began it, with both', async () => {
    const path = await unfinishedFolder(1);
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...MANIFEST, heaviside: '0.0.9' }));
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RESUME_VERSION',
      message: `${path}: this run was begun by Heaviside 0.0.9, this is ${MANIFEST.heaviside}: its numbers may differ`,
    });
  });

  test('when its scenario has changed since', async () => {
    const path = await unfinishedFolder(1);
    writeFileSync(join(path, 'scenario.yaml'), 'scenario: 1\nseed: 7241\n');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RESUME_SCENARIO',
      message: expect.stringMatching(/scenario\.yaml is not the scenario of this run: .*with SHA-256 3df1a57e40f7/),
    });
  });

  test('not for a checkpoint of another scenario among its own, which is passed over', async () => {
    const path = await unfinishedFolder(2);
    const other = await createRunFolder({
      out: temporaryFolder(),
      ...SCENARIO,
      scenarioText: 'scenario: 1\nseed: 1\n',
    });
    await other.writeCheckpoint(checkpointAt(3));
    await other.close();
    cpSync(checkpointOf(other.path, 3), checkpointOf(path, 3));
    const foreign = basename(checkpointOf(path, 3));
    const unfinished = await claimUnfinishedRun(path);
    expect(unfinished.point?.checkpoint.step).toBe(2);
    expect(unfinished.unsound).toEqual([
      `HV_RESUME_SCENARIO: checkpoints/${foreign} was written under another scenario`,
    ]);
    await unfinished.release();
  });

  test('when its scenario has changed since, also before its first checkpoint', async () => {
    const path = await unfinishedFolder(0);
    writeFileSync(join(path, 'scenario.yaml'), 'scenario: 1\nseed: 7241\n');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RESUME_SCENARIO',
      message: expect.stringMatching(
        /scenario\.yaml is not the scenario of this run: .*the folder is named after another one/,
      ),
    });
  });

  test('with a damaged manifest, with every problem', async () => {
    const path = await unfinishedFolder(1);
    const file = join(path, 'manifest.json');
    writeFileSync(file, '{"heaviside":1,"backend":{"chosen":"events"},"startedAt":"","resumed":-1}');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RUN_MANIFEST',
      message: `${file} is not the manifest of a run:\n  heaviside: Invalid input: expected string, received number\n  resumed: Too small: expected number to be >=0`,
    });
    writeFileSync(file, '{');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({ code: 'HV_RUN_MANIFEST' });
  });

  test('without its manifest, which alone says on which backend it began', async () => {
    const path = await unfinishedFolder(1);
    rmSync(join(path, 'manifest.json'));
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RUN_MANIFEST',
      message: `${path}: expected manifest.json, which says on which backend the run began, got none`,
      remedy: `Put it back, or run the scenario again: heaviside run ${path}/scenario.yaml`,
    });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('whose checkpoints cannot be listed: it is not taken for one that has none', async () => {
    const path = await unfinishedFolder(1);
    rmSync(join(path, 'checkpoints'), { recursive: true });
    writeFileSync(join(path, 'checkpoints'), 'a file');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RUN_FOLDER',
      message: expect.stringMatching(/^cannot read .*checkpoints: .*\(ENOTDIR\)$/),
    });
    expect(steps(read(path, 'events.jsonl'))).toEqual([1, 2]);
  });

  test('where there is none', async () => {
    const path = join(temporaryFolder(), 'no', 'run');
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({ code: 'HV_RUN_MISSING' });
    mkdirSync(path, { recursive: true });
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({
      code: 'HV_RUN_MISSING',
      message: `${path}: expected the folder of a run, got one without scenario.yaml`,
    });
    expect(readdirSync(dirname(path))).toEqual(['run']);
  });

  test('while another process writes it; its end frees the run', async () => {
    const path = await unfinishedFolder(1);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const { hostname } = await import('node:os');
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: child.pid, host: hostname(), started }));
    await expect(claimUnfinishedRun(`${path}/`)).rejects.toMatchObject({
      code: 'HV_RUN_LOCKED',
      facts: { pid: child.pid },
    });
    expect(steps(read(path, 'events.jsonl'))).toEqual([1, 2]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const unfinished = await claimUnfinishedRun(`${path}/`);
    await expect(claimUnfinishedRun(path)).rejects.toMatchObject({ code: 'HV_RUN_LOCKED' });
    await unfinished.release();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

const summary = {
  ...{ name: 'xor', seed: 7240, backend: 'events', reason: 'complete', epochs: 1 },
  metrics: { 'accuracy(test)': 1 },
};
