/** What an expectation asks of its value, in numbers. One of the first four is there. */
export interface Condition {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly between?: readonly [low: number, high: number];
  readonly equals?: number;
  /** How far it may be from `equals`; omitted: 0. */
  readonly tolerance?: number;
  /** What the value and its bounds are told in; omitted: they are plain numbers. */
  readonly unit?: 'Hz';
}

/**
 * A condition as people read it: `at least 0.975`, `at most 3`, `between 1 Hz and 2 Hz`, `equals 1 ± 0.1`.
 *
 * @param source Where its bounds come from, when they had to be worked out; stands behind them.
 */
export function conditionText(condition: Condition, source?: string): string {
  const { atLeast, atMost, between, equals, tolerance = 0, unit } = condition;
  const valued = (value: number | undefined) => `${value}${unit === undefined ? '' : ` ${unit}`}`;
  const behind = source === undefined ? '' : `, that is ${source}`;
  if (atLeast !== undefined) return `at least ${valued(atLeast)}${behind}`;
  if (atMost !== undefined) return `at most ${valued(atMost)}${behind}`;
  if (between) return `between ${valued(between[0])} and ${valued(between[1])}${behind}`;
  return `equals ${valued(equals)}${tolerance > 0 ? ` ± ${valued(tolerance)}` : ''}${behind}`;
}

const TEXT = /^(at least|at most|equals|between) (\S+?)( Hz)?(?: (and|±) (\S+?)( Hz)?)?(?:, that is .+)?$/;

/**
 * Reads what `conditionText` wrote: logs of runs have nothing but the text.
 *
 * @returns undefined for any other text.
 */
export function conditionOf(text: string): Condition | undefined {
  const [, kind, ...rest] = TEXT.exec(text) ?? [];
  const [first, hertz, link, second, otherHertz] = rest;
  const bounds = [first, second].map((bound) => (bound === undefined ? undefined : Number(bound)));
  const wanted = kind === 'between' ? ['and'] : kind === 'equals' ? [undefined, '±'] : [undefined];
  const isSound = wanted.includes(link) && bounds.every((bound) => bound === undefined || !Number.isNaN(bound));
  const [a, b] = bounds;
  if (!isSound || a === undefined || (link !== undefined && hertz !== otherHertz)) return undefined;
  const unit = hertz === undefined ? {} : ({ unit: 'Hz' } as const);
  switch (kind) {
    case 'at least':
      return { atLeast: a, ...unit };
    case 'at most':
      return { atMost: a, ...unit };
    case 'between':
      return { between: [a, b ?? a], ...unit };
    default:
      return { equals: a, ...(b === undefined ? {} : { tolerance: b }), ...unit };
  }
}
