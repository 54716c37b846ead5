import type { Measurement } from '../../scenario/expectations/measurement.js';
import type { ExpectationOutcome } from '../run-event.js';

/** What became of an expectation, apart from its name. */
export type Outcome = Pick<ExpectationOutcome, 'value' | 'expected' | 'pass' | 'why'>;

/** Why there is no value. */
export function missingText(that: string, { phase }: Measurement): string {
  return `${that} was not measured ${phase === undefined ? 'in this run' : `in "${phase}"`}`;
}
