import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Where a file that grows stands: its length in bytes, and the checksum of them. */
export interface FileEnd {
  readonly length: number;
  readonly checksum: number;
}

/** Of a file that holds nothing. */
export const EMPTY: FileEnd = { length: 0, checksum: 0 };

/**
 * Where a file stands after something was appended. The checksum is the CRC-32 of everything in it, which goes on from its own
 * value: nobody reads the file again for it.
 */
export function endAfter({ length, checksum }: FileEnd, appended: Uint8Array): FileEnd {
  return { length: length + appended.length, checksum: crc32(appended, checksum) };
}

/**
 * Checksum of the first bytes of a file, or of all where it is shorter.
 *
 * @throws The file system's error.
 */
export async function checksumOfFile(path: string, length: number): Promise<number> {
  let end = EMPTY;
  if (length > 0)
    for await (const bytes of createReadStream(path, { end: length - 1 })) end = endAfter(end, bytes as Buffer);
  return end.checksum;
}

/** A checksum for people: eight hexadecimal digits. */
export function checksumText(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
