import type { Expectation } from '../scenario/scenario.js';
import type { ExpectationOutcome, Metrics } from './run-event.js';

/** Holds every expectation against the finished run. A metric that was not measured fails with the value NaN. */
export function checkExpectations(expect: readonly Expectation[], metrics: Metrics): readonly ExpectationOutcome[] {
  return expect.map((expectation) => {
    const value = metrics[expectation.that] ?? Number.NaN;
    return { that: expectation.that, value, ...conditionOf(expectation, value) };
  });
}

function conditionOf(
  { atLeast, atMost, between, equals }: Expectation,
  value: number,
): { readonly expected: string; readonly pass: boolean } {
  if (atLeast !== undefined) return { expected: `at least ${atLeast}`, pass: value >= atLeast };
  if (atMost !== undefined) return { expected: `at most ${atMost}`, pass: value <= atMost };
  if (between)
    return { expected: `between ${between[0]} and ${between[1]}`, pass: value >= between[0] && value <= between[1] };
  return { expected: `equals ${equals}`, pass: value === equals };
}
