import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

import { writeAtomically } from '../../src/record/write-atomically.js';
import { temporaryFolder } from './temporary-folder.js';

const disk = vi.hoisted(() => ({ calls: [] as string[], full: false }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const watched = (file: FileHandle, path: string): FileHandle => {
    const sync = file.sync.bind(file);
    file.sync = async () => {
      disk.calls.push(`sync ${path.split('/').at(-1)}`);
      if (disk.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      await sync();
    };
    return file;
  };
  return {
    ...real,
    open: async (path: string, flags: string) => watched(await real.open(path, flags), path),
    rename: async (from: string, to: string) => {
      disk.calls.push(`rename ${from.split('/').at(-1)} ${to.split('/').at(-1)}`);
      await real.rename(from, to);
    },
  };
});

beforeEach(() => {
  disk.calls.length = 0;
  disk.full = false;
});

test('the content is on the disk before the name is, and the name before it returns', async () => {
  const folder = temporaryFolder();
  await writeAtomically(join(folder, 'end.safetensors'), Uint8Array.of(1, 2));
  expect(disk.calls).toEqual([
    'sync .end.safetensors.partial',
    'rename .end.safetensors.partial end.safetensors',
    `sync ${folder.split('/').at(-1)}`,
  ]);
  expect([...readFileSync(join(folder, 'end.safetensors'))]).toEqual([1, 2]);
});

test('a write that fails leaves the old file and nothing else', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'summary.json');
  writeFileSync(path, 'old');
  disk.full = true;
  await expect(writeAtomically(path, 'new')).rejects.toThrow(
    `cannot write ${path}: no space left on the device (ENOSPC)`,
  );
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['summary.json']);
});
