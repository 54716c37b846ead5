import type { Place } from '../tree/tree.js';

/** One thing that keeps a scenario from running. */
export interface Problem {
  /** Counts from 1; 0 when an override is to blame. */
  readonly line: number;
  readonly column: number;
  /** The override to blame, as it was given. */
  readonly override?: string;
  /** `network.layers[1].threshold`; empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  /** The nearest valid word. */
  readonly suggestion?: string;
  /** All of it but the place, as one line. */
  readonly message: string;
}

/** Takes problems as they are found. */
export type Report = (problem: Problem) => void;

/** What a problem is made of; `hint` is a remedy for people, after the facts. */
export interface ProblemFacts {
  readonly place: Place;
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  readonly suggestion?: string | undefined;
  readonly hint?: string | undefined;
}

/** Puts the facts into words: `path: expected …, got … (did you mean "…"?)`. */
export function problemOf({ place, path, expected, got, suggestion, hint }: ProblemFacts): Problem {
  const advice = [...(suggestion === undefined ? [] : [`did you mean "${suggestion}"?`]), ...(hint ? [hint] : [])];
  const tail = advice.length === 0 ? '' : ` (${advice.join('; ')})`;
  return {
    line: place.line,
    column: place.column,
    ...(place.override === undefined ? {} : { override: place.override }),
    path,
    expected,
    got,
    ...(suggestion === undefined ? {} : { suggestion }),
    message: `${path === '' ? '' : `${path}: `}expected ${expected}, got ${got}${tail}`,
  };
}

/** File positions in reading order, then overrides in the order in which they were found. */
export function inReadingOrder(problems: readonly Problem[]): readonly Problem[] {
  const rank = (problem: Problem) => (problem.override === undefined ? problem.line : Number.POSITIVE_INFINITY);
  return problems.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left === right ? a.column - b.column : left - right;
  });
}
