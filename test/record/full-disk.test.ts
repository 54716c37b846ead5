import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

import { listRecordings, readRecording } from '../../src/record/read-recording.js';
import { createRunFolder } from '../../src/record/run-folder.js';
import { claimUnfinishedRun } from '../../src/record/unfinished-run.js';
import { temporaryFolder } from './temporary-folder.js';
import { checkpointAt, SCENARIO, writeStep } from './unfinished-folder.js';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof files>();
  return { ...real, open: vi.fn(real.open), appendFile: vi.fn(real.appendFile) };
});

const real = await vi.importActual<typeof files>('node:fs/promises');
const MOST_STEPS = 200;

function roomAgain(): void {
  vi.mocked(files.open).mockImplementation(real.open);
  vi.mocked(files.appendFile).mockImplementation(real.appendFile);
}

beforeEach(roomAgain);

/** From the given write after the returned function was called the disk is full: half of it is still written. */
function fullFrom(failing: number): () => void {
  let writes = Number.NEGATIVE_INFINITY;
  type Write = (data: Uint8Array | string) => Promise<void>;
  const limited = (write: Write): Write => {
    return async (data) => {
      if (++writes < failing) return write(data);
      const bytes = Buffer.from(data as string);
      if (writes === failing) await write(bytes.subarray(0, bytes.length / 2));
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
  };
  vi.mocked(files.open).mockImplementation(async (...args) => {
    const file = await real.open(...args);
    file.appendFile = limited(file.appendFile.bind(file) as Write) as typeof file.appendFile;
    file.writeFile = limited(file.writeFile.bind(file) as Write) as typeof file.writeFile;
    return file;
  });
  vi.mocked(files.appendFile).mockImplementation((path, data) =>
    limited((bytes) => real.appendFile(path, bytes))(data as Uint8Array),
  );
  return () => {
    writes = 0;
  };
}

/** Writes steps until the disk is full. What was written is readable, and the run can go on from its last checkpoint. */
async function fill(out: string, { begun = (): void => undefined, freed = (): void => undefined }): Promise<number> {
  const folder = await createRunFolder({ out, ...SCENARIO });
  begun();
  let reached = 0;
  const attempt = (async () => {
    for (let step = 1; step <= MOST_STEPS; step++) {
      await writeStep(folder, step);
      await folder.writeCheckpoint(checkpointAt(step));
      reached = step;
    }
  })();
  await expect(attempt).rejects.toMatchObject({
    code: 'HV_RUN_FOLDER',
    kind: 'machine',
    message: expect.stringMatching(/^cannot write .*: no space left on the device \(ENOSPC\)$/),
  });
  await folder.close();
  freed();
  await expectReadable(folder.path, reached);
  return reached;
}

async function expectReadable(path: string, reached: number): Promise<void> {
  const lines = readFileSync(join(path, 'events.jsonl'), 'utf8').split('\n').slice(0, -1);
  expect(lines.length).toBeGreaterThanOrEqual(reached);
  lines.forEach((line, n) => void expect(JSON.parse(line)).toEqual({ kind: 'batch-trained', step: n + 1 }));
  for (const file of await listRecordings(path)) {
    let pieces = 0;
    for await (const piece of readRecording(file)) expect(piece).toMatchObject({ from: ++pieces });
    expect(pieces).toBeGreaterThanOrEqual(reached);
  }
  expect(readdirSync(join(path, 'checkpoints')).filter((name) => name.includes('partial'))).toEqual([]);
  const unfinished = await claimUnfinishedRun(path);
  if (reached === 0) expect(unfinished.point).toBeUndefined();
  else expect(unfinished.point?.checkpoint).toMatchObject(checkpointAt(reached));
  await unfinished.release();
}

test('a disk that is full stops the run at any of its writes, and keeps what was written', async () => {
  const reached: number[] = [];
  for (let failing = 1; failing <= 16; failing++)
    reached.push(await fill(temporaryFolder(), { begun: fullFrom(failing), freed: roomAgain }));
  // Each step has four writes: log, metrics, recording, checkpoint.
  expect(reached).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
});

test('so does a file system that is really full', async ({ skip }) => {
  const out = temporaryFolder();
  const mounted = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', out]);
  skip(mounted.status !== 0, 'no right to mount a small file system');
  onTestFinished(() => void spawnSync('/bin/umount', ['-l', out]));
  const ballast = join(out, 'ballast');
  writeFileSync(ballast, new Uint8Array(8192));
  expect(await fill(out, { freed: () => rmSync(ballast) })).toBeGreaterThan(3);
});
