import type { SweepDocument, SweepRun } from '../../src/sweep/sweep-document.js';
import { sweepTable } from '../../src/sweep/sweep-table.js';

/** Runs of every combination of the values, with accuracies that a function gives; no accuracy: the run failed. */
export function sweepFixture(
  values: Readonly<Record<string, readonly unknown[]>>,
  accuracyOf: (settings: Readonly<Record<string, unknown>>) => number | undefined,
): SweepDocument {
  const keys = Object.keys(values);
  const all = keys.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (so, key) => so.flatMap((settings) => values[key]!.map((value) => ({ ...settings, [key]: value }))),
    [{}],
  );
  const runs = all.map((settings, index): SweepRun => {
    const accuracy = accuracyOf(settings);
    const where = { index, settings, folder: `small/${index}`, backend: 'events' };
    if (accuracy === undefined) return { ...where, failure: { code: 'HV_NON_FINITE', message: 'diverged' } };
    return { ...where, metrics: { 'accuracy(test)': accuracy }, epochs: 2, parameters: 10, seconds: 1 };
  });
  const report = { metric: 'accuracy(test)', over: 'seed' };
  return {
    ...{ name: 'small', heaviside: '0.1.0', times: ['seconds'], mode: 'grid', report, keys },
    ...{ table: sweepTable(runs, report), runs, folder: 'small/sweep' },
  };
}
