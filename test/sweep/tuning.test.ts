import { describe, expect, test } from 'vitest';

import type { FinishedRun } from '../../src/sweep/finished-run.js';
import { measuredPoint, tuningOf, tuningRun } from '../../src/sweep/tuning.js';

const finished = (accuracy: number, epochs = 2): FinishedRun => {
  return { epochs, parameters: 3, metrics: { 'accuracy(test)': accuracy }, seconds: 0.5, course: [] };
};
const run = (seed: number, accuracy: number) =>
  tuningRun(seed, { kind: 'finished', run: finished(accuracy), folder: `f${seed}`, reused: false });
const failure = { code: 'HV_NON_FINITE', message: 'training diverged at step 3', epoch: 1, step: 2 };
const lost = (seed: number) => tuningRun(seed, { kind: 'failed', failure, folder: `f${seed}`, reused: false });
const point = (lr: number, ...runs: ReturnType<typeof run>[]) => measuredPoint({ lr }, runs);

describe('the tuning of a rule', () => {
  test('chooses the best mean of the validation accuracies', () => {
    // Means: (0.5 + 0.75) / 2 = 0.625, (1 + 0.5) / 2 = 0.75, (0.75 + 0.5) / 2 = 0.625.
    const grid = [
      point(1, run(7, 0.5), run(8, 0.75)),
      point(2, run(7, 1), run(8, 0.5)),
      point(3, run(7, 0.75), run(8, 0.5)),
    ];
    expect(tuningOf(grid)).toMatchObject({ chosen: 1, cost: { runs: 6, epochs: 12, seconds: 3 } });
    expect(grid.map(({ accuracy }) => accuracy)).toEqual([0.625, 0.75, 0.625]);
  });

  test('takes the first of equally good choices', () => {
    expect(tuningOf([point(1, run(7, 0.5)), point(2, run(7, 0.75)), point(3, run(7, 0.75))]).chosen).toBe(1);
  });

  test('passes over a choice of which any run failed, and keeps the reason', () => {
    const tuning = tuningOf([point(1, run(7, 1), lost(8)), point(2, run(7, 0.25), run(8, 0.25))]);
    expect(tuning.chosen).toBe(1);
    expect(tuning.grid[0]).toMatchObject({
      runs: [
        { seed: 7, accuracy: 1 },
        { seed: 8, failure },
      ],
    });
    expect(tuning.grid[0]).not.toHaveProperty('accuracy');
    // The failed run counts as a run and has no epochs of its own.
    expect(tuning.cost).toEqual({ runs: 4, epochs: 6, seconds: 1.5 });
  });

  test('chooses nothing when every choice failed', () => {
    expect(tuningOf([point(1, lost(7)), point(2, lost(7))])).not.toHaveProperty('chosen');
  });
});
