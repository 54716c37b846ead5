import { decodeFrame, encodeFrame } from './frame-codec.js';
import { pack } from './message-pack.js';
import { readPackedList } from './packed-list.js';
import type { RunFrame } from './view-frame.js';

/** Many frames as one piece: a packed list of messages, see `encodeFrame`. A new array. */
export function encodeFrames(frames: readonly RunFrame[]): Uint8Array<ArrayBuffer> {
  return pack(frames.map(encodeFrame));
}

/**
 * The frames in a piece that `encodeFrames` made.
 *
 * @param where What to call it in messages, usually a path.
 * @throws HeavisideError `HV_FRAME`, kind `machine`, when it holds something else.
 */
export function decodeFrames(bytes: Uint8Array, where: string): readonly RunFrame[] {
  const kind = { code: 'HV_FRAME', content: 'frames', entries: 'messages', isEntry: isMessage };
  return readPackedList(bytes, where, kind).map(decodeFrame);
}

function isMessage(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
