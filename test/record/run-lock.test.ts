import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createRunFolder, runFolderPath } from '../../src/record/run-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const XOR = { name: 'xor', scenarioText: 'scenario: 1\nseed: 7240\n', manifest: {} };

/** A place where a lock stands already. */
function lockedBy(content: string): { readonly out: string; readonly path: string; readonly lock: string } {
  const out = temporaryFolder();
  const path = runFolderPath(out, XOR.name, XOR.scenarioText);
  const lock = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(lock, content);
  return { out, path, lock };
}

const owner = (pid: number, host = hostname(), started = '1') => JSON.stringify({ pid, host, started });

describe('the lock of a run folder', () => {
  test('keeps a second run of the same scenario and seed out while the first goes on', async () => {
    const out = temporaryFolder();
    const first = await createRunFolder({ out, ...XOR });
    await first.appendEvents([{ kind: 'of the first' }]);
    await expect(createRunFolder({ out, ...XOR })).rejects.toMatchObject({
      code: 'HV_RUN_LOCKED',
      kind: 'machine',
      message: expect.stringContaining(`${first.path} is being written by another run`),
      remedy: expect.stringMatching(/^wait .*--out DIR/),
      facts: { path: first.path, pid: process.pid, host: hostname() },
    });
    await first.appendEvents([{ kind: 'also of the first' }]);
    await first.close();
    const lines = readFileSync(join(first.path, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(readdirSync(dirname(first.path))).toHaveLength(1);
    await (await createRunFolder({ out, ...XOR })).close();
  });

  test('of a process that has ended is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const { out, lock } = lockedBy(owner(pid));
    const folder = await createRunFolder({ out, ...XOR });
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await folder.close();
    expect(readdirSync(dirname(lock))).toHaveLength(1);
  });

  test('of a process whose number another one has got is taken over', async () => {
    const { out, lock } = lockedBy(owner(process.pid));
    await (await createRunFolder({ out, ...XOR })).close();
    expect(existsSync(lock)).toBe(false);
  });

  test.each([
    ['of another machine', owner(1, 'elsewhere'), 'process 1 on elsewhere'],
    ['that nobody can read', '{"pid":', 'another process'],
  ])('%s is left alone', async (_what, content, who) => {
    const { out, path, lock } = lockedBy(content);
    await expect(createRunFolder({ out, ...XOR })).rejects.toMatchObject({
      code: 'HV_RUN_LOCKED',
      message: expect.stringContaining(`${who} holds ${lock}`),
    });
    expect(readFileSync(lock, 'utf8')).toBe(content);
    expect(existsSync(path)).toBe(false);
  });
});
