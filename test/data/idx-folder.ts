import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An IDX file: 0, 0, 8, dimensions, big-endian extents, bytes. */
export function idxBytes(
  extents: readonly number[],
  bytes: readonly number[],
  magic = 0x0800 + extents.length,
): Buffer {
  const head = Buffer.alloc(4 + 4 * extents.length);
  head.writeUInt32BE(magic, 0);
  extents.forEach((extent, d) => {
    head.writeUInt32BE(extent, 4 + 4 * d);
  });
  return Buffer.concat([head, Buffer.from(bytes)]);
}

/** A new temporary folder with these files, gone after the test. */
export function folderOf(files: Readonly<Record<string, Buffer | string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'heaviside-data-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  return dir;
}
