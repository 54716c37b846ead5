import { decode, encode } from '@msgpack/msgpack';

import { HeavisideError } from '../core/heaviside-error.js';
import type { Look } from '../run/watch/look.js';
import { extensionCodec } from './frames/frame-codec.js';

/** Looks as one piece: a MessagePack list of them, typed arrays as those of frames. A new array. */
export function encodeLooks(looks: readonly Look[]): Uint8Array<ArrayBuffer> {
  return encode(looks, { extensionCodec, ignoreUndefined: true });
}

/**
 * The looks in a piece that `encodeLooks` made.
 *
 * @param where What to call it in messages, usually a path.
 * @throws HeavisideError `HV_LOOKS`, kind `machine`, when it holds something else.
 */
export function decodeLooks(bytes: Uint8Array, where: string): readonly Look[] {
  // No list can have more entries than there are bytes: a short piece cannot claim a large memory.
  const bounds = { maxArrayLength: bytes.length, maxMapLength: bytes.length };
  let looks: unknown;
  try {
    looks = decode(bytes, { extensionCodec, ...bounds });
  } catch (cause) {
    throw noLooks(where, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!Array.isArray(looks) || !looks.every(isLook))
    throw noLooks(where, 'expected a list of looks, got something else');
  return looks;
}

function isLook(value: unknown): value is Look {
  const { sample, spikes } = (value ?? {}) as Partial<Look>;
  return Number.isInteger(sample) && Array.isArray(spikes);
}

function noLooks(where: string, what: string, cause?: unknown): HeavisideError {
  const remedy = 'Run the scenario again.';
  return new HeavisideError('HV_LOOKS', 'machine', `${where} holds no looks: ${what}`, {
    remedy,
    facts: { path: where },
    cause,
  });
}
