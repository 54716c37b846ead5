import { expect, test } from 'vitest';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { runTask } from '../../../src/run/run-task.js';
import type { Intervention } from '../../../src/run/watch/run-watch.js';
import type { TrainPhase } from '../../../src/scenario/phases/phase.js';
import { scriptedWatch } from '../watch/scripted-watch.js';
import { ofKind } from '../xor-scenario.js';
import { nodes } from './event-forms.js';
import { eventTask } from './event-task.js';

const silence: Intervention = { kind: 'silence', layer: 'h1', units: [1, 4] };

/** Two epochs of three batches in which a lesion takes neuron 0 of h1 before the first batch, and a threshold moves. */
const phase: TrainPhase = {
  ...{ kind: 'train', id: 'learn', from: 'start', epochs: 2, batch: 3 },
  events: [
    {
      at: { unit: 'batch', at: 0 },
      window: 100,
      change: { kind: 'lesion', target: { neurons: nodes(['h1', 0, 1]) }, fraction: 1 },
    },
  ],
  schedule: { 'h1.threshold': { kind: 'linear', from: 0.5, to: 0.75, begin: 0, end: 2 } },
};

/** Which neurons of h1 have lost their bias at the end, and what became of the interventions. */
async function cutAtEnd(at: Readonly<Record<number, readonly Intervention[]>>) {
  const task = eventTask({ seed: 1, phases: [phase], traced: false });
  const events: RunEvent[] = [];
  const options = { backend: 'reference', watch: scriptedWatch({ at }) };
  for await (const event of runTask(task, createRandomStreams(1), options)) events.push(event);
  const { tensors } = ofKind(events, 'checkpoint').at(-1)!;
  const bias = tensors.find(({ name }) => name === 'h1.bias')!.values;
  return {
    cut: [...bias.keys()].filter((unit) => bias[unit] === 0),
    refused: ofKind(events, 'intervened').map(({ refused }) => refused),
  };
}

test('neurons that somebody cuts off by hand stay so, whatever the scenario changes before and after', async () => {
  expect(await cutAtEnd({ 1: [silence] })).toEqual({ cut: [0, 1, 4], refused: [undefined] });
  expect(await cutAtEnd({ 3: [silence] })).toEqual({ cut: [0, 1, 4], refused: [undefined] });
  expect(await cutAtEnd({ 1: [silence], 4: [{ ...silence, kind: 'restore' }] })).toMatchObject({ cut: [0] });
});

test('what a lesion took can be given back by hand, and not twice', async () => {
  const restore: Intervention = { kind: 'restore', layer: 'h1', units: [0] };
  expect(await cutAtEnd({ 4: [restore, restore] })).toEqual({
    cut: [],
    refused: [undefined, 'nothing to change: expected neurons of "h1" that are cut off, got none'],
  });
});
