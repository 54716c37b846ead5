import { lastValueFrom, of, toArray } from 'rxjs';
import { expect, test } from 'vitest';

import { phaseLines } from '../../src/cli/phase-lines.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { batchTrained, STARTED } from '../streams/fake-run.js';

const place = { epoch: 2, step: 90 };
const linesOf = (...events: readonly RunEvent[]) =>
  lastValueFrom(of(STARTED, ...events).pipe(phaseLines({ dt: 0.0005 }), toArray()));
const changed = (more: Partial<Extract<RunEvent, { kind: 'changed' }>>): RunEvent => ({
  ...{ kind: 'changed', phase: 'lesion', event: 0, change: 'lesion', at: { unit: 'step', at: 40 }, ...place },
  ...more,
});

test('a phase has a line when it begins, and one with its metrics when it ends, where nobody else tells them', async () => {
  const metrics = { 'accuracy(test)': 0.3733, reward: 13.155942 };
  expect(
    await linesOf(
      { kind: 'phase-started', phase: 'lesion', type: 'test', from: 'learn', ...place },
      { kind: 'phase-ended', phase: 'lesion', type: 'test', ...place, metrics, seconds: 1.5 },
      { kind: 'phase-started', phase: 'mend', type: 'train', from: 'lesion', ...place },
      batchTrained(3, 1, 91),
      { kind: 'phase-ended', phase: 'mend', type: 'train', ...place, metrics, seconds: 2 },
    ),
  ).toEqual([
    'phase lesion (test) from learn',
    'phase lesion ended  accuracy(test) 37.33 %  reward 13.16  1.5 s',
    'phase mend (train) from lesion',
    'phase mend ended  2.0 s',
  ]);
});

test('what happens is told with its moment, the neurons that were drawn, and whether it was skipped', async () => {
  expect(
    await linesOf(
      changed({ drawn: { h1: [3], out: [0, 1] } }),
      changed({ change: 'set', at: { unit: 'epoch', at: 1.5 } }),
      changed({ change: 'pulse', skipped: true }),
      changed({ change: 'restore', restored: { neurons: 1, connections: 1200 } }),
      changed({ change: 'restore', restored: { neurons: 0, connections: 0 } }),
      changed({ change: 'noise', unfinished: { unit: 'step', length: 30 } }),
      changed({ change: 'noise', at: { unit: 'batch', at: 7 }, unfinished: { unit: 'batch', length: 2 } }),
    ),
  ).toEqual([
    '  lesion, 20 ms: lesion: 1 neuron of h1, 2 neurons of out',
    '  lesion, epoch 1.5: set',
    '  lesion, 20 ms: pulse skipped, its guard does not hold',
    '  lesion, 20 ms: restore: 1 neuron and 1,200 connections given back',
    '  lesion, 20 ms: restore: nothing to give back: neurons come back by "nodes", single connections by "synapses"',
    '  lesion, 20 ms: noise: the phase ends 15 ms before it',
    '  lesion, batch 7: noise: the phase ends 2 batches before it',
  ]);
});

test('a free run has ten lines at most, however many stretches it has', async () => {
  const run = (done: number): RunEvent => ({ kind: 'steps-run', phase: 'probe', done, steps: 8000 });
  const lines = await linesOf(...Array.from({ length: 32 }, (_, k) => run(250 * (k + 1))));
  // A tenth of them is 800 steps: told with the first stretch of 250 that reaches it.
  expect(lines.slice(0, 2)).toEqual(['  probe: 500 ms of 4 s', '  probe: 875 ms of 4 s']);
  expect(lines).toHaveLength(9);
});
