/** How a face of Heaviside must treat an error; the command line maps each to an exit status. */
export type ErrorKind =
  /** The caller's scenario, arguments or code are wrong (exit 2). */
  | 'usage'
  /** The run itself went wrong, for example by diverging (exit 1). */
  | 'run'
  /** The machine lacks what was asked: a file, a folder, a named backend (exit 4). */
  | 'machine';

/**
 * An error that a person can act on.
 *
 * `code` is stable across versions (`HV_…`); the message names the place and both values (expected, got);
 * `remedy` says what to do next, where there is something.
 */
export class HeavisideError extends Error {
  override readonly name = 'HeavisideError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly remedy: string | undefined;
  /** Plain facts for programs: layer, parameter, step, path … */
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: string,
    kind: ErrorKind,
    message: string,
    more: { remedy?: string; facts?: Readonly<Record<string, string | number | boolean>>; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.kind = kind;
    this.remedy = more.remedy;
    this.facts = more.facts ?? {};
  }
}
