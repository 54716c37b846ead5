import type { Look } from '../run/watch/look.js';
import { pack } from './frames/message-pack.js';
import { readPackedList } from './frames/packed-list.js';

/** Looks as one piece: a packed list of them. A new array. */
export function encodeLooks(looks: readonly Look[]): Uint8Array<ArrayBuffer> {
  return pack(looks);
}

/**
 * The looks in a piece that `encodeLooks` made.
 *
 * @param where What to call it in messages, usually a path.
 * @throws HeavisideError `HV_LOOKS`, kind `machine`, when it holds something else.
 */
export function decodeLooks(bytes: Uint8Array, where: string): readonly Look[] {
  return readPackedList(bytes, where, { code: 'HV_LOOKS', content: 'looks', entries: 'looks', isEntry: isLook });
}

function isLook(value: unknown): value is Look {
  const { sample, spikes } = (value ?? {}) as Partial<Look>;
  return Number.isInteger(sample) && Array.isArray(spikes);
}
