import { HeavisideError } from '../core/heaviside-error.js';

/** One error that says what is wrong with everything that was tried; a bug is told as it is. */
export function allErrors(errors: readonly unknown[]): unknown {
  const known = errors.filter((error) => error instanceof HeavisideError);
  const [first] = known;
  if (known.length < errors.length) return errors.find((error) => !(error instanceof HeavisideError));
  if (known.length < 2 || !first) return first;
  // What the machine lacks, such as the pages themselves, is the same for every folder.
  const messages = new Set(known.map(({ message }) => message));
  const remedies = new Set(known.flatMap(({ remedy }) => remedy ?? []));
  return new HeavisideError(first.code, first.kind, [...messages].join('\n'), {
    remedy: [...remedies].join('\n'),
    facts: { folders: known.length },
  });
}
