import { createHash } from 'node:crypto';

/** Characters of a checksum: SHA-256 in hexadecimal. */
const LENGTH = 64;

/** A checksum that has not been reckoned yet. */
export const NO_CHECKSUM = '0'.repeat(LENGTH);

/** Where it stands: metadata comes first in the header, and quotes within texts are escaped, so nothing else reads like this. */
const MARK = Buffer.from('"checksum":"');

/** Byte at which the checksum's own characters begin; undefined when there is none. */
function checksumAt(bytes: Uint8Array): number | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(MARK);
  return at < 0 || at + MARK.length + LENGTH > bytes.length ? undefined : at + MARK.length;
}

function checksumOf(bytes: Uint8Array, at: number): string {
  const hash = createHash('sha256');
  hash
    .update(bytes.subarray(0, at))
    .update(NO_CHECKSUM)
    .update(bytes.subarray(at + LENGTH));
  return hash.digest('hex');
}

/**
 * Writes the checksum of a safetensors file into its metadata `checksum`, which is `NO_CHECKSUM` so far: the SHA-256 of the
 * whole file with the checksum's own characters as zeros.
 *
 * @param bytes The file; changed in place.
 */
export function seal(bytes: Uint8Array): void {
  const at = checksumAt(bytes);
  if (at === undefined) throw new RangeError('expected metadata "checksum"');
  bytes.set(Buffer.from(checksumOf(bytes, at)), at);
}

/** Whether a file is as it was sealed: both checksums when it is not. */
export type SealState =
  | { readonly kind: 'sound' | 'none' }
  | { readonly kind: 'broken'; readonly expected: string; readonly got: string };

/** Holds a file against its checksum. */
export function sealState(bytes: Uint8Array): SealState {
  const at = checksumAt(bytes);
  if (at === undefined) return { kind: 'none' };
  const text = Buffer.from(bytes.subarray(at, at + LENGTH)).toString('latin1');
  const expected = /^[0-9a-f]+$/.test(text) ? text : 'something else';
  const got = checksumOf(bytes, at);
  return expected === got ? { kind: 'sound' } : { kind: 'broken', expected, got };
}
