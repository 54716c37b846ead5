import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../src/backends/backends.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { TestPhase } from '../../../src/scenario/phases/phase.js';
import { TOLERANCES } from '../../contract/tolerances.js';
import { eventTask, oracleNetwork, STEPS, shownValues } from './event-task.js';
import { differences, played, recordedOf } from './played-case.js';
import { type PresentationCase, TEST_CASES } from './presentation-cases.js';
import { type OracleStep, oracleRun, UNTOUCHED } from './step-oracle.js';

const SAMPLES = [0, 1, 2, 3, 4, 5];
/** Steps whose spikes an expectation counts. */
const WINDOW = [4, 6] as const;

function taskOf({ events, ...rest }: PresentationCase, traced: boolean, batch: number) {
  const phase: TestPhase = { kind: 'test', id: 'check', from: 'start', batch, events, schedule: {} };
  const expect = [{ that: 'spikes(h1)', in: 'check', window: WINDOW, atLeast: 0 }];
  return eventTask({ ...rest, phases: [phase], traced, expect });
}

function spikesIn(steps: readonly OracleStep[], layer: string): number {
  return steps.reduce((sum, { spikes }) => sum + spikes[layer]!.flat().reduce((count, spike) => count + spike, 0), 0);
}

describe.each(['reference', 'events', 'webasm'])('within the presentations of a test on %s', (name) => {
  const backend = BACKENDS.find((one) => one.name === name)!;

  test.each(TEST_CASES)('$name', async (asked) => {
    const task = taskOf(asked, true, 3);
    const streams = createRandomStreams(task.seed);
    const { events } = asked;
    const program = { phase: 'check', shown: SAMPLES, streams, events, guards: {}, schedule: {} };
    const { steps } = oracleRun(oracleNetwork(task), UNTOUCHED, program, {
      batch: SAMPLES.length,
      steps: STEPS,
      input: (_, { 'encode.gain': gain }) => SAMPLES.map((sample) => shownValues(task, 'test', sample, gain)),
    });
    expect(Math.min(...steps.map(({ margin }) => margin))).toBeGreaterThan(2 * TOLERANCES.potential);

    // In batches of another size, too: what happens to a sample is its own, and so when it is recorded.
    for (const [traced, batch] of [
      [true, 3],
      [false, 4],
    ] as const) {
      const events = await played(taskOf(asked, traced, batch), backend);
      for (const sample of SAMPLES.slice(0, task.record.samples))
        expect(differences(steps, recordedOf(events, 'check', STEPS, sample), sample)).toEqual([]);
      const tested = events.find((event) => event.kind === 'tested')!;
      const ended = events.find((event) => event.kind === 'run-ended')!;
      const layers = task.network.layers.map(({ id }) => id);
      const all = layers.map((layer) => spikesIn(steps, layer));
      expect(tested.metrics['spikesPerSample']! * SAMPLES.length).toBeCloseTo(
        all.reduce((sum, count) => sum + count),
        6,
      );
      expect(ended.expect[0]).toMatchObject({ value: spikesIn(steps.slice(...WINDOW), 'h1') });
    }
  });
});
