import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../src/backends/backends.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { TestPhase } from '../../../src/scenario/phases/phase.js';
import { TOLERANCES } from '../../contract/tolerances.js';
import { eventTask, oracleNetwork, STEPS, shownValues } from './event-task.js';
import { differences, played, recordedOf } from './played-case.js';
import { type PresentationCase, TEST_CASES } from './presentation-cases.js';
import { type OracleStep, oracleRun, UNTOUCHED } from './step-oracle.js';

const BATCHES = [
  [0, 1, 2],
  [3, 4, 5],
] as const;
/** Steps whose spikes an expectation counts. */
const WINDOW = [4, 6] as const;

function taskOf({ events, ...rest }: PresentationCase, traced: boolean) {
  const phase: TestPhase = { kind: 'test', id: 'check', from: 'start', batch: 3, events, schedule: {} };
  const expect = [{ that: 'spikes(h1)', in: 'check', window: WINDOW, atLeast: 0 }];
  return eventTask({ ...rest, phases: [phase], traced, expect });
}

function spikesIn(steps: readonly OracleStep[], layer: string): number {
  return steps.reduce((sum, { spikes }) => sum + spikes[layer]!.flat().reduce((count, spike) => count + spike, 0), 0);
}

describe.each(['reference', 'events', 'webasm'])('within the presentations of a test on %s', (name) => {
  const backend = BACKENDS.find((one) => one.name === name)!;

  test.each(TEST_CASES)('$name', async (asked) => {
    const task = taskOf(asked, true);
    const network = oracleNetwork(task);
    /** The steps of a presentation; `presentation` is its number in the phase. */
    const foretold = (samples: readonly number[], presentation: number) => {
      const streams = createRandomStreams(task.seed);
      const { events } = asked;
      const program = { phase: 'check', presentation: String(presentation), streams, events, guards: {}, schedule: {} };
      const gain = (parameters: Readonly<Record<string, number>>) => parameters['encode.gain'];
      return oracleRun(network, UNTOUCHED, program, {
        batch: samples.length,
        steps: STEPS,
        input: (_, parameters) => samples.map((sample) => shownValues(task, 'test', sample, gain(parameters))),
      }).steps;
    };
    const shown = BATCHES.map((samples, n) => foretold(samples, n));
    const alone = [0, 1, 2].map((sample) => foretold([sample], BATCHES.length + sample));
    const margin = Math.min(...[...shown, ...alone].flat().map((step) => step.margin));
    expect(margin).toBeGreaterThan(2 * TOLERANCES.potential);

    for (const traced of [true, false]) {
      const events = await played(taskOf(asked, traced), backend);
      alone.forEach((steps, sample) => {
        expect(differences(steps, recordedOf(events, 'check', STEPS, sample))).toEqual([]);
      });
      const tested = events.find((event) => event.kind === 'tested')!;
      const ended = events.find((event) => event.kind === 'run-ended')!;
      const layers = task.network.layers.map(({ id }) => id);
      const all = shown.flatMap((steps) => layers.map((layer) => spikesIn(steps, layer)));
      expect(tested.metrics['spikesPerSample']! * 6).toBeCloseTo(
        all.reduce((sum, count) => sum + count),
        6,
      );
      const inWindow = shown.map((steps) => spikesIn(steps.slice(...WINDOW), 'h1'));
      expect(ended.expect[0]).toMatchObject({ value: inWindow[0]! + inWindow[1]! });
    }
  });
});
