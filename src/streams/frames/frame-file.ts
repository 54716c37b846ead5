import { decode, encode } from '@msgpack/msgpack';

import { HeavisideError } from '../../core/heaviside-error.js';
import { decodeFrame, encodeFrame } from './frame-codec.js';
import type { RunFrame } from './view-frame.js';

/** Many frames as one piece: a MessagePack list of messages, see `encodeFrame`. A new array. */
export function encodeFrames(frames: readonly RunFrame[]): Uint8Array<ArrayBuffer> {
  return encode(frames.map(encodeFrame));
}

/**
 * The frames in a piece that `encodeFrames` made.
 *
 * @param where What to call it in messages, usually a path.
 * @throws HeavisideError `HV_FRAME`, kind `machine`, when it holds something else.
 */
export function decodeFrames(bytes: Uint8Array, where: string): readonly RunFrame[] {
  let messages: unknown;
  try {
    messages = decode(bytes);
  } catch (cause) {
    throw noFrames(where, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!Array.isArray(messages) || !messages.every((message) => message instanceof Uint8Array))
    throw noFrames(where, 'expected a list of messages, got something else');
  return messages.map(decodeFrame);
}

function noFrames(where: string, what: string, cause?: unknown): HeavisideError {
  const remedy = 'Run the scenario again.';
  return new HeavisideError('HV_FRAME', 'machine', `${where} holds no frames: ${what}`, {
    remedy,
    facts: { path: where },
    cause,
  });
}
