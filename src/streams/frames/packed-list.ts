import { HeavisideError } from '../../core/heaviside-error.js';
import { unpack } from './message-pack.js';

/** What a list should hold, and how messages name it. */
interface ListKind<Entry> {
  readonly code: string;
  /** What something else holds none of. */
  readonly content: string;
  /** What its entries are. */
  readonly entries: string;
  readonly isEntry: (value: unknown) => value is Entry;
}

/**
 * The entries of a packed list.
 *
 * @param where What to call it in messages, usually a path.
 * @throws HeavisideError with the code of the list's kind, kind `machine`, when it holds something else.
 */
export function readPackedList<Entry>(
  bytes: Uint8Array,
  where: string,
  { code, content, entries, isEntry }: ListKind<Entry>,
): readonly Entry[] {
  const refusal = (why: string, cause?: unknown): HeavisideError =>
    new HeavisideError(code, 'machine', `${where} holds no ${content}: ${why}`, {
      remedy: 'Run the scenario again.',
      facts: { path: where },
      cause,
    });
  const list = unpack(bytes, refusal);
  if (Array.isArray(list) && list.every(isEntry)) return list;
  throw refusal(`expected a list of ${entries}, got something else`);
}
