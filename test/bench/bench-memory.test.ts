import { expect, test } from 'vitest';

import { benchMemory } from '../../src/bench/bench-memory.js';
import { fakeSurroundings } from './surroundings.js';

const SMALL = {
  network: '64-5-10',
  timeSteps: '2',
  batch: '128',
  data: 'digits',
  lr: '5e-3',
  beta: '0.9',
  threads: '1',
  seed: '0',
  epochs: '4',
  backend: 'reference',
};

test('a run has a row for each epoch, and its peak is compared with that after the second', async () => {
  const peaks = [100e6, 120e6, 120e6, 121.5e6];
  const surroundings = { ...fakeSurroundings(), memory: () => ({ resident: 90e6, peak: peaks.shift()! }) };
  const result = await benchMemory(SMALL, surroundings);
  expect(result.rows.map(({ epoch, residentMB, peakMB }) => [epoch, residentMB, peakMB])).toEqual([
    [1, 90, 100],
    [2, 90, 120],
    [3, 90, 120],
    [4, 90, 121.5],
  ]);
  expect(result).toMatchObject({ backend: 'reference', peakMB: 121.5, growthMB: 1.5, net: '64-5-10' });
  // The clock goes a millisecond a look; an epoch looks at its start and at its end.
  expect(result.epochSeconds).toBeCloseTo(0.001, 6);
});

test('options that cannot be are told all at once', async () => {
  await expect(benchMemory({ ...SMALL, epochs: '0', network: '64-10', lr: 'x' }, fakeSurroundings())).rejects.toThrow(
    'bench memory cannot run like this:\n  --lr: expected a number >= 0, got "x"\n  --epochs: expected an integer >= 1, got "0"',
  );
});
