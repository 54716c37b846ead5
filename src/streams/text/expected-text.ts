import type { ExpectationOutcome } from '../../run/run-event.js';

/** Where a condition tells where its bounds come from, and a number in it with more digits than anybody reads. */
const SOURCE = ', that is ';
const LONG = /\d+\.\d{6,}(?:e[+-]\d+)?/g;

/** What an expectation asks for, with six significant digits: `at most 0.866435, that is accuracy(test)@train - 0.05`. */
export function expectedText(expected: string): string {
  const [bounds = '', ...source] = expected.split(SOURCE);
  const short = bounds.replace(LONG, (number) => String(Number(Number(number).toPrecision(6))));
  return [short, ...source].join(SOURCE);
}

/** Steps of a phase, from the first until before the second, as a scenario writes them: `window [0, 5]`. */
export function windowText(window: readonly [from: number, to: number]): string {
  return `window [${window.join(', ')}]`;
}

/** The part of a run that an expectation is of: `probe, window [0, 5]`; nothing where it is of the whole run. */
export function whereText({ in: phase, window }: Pick<ExpectationOutcome, 'in' | 'window'>): string {
  return [...(phase === undefined ? [] : [phase]), ...(window === undefined ? [] : [windowText(window)])].join(', ');
}

/** What an expectation is about, without what it asks for: `silent(h1) in probe, window [0, 5]`. */
export function expectationTitle(outcome: Pick<ExpectationOutcome, 'that' | 'in' | 'window'>): string {
  const where = whereText(outcome);
  return where === '' ? outcome.that : `${outcome.that} in ${where}`;
}
