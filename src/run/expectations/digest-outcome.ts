import type { Measurement } from '../../scenario/expectations/measurement.js';
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
  if (known === 'update') return { value, expected: `the snapshot ${value}`, pass: true };
  const key = snapshotKey(phase, that, backend);
  const kept = Object.hasOwn(known, key) ? known[key] : undefined;
  if (kept !== undefined) return { value, expected: `the snapshot ${kept}`, pass: value === kept };
  const why = `there is no snapshot of it on ${backend} for this seed and these overrides: heaviside run FILE --update-snapshots keeps one`;
  return { value, expected: 'the snapshot', pass: false, why };
}
