import { describe, expect, test } from 'vitest';

import type { RecordedPiece, SpikePiece } from '../../../src/record/recording.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { type FramedEvent, FrameMaker } from '../../../src/streams/frames/frame-maker.js';
import { framesOfLog, type LoggedEvent } from '../../../src/streams/frames/frames-of-log.js';
import type { RunFacts, ViewFrame } from '../../../src/streams/frames/view-frame.js';
import type { ViewPhase } from '../../../src/streams/frames/view-phase.js';
import { batchTrained, STARTED } from '../fake-run.js';
import { FACTS } from './facts.js';

const SET = { kind: 'set', words: 'set h1.threshold = 0.5', short: 'h1.threshold = 0.5', nodes: [] } as const;
/** 1, 1, 1, 3, 5, 5, … */
const RISING = { 'h1.threshold': { kind: 'linear', from: 1, to: 5, begin: 2, end: 4 } } as const;
const PHASES: readonly ViewPhase[] = [
  { id: 'learn', kind: 'train', from: 'start', epochs: 1, batchesPerEpoch: 4, events: [], schedule: {} },
  { id: 'check', kind: 'test', from: 'learn', events: [], schedule: {} },
  {
    ...{ id: 'probe', kind: 'run', from: 'learn', steps: 20, schedule: {} },
    events: [{ ...SET, set: { 'h1.threshold': 0.5, 'h1.beta': 0.1 } }],
  },
  { id: 'after', kind: 'run', from: 'probe', steps: 10, events: [], schedule: {} },
  { id: 'other', kind: 'run', from: 'learn', steps: 10, events: [], schedule: RISING },
  { id: 'risen', kind: 'run', from: 'other', steps: 10, events: [], schedule: {} },
  { id: 'long', kind: 'train', from: 'learn', epochs: 2, batchesPerEpoch: 4, events: [], schedule: RISING },
  { id: 'led', kind: 'run', from: 'long', steps: 10, events: [], schedule: {} },
  { id: 'best', kind: 'train', from: 'learn', epochs: 2, batchesPerEpoch: 4, best: true, events: [], schedule: RISING },
  { id: 'unknown', kind: 'run', from: 'best', steps: 10, events: [], schedule: {} },
];
const FACTS_OF_PHASES: RunFacts = {
  ...FACTS,
  layers: FACTS.layers.map((layer) => (layer.membrane ? { ...layer, threshold: 1 } : layer)),
  phases: PHASES,
};

const begin = (phase: string, type: 'train' | 'test' | 'run', epoch = 1): RunEvent => {
  const { from } = PHASES.find(({ id }) => id === phase)!;
  return { kind: 'phase-started', phase, type, from, epoch, step: 4 };
};
const end = (phase: string, type: 'train' | 'test' | 'run', metrics = {}): RunEvent & { kind: 'phase-ended' } => {
  return { kind: 'phase-ended', phase, type, epoch: 1, step: 4, metrics, seconds: 2 };
};
const happened = (at: number): RunEvent & { kind: 'changed' } => ({
  ...{ kind: 'changed', phase: 'probe', event: 0, change: 'set', at: { unit: 'step', at }, epoch: 1, step: 4 },
});
const spikes = (phase: string, from: number, times: number[], units: number[]): SpikePiece => ({
  ...{ kind: 'spikes', phase, layer: 'h1', size: 8, from, steps: 10 },
  times: Uint32Array.from(times),
  units: Uint32Array.from(units),
});
/** Units 2 and 3: after step k they have k + 0.25 and k + 0.5. */
const trace = (phase: string, from: number): RecordedPiece => ({
  ...{ kind: 'trace', phase, layer: 'h1', variable: 'voltage', first: 2, count: 2, from },
  values: Float32Array.from({ length: 20 }, (_, k) => Math.floor(k / 2) + (k % 2 === 0 ? 0.25 : 0.5)),
});

function framesOf(events: readonly FramedEvent[]): readonly ViewFrame[] {
  const maker = new FrameMaker({ facts: () => FACTS_OF_PHASES });
  return events.flatMap((event) => maker.take(event));
}

const stretches = (frames: readonly ViewFrame[]) => frames.filter((frame) => frame.kind === 'stretch');

