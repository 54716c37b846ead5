import { Inflate } from 'pako';
import { HeavisideError } from '../../core/heaviside-error.js';

/** What came out of a gzip stream. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** False when the stream holds more than was asked for; nothing beyond was inflated. */
  readonly complete: boolean;
}

/** Whether bytes begin like a gzip file. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    const taken = part.subarray(0, length - at);
    whole.set(taken, at);
    at += taken.length;
  }
  return whole;
}

/** Ends inflating from within: pako has no other way to stop before the end of its input. */
class LimitReached extends Error {}

/**
 * Inflates gzip data up to `limit` bytes and stops there, so a small file cannot fill the memory.
 *
 * Not by `DecompressionStream`: it detaches array buffers, after which V8 checks every access to a typed array for a
 * detached one, and float64 loops take up to 1.8 times as long for the rest of the process.
 *
 * @param path For messages.
 * @returns New bytes, at most `limit`.
 * @throws HeavisideError `HV_FILE_NOT_GZIP` when the data do not begin as gzip, `HV_FILE_GZIP` when they are damaged.
 */
export function inflateUpTo(path: string, compressed: Uint8Array<ArrayBuffer>, limit: number): Inflated {
  if (!isGzip(compressed)) {
    const got = [...compressed.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const message = `${path}: expected gzip data (first bytes 1f 8b), got ${got || 'an empty file'}`;
    const remedy = 'Fetch the file again, or drop .gz from its name if it is not compressed.';
    throw new HeavisideError('HV_FILE_NOT_GZIP', 'usage', message, { remedy, facts: { path } });
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflating = new Inflate();
  inflating.onData = (part) => {
    parts.push(part);
    length += part.length;
    if (length > limit) throw new LimitReached();
  };
  try {
    if (inflating.push(compressed, true)) return { bytes: joined(parts, length), complete: true };
  } catch (cause) {
    if (cause instanceof LimitReached) return { bytes: joined(parts, limit), complete: false };
    throw cause;
  }
  const message = `${path}: expected intact gzip data, got damaged or cut-off data after ${length} inflated bytes`;
  const facts = { path, length, reason: inflating.msg };
  throw new HeavisideError('HV_FILE_GZIP', 'usage', message, { remedy: 'Fetch the file again.', facts });
}
