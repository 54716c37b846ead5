import type { Expectation } from '../scenario/scenario.js';

/** What an expectation asks of its metric. */
export type Condition = Omit<Expectation, 'that'>;

/** A condition as people read it: `at least 0.975`, `at most 3`, `between 1 and 2`, `equals 1`. */
export function conditionText({ atLeast, atMost, between, equals }: Condition): string {
  if (atLeast !== undefined) return `at least ${atLeast}`;
  if (atMost !== undefined) return `at most ${atMost}`;
  if (between) return `between ${between[0]} and ${between[1]}`;
  return `equals ${equals}`;
}

const TEXT = /^(at least|at most|equals|between) (\S+)(?: and (\S+))?$/;

/**
 * Reads what `conditionText` wrote: logs of runs have nothing but the text.
 *
 * @returns undefined for any other text.
 */
export function conditionOf(text: string): Condition | undefined {
  const [, kind, ...bounds] = TEXT.exec(text) ?? [];
  const [first = Number.NaN, second = Number.NaN] = bounds.map(Number);
  if (Number.isNaN(first) || Number.isNaN(second) !== (kind !== 'between')) return undefined;
  switch (kind) {
    case 'at least':
      return { atLeast: first };
    case 'at most':
      return { atMost: first };
    case 'between':
      return { between: [first, second] };
    default:
      return { equals: first };
  }
}
