import { describe, expect, test } from 'vitest';

import type { SweepRun } from '../../src/sweep/sweep-document.js';
import { sweepTable } from '../../src/sweep/sweep-table.js';

const REPORT = { metric: 'accuracy(test)', over: 'seed' };

function run(index: number, settings: SweepRun['settings'], accuracy: number, more: Partial<SweepRun> = {}): SweepRun {
  const metrics = { 'accuracy(test)': accuracy };
  return { index, settings, folder: `small/${index}`, backend: 'events', metrics, seconds: 2 + index, ...more };
}
const failure = { code: 'HV_NON_FINITE', message: 'training diverged at step 3' };
const unmet = [{ that: 'accuracy(test)', expected: 'at least 0.9', value: 0.5, pass: false }];

describe('the table of a sweep', () => {
  const [first, second] = sweepTable(
    [
      run(0, { seed: 1, rule: 'a' }, 0.75),
      { index: 1, settings: { seed: 1, rule: 'b' }, folder: 'small/1', backend: 'reference', failure },
      run(2, { seed: 2, rule: 'a' }, 0.5, { unmet }),
      run(3, { seed: 2, rule: 'b' }, 0.25),
      run(4, { seed: 3, rule: 'a' }, 1),
    ],
    REPORT,
  );

  test('has a row for each combination of what is not averaged over', () => {
    expect([first?.settings, second?.settings]).toEqual([{ rule: 'a' }, { rule: 'b' }]);
  });

  test('has mean, deviation and interval of Student over the runs of a row', () => {
    // (0.75 + 0.5 + 1) / 3 = 0.75; squares 0 + 0.0625 + 0.0625; s = √(0.125 / 2) = 0.25; t(0.95, 2) = 4.30265.
    expect(first?.estimate).toMatchObject({ mean: 0.75, sd: 0.25, count: 3 });
    expect(first?.estimate?.high).toBeCloseTo(0.75 + (4.30265 * 0.25) / Math.sqrt(3), 5);
    // (2 + 4 + 6) / 3 seconds.
    expect(first?.seconds).toBe(4);
  });

  test('counts what failed and what did not reach what is expected', () => {
    expect(first).toMatchObject({ finished: 3, runs: 3, unmet: 1, backends: ['events'] });
    expect(second).toMatchObject({ finished: 1, runs: 2, unmet: 0, backends: ['events', 'reference'] });
    expect(second?.estimate).toEqual({ mean: 0.25, count: 1 });
  });

  test('has a row a run where nothing is averaged over, and no estimate of what nobody measured', () => {
    const rows = sweepTable([run(0, { rule: 'a' }, 1), run(1, { rule: 'b' }, 1)], { ...REPORT, metric: 'reward' });
    expect(rows.map(({ settings, runs, estimate }) => [settings, runs, estimate])).toEqual([
      [{ rule: 'a' }, 1, undefined],
      [{ rule: 'b' }, 1, undefined],
    ]);
  });
});
