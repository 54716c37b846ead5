import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../src/backends/backends.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { shuffledIndices } from '../../../src/data/shuffled-indices.js';
import type { Task } from '../../../src/run/task.js';
import type { TimedEvent, TrainPhase } from '../../../src/scenario/phases/phase.js';
import { TOLERANCES } from '../../contract/tolerances.js';
import { at } from './event-forms.js';
import { eventTask, oracleNetwork, STEPS, shownValues } from './event-task.js';
import { changedBy } from './oracle-changes.js';
import { played } from './played-case.js';
import { type OracleStep, oracleRun, UNTOUCHED } from './step-oracle.js';
import { TRAIN_CASES, type TrainCase } from './train-cases.js';

const NEVER = 1000;

function taskOf({ seed, events, schedule = {} }: TrainCase): Task {
  const phase: TrainPhase = { kind: 'train', id: 'learn', from: 'start', epochs: 2, batch: 3, events, schedule };
  return eventTask({ seed, phases: [phase], traced: false });
}

/** The event with its drive at this step of a presentation, to its end where its length does not count steps. */
function within({ change }: TimedEvent, step: number): TimedEvent {
  if (change.kind === 'pulse' && change.duration.unit !== 'step') {
    const whole = { unit: 'step', length: STEPS } as const;
    return at(step, { ...change, duration: whole, period: whole, count: 1 });
  }
  if (!('duration' in change) || change.duration?.unit === 'step') return at(step, change);
  const { duration: _, ...rest } = change;
  return at(step, rest as typeof change);
}

/** What the network does in the batches of the phase. */
function foretold(task: Task, { events, drives, changed, parameters }: TrainCase): readonly (readonly OracleStep[])[] {
  const network = oracleNetwork(task);
  const streams = createRandomStreams(task.seed);
  const phase = 'learn';
  return [0, 1, 2, 3, 4, 5].map((batch) => {
    const order = shuffledIndices(7, streams.fresh(`phase/learn/order/${1 + Math.floor(batch / 3)}`));
    const samples = [...order.subarray(3 * (batch % 3), 3 * (batch % 3) + 3)];
    const begun = (changed?.(batch) ?? []).reduce(
      (standing, index) => changedBy(events[index]!.change, index, standing, network, { phase, streams }),
      { ...UNTOUCHED, parameters: parameters?.(batch) ?? {} },
    );
    const on = drives(batch);
    const own = events.map((event, index) => within(event, on[index] ?? NEVER));
    const program = { phase, shown: String(batch), streams, events: own, guards: {}, schedule: {} };
    const gain = begun.parameters['encode.gain'];
    const input = () => samples.map((sample) => shownValues(task, 'train', sample, gain));
    return oracleRun(network, begun, program, { batch: samples.length, steps: STEPS, input }).steps;
  });
}

function spikesOf(steps: readonly OracleStep[]): number {
  const counted = ['h1', 'h2', 'h3', 'out'];
  return steps
    .flatMap(({ spikes }) => counted.flatMap((layer) => spikes[layer]!.flat()))
    .reduce((sum, spike) => sum + spike);
}

describe.each(['reference', 'events', 'webasm'])('while a network learns on %s', (name) => {
  const backend = BACKENDS.find((one) => one.name === name)!;

  test.each(TRAIN_CASES)('$name', async (asked) => {
    const task = taskOf(asked);
    const expected = foretold(task, asked);
    expect(Math.min(...expected.flat().map(({ margin }) => margin))).toBeGreaterThan(2 * TOLERANCES.potential);
    const events = await played(task, backend);
    const trained = events.filter((event) => event.kind === 'batch-trained');
    const samples = [3, 3, 1, 3, 3, 1];
    expect(trained.map(({ spikesPerSample }, n) => Math.round(spikesPerSample! * samples[n]!))).toEqual(
      expected.map(spikesOf),
    );
  });
});