describe('what phases recorded', () => {
  test('becomes stretches end to end, with times of their own and voltages neuron by neuron', () => {
    const frames = framesOf([
      STARTED,
      begin('learn', 'train', 0),
      begin('probe', 'run'),
      { kind: 'recorded', pieces: [spikes('probe', 0, [3], [1]), trace('probe', 0)] },
      { kind: 'recorded', pieces: [spikes('probe', 10, [10, 19], [7, 0])] },
    ]);
    const rise = Array.from({ length: 10 }, (_, step) => step);
    expect(stretches(frames)).toEqual([
      {
        ...{ kind: 'stretch', start: 0, epoch: 0, step: 0, phase: 'probe', from: 0 },
        look: {
          steps: 10,
          spikes: [{ layer: 'h1', times: Uint32Array.of(3), units: Uint32Array.of(1) }],
          voltages: {
            neurons: [
              { layer: 'h1', unit: 2, threshold: 1 },
              { layer: 'h1', unit: 3, threshold: 1 },
            ],
            values: Float32Array.from([...rise.map((k) => k + 0.25), ...rise.map((k) => k + 0.5)]),
          },
        },
      },
      {
        ...{ kind: 'stretch', start: 10, epoch: 0, step: 0, phase: 'probe', from: 10 },
        look: {
          steps: 10,
          // Steps 10 and 19 are the first and the last of this stretch.
          spikes: [{ layer: 'h1', times: Uint32Array.of(0, 9), units: Uint32Array.of(7, 0) }],
          voltages: { neurons: [], values: new Float32Array(0) },
        },
      },
    ]);
  });

  test('of several samples become one stretch each; numbers of the network are none', () => {
    const of = (sample: number): RecordedPiece => ({ ...spikes('check', 0, [sample], [0]), sample, label: sample + 5 });
    const tensors: RecordedPiece = { kind: 'weights', phase: 'learn', epoch: 1, step: 4, tensors: [] };
    const frames = framesOf([STARTED, begin('check', 'test'), { kind: 'recorded', pieces: [of(0), tensors, of(1)] }]);
    expect(stretches(frames).map(({ start, sample, label }) => [start, sample, label])).toEqual([
      [0, 0, 5],
      [10, 1, 6],
    ]);
  });

  test('have the thresholds that held: those that were set within, and those of the phase that they go on from', () => {
    const frames = framesOf([
      STARTED,
      begin('learn', 'train', 0),
      end('learn', 'train'),
      begin('probe', 'run'),
      happened(4),
      { kind: 'recorded', pieces: [trace('probe', 0)] },
      { kind: 'recorded', pieces: [trace('probe', 10)] },
      end('probe', 'run'),
      begin('after', 'run'),
      { kind: 'recorded', pieces: [trace('after', 0)] },
    ]);
    const voltages = stretches(frames).map(({ look }) => look.voltages);
    expect(voltages.map(({ neurons }) => neurons[0])).toEqual(
      [1, 0.5, 0.5].map((threshold) => ({ layer: 'h1', unit: 2, threshold })),
    );
    expect(voltages.map(({ later }) => later)).toEqual([
      [{ layer: 'h1', steps: [4], thresholds: [0.5] }],
      undefined,
      undefined,
    ]);
  });

  test('follow a schedule step by step, and are where it left them afterwards', () => {
    const frames = framesOf([
      STARTED,
      begin('learn', 'train', 0),
      begin('other', 'run'),
      { kind: 'recorded', pieces: [trace('other', 0)] },
      begin('risen', 'run'),
      { kind: 'recorded', pieces: [trace('risen', 0)] },
      // The last batch of two epochs is that of epoch 1.75, before the course begins to rise at 2.
      begin('long', 'train'),
      begin('led', 'run'),
      { kind: 'recorded', pieces: [trace('led', 0)] },
      // Whichever of its networks was best.
      begin('best', 'train'),
      begin('unknown', 'run'),
      { kind: 'recorded', pieces: [trace('unknown', 0)] },
    ]);
    const voltages = stretches(frames).map(({ look }) => look.voltages);
    expect(voltages.map(({ neurons }) => neurons[0]!.threshold)).toEqual([1, 5, 1, Number.NaN]);
    expect(voltages.map(({ later }) => later)).toEqual([
      [{ layer: 'h1', steps: [3, 4], thresholds: [3, 5] }],
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('frames of phases', () => {
  test('tell beginnings, ends, changes and how far a test or a free run is, and whose metrics are told', () => {
    const tested = { kind: 'batch-tested', epoch: 1, batch: 1, batches: 3 } as const;
    const metrics = { 'accuracy(test)': 0.5 };
    const frames = framesOf([
      STARTED,
      begin('learn', 'train', 0),
      tested,
      { kind: 'tested', epoch: 1, step: 4, split: 'test', samples: 4, metrics },
      end('learn', 'train', metrics),
      begin('check', 'test'),
      tested,
      end('check', 'test'),
      begin('probe', 'run'),
      happened(4),
      { ...happened(5), skipped: true },
      { kind: 'steps-run', phase: 'probe', done: 10, steps: 20 },
    ]);
    const place = { epoch: 1, step: 4 };
    expect(frames.slice(1)).toEqual([
      { kind: 'phase', phase: 'learn', state: 'started', epoch: 0, step: 4 },
      { kind: 'metrics', split: 'test', phase: 'learn', ...place, metrics },
      { kind: 'phase', phase: 'learn', state: 'ended', ...place, metrics, seconds: 2 },
      { kind: 'phase', phase: 'check', state: 'started', ...place },
      { kind: 'progress', phase: 'check', done: 1, of: 3 },
      { kind: 'phase', phase: 'check', state: 'ended', ...place, metrics: {}, seconds: 2 },
      { kind: 'phase', phase: 'probe', state: 'started', ...place },
      { kind: 'changed', phase: 'probe', event: 0, at: { unit: 'step', at: 4 }, ...place },
      { kind: 'changed', phase: 'probe', event: 0, at: { unit: 'step', at: 5 }, ...place, skipped: true },
      { kind: 'progress', phase: 'probe', done: 10, of: 20 },
    ]);
  });

  test('count the epochs of batches by the batches of the phase', () => {
    const maker = new FrameMaker({ facts: () => FACTS_OF_PHASES });
    for (const event of [STARTED, begin('learn', 'train', 0), batchTrained(1, 1, 1)]) maker.take(event);
    // Three batches an epoch, says the run; four, says the phase.
    expect(maker.flush()).toMatchObject([{ kind: 'batches', epoch: Float32Array.of(0.25) }]);
  });

  test('of a run that goes on know the phase that it goes on in', () => {
    const maker = new FrameMaker({ facts: () => FACTS_OF_PHASES, phase: 'check' });
    maker.take(STARTED);
    const frames = maker.take({ kind: 'batch-tested', epoch: 1, batch: 2, batches: 3 });
    expect(frames).toEqual([{ kind: 'progress', phase: 'check', done: 2, of: 3 }]);
  });

  test('are not there where the run is a single training', () => {
    const maker = new FrameMaker({ facts: () => FACTS });
    maker.take(STARTED);
    expect(maker.take({ kind: 'batch-tested', epoch: 1, batch: 2, batches: 3 })).toEqual([]);
    expect(maker.take({ kind: 'recorded', pieces: [spikes('probe', 0, [1], [1])] })).toEqual([]);
  });
});

describe('a log of phases', () => {
  const recordings = new Map([
    ['probe', { pieces: [spikes('probe', 0, [3], [1])], told: { count: 10, of: 20 } }],
    ['after', { pieces: [spikes('after', 0, [4], [1])] }],
  ]);
  const lines = [STARTED, begin('probe', 'run'), end('probe', 'run'), begin('after', 'run')] as LoggedEvent[];

  test('has what a phase recorded before its end, which says how much of it is told', () => {
    const frames = framesOfLog(lines, { looks: [], recordings }, { facts: () => FACTS_OF_PHASES });
    const kinds = frames.map((frame) => ('phase' in frame ? `${frame.kind} ${frame.phase}` : frame.kind));
    // `after` was broken off: what it recorded by then comes last.
    expect(kinds).toEqual([
      ...['run', 'phase probe', 'stretch probe', 'phase probe', 'phase after', 'stretch after', 'ended'],
    ]);
    expect(frames[3]).toMatchObject({ state: 'ended', told: { count: 10, of: 20 } });
    expect(frames[1]).not.toHaveProperty('told');
    expect(frames.at(-1)).toMatchObject({ reason: 'unfinished', phases: { probe: {} } });
  });
});
