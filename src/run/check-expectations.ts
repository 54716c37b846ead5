import type { Expectation } from '../scenario/scenario.js';
import { type Condition, conditionText } from './condition-text.js';
import type { ExpectationOutcome, Metrics } from './run-event.js';

/** Holds every expectation against the finished run. A metric that was not measured fails with the value NaN. */
export function checkExpectations(expect: readonly Expectation[], metrics: Metrics): readonly ExpectationOutcome[] {
  return expect.map((expectation) => {
    const value = metrics[expectation.that] ?? Number.NaN;
    return { that: expectation.that, value, expected: conditionText(expectation), pass: holds(expectation, value) };
  });
}

function holds({ atLeast, atMost, between, equals }: Condition, value: number): boolean {
  if (atLeast !== undefined) return value >= atLeast;
  if (atMost !== undefined) return value <= atMost;
  if (between) return value >= between[0] && value <= between[1];
  return value === equals;
}
