import { expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import type { Phase, TimedEvent, TrainPhase } from '../../../src/scenario/phases/phase.js';
import { at, free, nodes, noise, pulse, when } from './event-forms.js';
import { eventTask } from './event-task.js';
import { played } from './played-case.js';

/** What is told of the events of a phase, in the order in which they happened. */
async function changesOf(phase: Phase) {
  const told = await played(eventTask({ seed: 1, phases: [phase], traced: false }), referenceBackend);
  return told.flatMap((event) => (event.kind === 'changed' ? [event] : []));
}

test('a restoration tells how much it gave back, of neurons and of single connections', async () => {
  const h1 = nodes(['h1', 0, 6]);
  const events = [
    // Half of 3 · 6 connections; 4 of 11 neurons.
    at(1, { kind: 'lesion', target: { synapses: { to: h1 } }, fraction: 0.5 }),
    at(2, { kind: 'lesion', target: { neurons: nodes(['h1', 0, 6], ['h2', 0, 5]) }, fraction: 0.4 }),
    // Neurons of a layer are given back, connections into it are not.
    at(3, { kind: 'restore', target: { neurons: h1 } }),
    at(4, { kind: 'restore', target: { neurons: h1 } }),
    at(5, { kind: 'restore', target: { synapses: { to: nodes(['h1', 0, 3]) } } }),
    at(6, { kind: 'restore' }),
    at(7, { kind: 'restore' }),
  ] satisfies readonly TimedEvent[];
  const [, lesion, neurons, again, connections, rest, nothing] = await changesOf(free(events, { steps: 9 }));
  const own = lesion!.drawn!['h1']!.length;
  expect(lesion!.restored).toBeUndefined();
  expect(neurons!.restored).toEqual({ neurons: own, connections: 0 });
  expect(again!.restored).toEqual({ neurons: 0, connections: 0 });
  const some = connections!.restored!.connections;
  expect(some).toBeGreaterThan(0);
  expect(connections!.restored!.neurons).toBe(0);
  expect(rest!.restored).toEqual({ neurons: 4 - own, connections: 9 - some });
  expect(nothing!.restored).toEqual({ neurons: 0, connections: 0 });
});

test('a drive that a guard begins tells how much of it the end of the phase cuts off', async () => {
  const h1 = nodes(['h1', 0, 6]);
  const run = await changesOf(
    free(
      [
        when('time >= 6ms', pulse(h1, 0.5, 2, 5, 2)),
        when('time >= 3ms', pulse(h1, 0.5, 2, 5, 2)),
        when('time >= 7ms', noise(h1, 0, 1)),
      ],
      { steps: 10 },
    ),
  );
  // 6 + 5 + 2 = 13 of 10 steps; 3 + 5 + 2 = 10; to the end.
  expect(run.map(({ event, unfinished }) => [event, unfinished])).toEqual([
    [1, undefined],
    [0, { unit: 'step', length: 3 }],
    [2, undefined],
  ]);
  const events: readonly TimedEvent[] = [
    { when: 'batch >= 2', window: 100, change: { ...noise(h1, 0, 1), duration: { unit: 'epoch', length: 2 } } },
    { when: 'batch >= 3', window: 100, change: noise(h1, 0, 1) },
  ];
  const phase: TrainPhase = { kind: 'train', id: 'learn', from: 'start', epochs: 2, batch: 3, events, schedule: {} };
  // Two epochs of three batches from the third batch of two on: 2 + 6 - 6.
  expect((await changesOf(phase)).map(({ unfinished }) => unfinished)).toEqual([
    { unit: 'batch', length: 2 },
    undefined,
  ]);
});
