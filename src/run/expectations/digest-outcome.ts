import type { Measurement } from '../../scenario/expectations/measurement.js';
import type { ExpectationOutcome } from '../run-event.js';
import { missingText, type Outcome } from './outcome.js';
import type { Readings } from './readings.js';
import { type KnownSnapshots, snapshotKey } from './snapshot-key.js';

/** Holds a digest against its snapshot. */
export function digestOutcome(
  that: string,
  measurement: Extract<Measurement, { kind: 'digest' }>,
  readings: Readings,
  { known, backend }: KnownSnapshots,
): Outcome {
  const { what, phase } = measurement;
  const value = readings.digest(what, phase);
  if (value === undefined)
    return {
      value: Number.NaN,
      expected: 'the snapshot',
      pass: false,
      why: missingText(that, measurement),
    };
  return againstSnapshot(value, { that, in: phase }, { known, backend });
}

/** Whose digest it is. */
type DigestOf = Pick<ExpectationOutcome, 'that'> & { readonly in: string };

/**
 * Holds the value of a digest against its snapshot.
 *
 * @param command The command whose option keeps snapshots.
 */
export function againstSnapshot(
  value: string,
  { that, in: phase }: DigestOf,
  { known, backend }: KnownSnapshots,
  command: 'run' | 'sweep' = 'run',
): Outcome {
  if (known === 'update') return { value, expected: `the snapshot ${value}`, pass: true };
  const key = snapshotKey(phase, that, backend);
  const kept = Object.hasOwn(known, key) ? known[key] : undefined;
  if (kept !== undefined) return { value, expected: `the snapshot ${kept}`, pass: value === kept };
  const why = `there is no snapshot of it on ${backend} for this seed and these overrides: heaviside ${command} FILE --update-snapshots keeps one`;
  return { value, expected: 'the snapshot', pass: false, why };
}

/** Whether an outcome is of a digest that was made: those alone are text. */
export function isDigest(outcome: ExpectationOutcome): outcome is ExpectationOutcome & DigestOf & { value: string } {
  return typeof outcome.value === 'string' && outcome.in !== undefined;
}

/** The digests among the outcomes of a run, by `snapshotKey`. */
export function digestsOf(outcomes: readonly ExpectationOutcome[], backend: string): Readonly<Record<string, string>> {
  const found = outcomes.filter(isDigest);
  return Object.fromEntries(found.map(({ that, in: phase, value }) => [snapshotKey(phase, that, backend), value]));
}
