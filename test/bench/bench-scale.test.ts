import { describe, expect, test } from 'vitest';

import type { Backend, OpenRequest } from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { benchScale } from '../../src/bench/bench-scale.js';
import { fakeSurroundings } from './surroundings.js';

const SMALL = {
  width: '60',
  activity: '20',
  timeSteps: '10',
  batch: '8',
  activities: '5,50,20',
  widths: '40,80',
  times: '5,10',
  batches: '4,8',
  crossover: '10,50',
  repeat: '1',
  threads: '1',
  seed: '0',
  backend: 'reference',
};

describe('the cost of a step', () => {
  test('is measured for each thing that varies, in ascending order, the rest as in the base', async () => {
    const { sweeps } = await benchScale(SMALL, fakeSurroundings());
    const values = Object.fromEntries(sweeps.map(({ vary, rows }) => [vary, rows.map((row) => row[vary])]));
    expect(values).toEqual({ activity: [0.05, 0.2, 0.5], width: [40, 80], timeSteps: [5, 10], batch: [4, 8] });
    for (const { vary, rows } of sweeps)
      for (const row of rows)
        expect(row).toMatchObject({ width: 60, activity: 0.2, timeSteps: 10, batch: 8, [vary]: row[vary] });
  });

  test('belongs to inputs and hidden neurons of the activity that was asked for', async () => {
    const { sweeps } = await benchScale(SMALL, fakeSurroundings());
    for (const { inputActivity, hiddenActivity, activity, spikes } of sweeps[0]!.rows) {
      // 10 steps x 8 samples x 60 inputs: a standard deviation of at most 0.5 / sqrt(4800) = 0.007, times 4
      expect(Math.abs(inputActivity - activity)).toBeLessThan(0.03);
      // The threshold was found with other spike trains of the same activity, so the rate is a little off.
      expect(Math.abs(hiddenActivity - activity)).toBeLessThan(0.06);
      expect(spikes).toBeCloseTo((inputActivity + hiddenActivity) * 4800, -1);
    }
  });

  test('has a growth: with a clock that makes every step alike, none', async () => {
    const { sweeps } = await benchScale(SMALL, fakeSurroundings());
    for (const { growth } of sweeps) expect(growth!.exponent).toBeCloseTo(0, 12);
  });
});

describe('event kernels against dense ones', () => {
  test('are not compared where kernels cannot be chosen, and the reason is told', async () => {
    const { crossover } = await benchScale(SMALL, fakeSurroundings());
    expect(crossover).toEqual({ skipped: 'backend "reference" does not let its kernels be chosen' });
  });

  test('are compared where they can, with the activity at which they cross', async () => {
    let now = 0;
    // A device whose event kernel takes 1 ms a hundred spikes, and whose dense kernel takes 30 ms.
    const forcible: Backend = {
      ...referenceBackend,
      name: 'forcible',
      async open(request: OpenRequest) {
        const session = await referenceBackend.open(request);
        const simulate = session.simulate.bind(session);
        session.simulate = async (chunk) => {
          const { offsets } = chunk.input as Extract<typeof chunk.input, { kind: 'spikes' }>;
          now += request.products === 'dense' ? 30 : offsets.at(-1)! / 100;
          return simulate(chunk);
        };
        return Object.defineProperty(session, 'device', { value: { products: request.products ?? 'auto' } });
      },
    };
    const surroundings = { ...fakeSurroundings([forcible]), clock: () => now };
    const { crossover } = await benchScale({ ...SMALL, backend: 'forcible', crossover: '20,50,100' }, surroundings);
    if ('skipped' in crossover) throw new Error(crossover.skipped);
    expect(crossover.rows.map(({ denseMs }) => denseMs)).toEqual([30, 30, 30]);
    // 4800 inputs: 3000 spikes, which take the event kernel 30 ms, are 62.5 %. The interpolation between 50 and 100 %
    // is on the logarithm: 0.5 + 0.5 · ln(30 / 24) / (ln(30 / 24) + ln(48 / 30)) = 0.661
    expect(crossover.at).toBeGreaterThan(0.6);
    expect(crossover.at).toBeLessThan(0.72);
  });
});

test('options that cannot be are told all at once', async () => {
  const texts = { ...SMALL, width: '0', activities: '1,101', batches: 'x', backend: 'nope' };
  await expect(benchScale(texts, fakeSurroundings())).rejects.toThrow(
    [
      'bench scale cannot run like this:',
      '  --width: expected an integer >= 1 and <= 10000, got "0"',
      '  --activities: expected a list such as 1,2,5, each a number > 0 and <= 100, got "1,101"',
      '  --batches: expected a list such as 1,2,5, each an integer >= 1, got "x"',
      '  --backend: expected one of "auto", "reference", got "nope"',
    ].join('\n'),
  );
});
