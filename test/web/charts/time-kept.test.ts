import { BehaviorSubject } from 'rxjs';
import { describe, expect, test } from 'vitest';

import { overviewFigures } from '../../../src/web/charts/time/overview-figures.js';
import { createWindowRates } from '../../../src/web/charts/time/window-rates.js';
import { RunStore, STORE_LIMITS } from '../../../src/web/view/run-store.js';
import { createViewState, type RateKernel, type TimeWindow, type View } from '../../../src/web/view/view-state.js';
import { fixtureFacts } from '../../web-page/fixture.js';

const NEURONS = 3;

/** A run whose neurons spike at every step of every presentation, the newest few of which are kept. */
function restless(presentations: number, { kept = 1000, steps = 3, isSeen = (_: number): boolean => true }): RunStore {
  const store = new RunStore({ ...STORE_LIMITS, presentations: kept });
  const layers = [{ id: 'h1', size: NEURONS, neuron: 'lif', spikes: true, membrane: false }];
  store.apply({ kind: 'run', ...fixtureFacts(), layers, steps });
  const count = NEURONS * steps;
  const look = {
    ...{ sample: 0, label: 0, answer: 0, steps, pulses: [] },
    spikes: [
      {
        layer: 'h1',
        times: Uint32Array.from({ length: count }, (_, k) => Math.floor(k / NEURONS)),
        units: Uint32Array.from({ length: count }, (_, k) => k % NEURONS),
      },
    ],
    voltages: { neurons: [], values: new Float32Array(0) },
    readout: new Float32Array(1),
    input: new Float32Array(1),
  };
  for (let k = 0; k < presentations; k++)
    if (isSeen(k)) store.apply({ kind: 'look', start: k * steps, epoch: 0, step: 0, look });
  return store;
}

function ratesOf(run: RunStore, window: TimeWindow, kernel: RateKernel): readonly number[] {
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([run]) };
  view.state.window.next(window);
  view.state.kernel.next(kernel);
  return [...createWindowRates(view)(run).rates[0]!];
}

describe('rates where earlier presentations have been let go', () => {
  // 1703 · 3 = 5109 steps, of which those from 2109 on are kept; the first bin of 5 begins at 2105, the first one of 8 at 2104.
  const run = restless(1703, {});

  test('count no spike of theirs', () => {
    expect(run.extent).toEqual({ from: 2109, to: 5109 });
    expect(run.spikes.times[0]).toBeLessThan(2105);
    for (const width of [5, 8, 50]) {
      const rates = ratesOf(run, run.extent, { kind: 'bin', width });
      expect(rates).toEqual(rates.map(() => 1));
    }
  });

  test('nor under a Gaussian', () => {
    for (const width of [5, 50])
      for (const rate of ratesOf(run, run.extent, { kind: 'gaussian', width })) expect(rate).toBeCloseTo(1, 12);
  });

  test('still count what is kept and out of sight', () => {
    expect(ratesOf(run, { from: 3001, to: 3004 }, { kind: 'bin', width: 5 })).toEqual([1]);
  });
});

test('rates of bins that are wider than asked for count all that was shown in them', () => {
  const run = restless(2000, { kept: 2000, steps: 50 });
  const rates = ratesOf(run, { from: 79, to: 100_000 }, { kind: 'bin', width: 5 });
  // 2000 points at most, bins of 5 · 2⁴ = 80 steps: the first one begins a presentation before the window's.
  expect(rates).toHaveLength(1250);
  expect(rates).toEqual(rates.map(() => 1));
});

describe('figures of the overview', () => {
  test('are of the presentations that are kept', () => {
    const { rows, caption, note } = overviewFigures(restless(1703, {}));
    expect(caption).toBe('Spikes in steps 2109 to 5109');
    expect(rows).toEqual([['h1', NEURONS, NEURONS * 3 * 1000, 1]]);
    // 703 presentations of nine spikes, whether their memory is used again or not.
    expect(note).toBe('6,327 spikes were let go for newer ones.');
  });

  test('take no gap for silence', () => {
    const { rows, note } = overviewFigures(restless(10, { isSeen: (k) => k % 2 === 0 }));
    expect(rows).toEqual([['h1', NEURONS, NEURONS * 3 * 5, 1]]);
    expect(note).toBeUndefined();
  });
});
