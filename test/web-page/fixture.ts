import type { RandomSource } from '../../src/core/random-source.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import type { Histogram, NeuronPlace, Pulse } from '../../src/run/watch/look.js';
import type { BatchColumns, RunFacts, ViewFrame } from '../../src/streams/frames/view-frame.js';
import { RunStore, type StoreLimits } from '../../src/web/view/run-store.js';
import { fixtureLook, fixtureNetwork } from './fixture-look.js';

/** What a made-up run is like. */
export interface FixtureOptions {
  readonly name?: string;
  readonly seed?: number;
  readonly sizes?: readonly [inputs: number, hidden: number, classes: number];
  readonly presentations?: number;
  /** Steps of one presentation. */
  readonly steps?: number;
  readonly epochs?: number;
  /** Neurons whose membranes come along from the fourth presentation on. */
  readonly pinned?: readonly NeuronPlace[];
  /** Whether somebody sends pulses, silences neurons and changes the learning rate; true unless given. */
  readonly interventions?: boolean;
}

const BATCHES_PER_EPOCH = 12;
const EPOCHS = 6;
const PINNED: readonly NeuronPlace[] = [
  { layer: 'h1', unit: 17 },
  { layer: 'h1', unit: 42 },
  { layer: 'out', unit: 3 },
];
const PULSE: Pulse = {
  layer: 'h1',
  units: Array.from({ length: 20 }, (_, k) => 40 + k),
  at: 8,
  duration: 4,
  amplitude: 0.6,
};
const LESION = Array.from({ length: 12 }, (_, k) => 100 + k);

export function fixtureFacts(options: FixtureOptions = {}): RunFacts {
  const { name = 'digits-lif', seed = 1, sizes = [64, 200, 10], steps = 25, epochs = EPOCHS } = options;
  const side = Math.round(Math.sqrt(sizes[0]));
  const [inputs, hidden, classes] = sizes;
  return {
    name,
    seed,
    backend: 'events',
    rule: 'lfp',
    parameters: inputs * hidden + hidden * classes,
    scenario: `scenario: 1\nname: ${name}\ndata: digits\nlearn: { rule: lfp }\n`,
    layers: [
      { id: 'in', size: inputs, neuron: 'input', spikes: true, membrane: false },
      { id: 'h1', size: hidden, neuron: 'lif', spikes: true, membrane: true },
      { id: 'out', size: classes, neuron: 'lif', spikes: true, membrane: true },
    ],
    inputShape: side * side === inputs ? [side, side, 1] : [inputs],
    classes,
    steps,
    dt: 0.001,
    epochs,
    batchesPerEpoch: BATCHES_PER_EPOCH,
    trainSamples: 1438,
    testSamples: 359,
    learningRate: 3e-3,
    feedback: 'lfp',
  };
}

/** A plausible run that learns digits: one frame of every kind at least, the same for the same options. */
export function fixtureFrames(options: FixtureOptions = {}): readonly ViewFrame[] {
  const { seed = 1, sizes = [64, 200, 10], presentations = 20, steps = 25, epochs = EPOCHS, pinned = PINNED } = options;
  const { interventions = true } = options;
  const streams = createRandomStreams(seed);
  const network = fixtureNetwork(sizes, steps, streams.stream('weights'));
  const random = streams.stream('run');
  const frames: ViewFrame[] = [
    { kind: 'run', ...fixtureFacts(options) },
    { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 },
  ];
  for (let k = 0; k < presentations; k++) {
    const start = k * steps;
    const done = ((k + 1) / presentations) * epochs;
    const step = Math.round(done * BATCHES_PER_EPOCH);
    const before = Math.round((k / presentations) * epochs * BATCHES_PER_EPOCH);
    if (interventions) frames.push(...interventionsBefore(k, start, before));
    frames.push({ kind: 'batches', ...batches(before, step, k, random) });
    for (let epoch = Math.floor((k / presentations) * epochs) + 1; epoch <= done; epoch++)
      frames.push(...endOfEpoch(epoch, sizes, random));
    const look = fixtureLook(
      network,
      {
        sample: (k * 7) % 359,
        label: (k * 3) % sizes[2],
        skill: 0.25 * Math.min(1, (k + 2) / 6) - (k === 2 || k === 9 ? 0.5 : 0),
        pinned: k >= 3 ? pinned : [],
        pulses: interventions && (k === 5 || k === 6) ? [PULSE] : [],
        silent: new Set(interventions && k >= 8 && k < 14 ? LESION : []),
      },
      random,
    );
    frames.push({ kind: 'look', start, epoch: done, step, look });
  }
  frames.push(ending(epochs));
  return frames;
}

/** A store that has taken those frames in. */
export function fixtureStore(options: FixtureOptions = {}, limits?: StoreLimits): RunStore {
  const store = new RunStore(limits);
  for (const frame of fixtureFrames(options)) store.apply(frame);
  return store;
}

function interventionsBefore(k: number, start: number, step: number): readonly ViewFrame[] {
  const at = { kind: 'intervention', start, step } as const;
  if (k === 8) return [{ ...at, intervention: { kind: 'silence', layer: 'h1', units: LESION } }];
  if (k === 11) return [{ ...at, intervention: { kind: 'learning-rate', value: 1e-3 } }];
  if (k === 12)
    return [{ ...at, intervention: { kind: 'learning-rate', value: 9 }, refused: 'expected a number <= 1, got 9' }];
  if (k === 14) return [{ ...at, intervention: { kind: 'restore', layer: 'h1', units: LESION } }];
  return [];
}

function batches(from: number, to: number, k: number, random: RandomSource): BatchColumns {
  const count = to - from;
  const progress = (n: number): number => 1 - Math.exp(-(from + n + 1) / 18);
  const column = (value: (n: number) => number): Float32Array =>
    Float32Array.from({ length: count }, (_, n) => value(n));
  return {
    step: Uint32Array.from({ length: count }, (_, n) => from + n + 1),
    epoch: column((n) => (from + n + 1) / BATCHES_PER_EPOCH),
    accuracy: column((n) => Math.min(1, 0.1 + 0.87 * progress(n) + 0.05 * (random() - 0.5))),
    reward: column((n) => 0.9 - 0.7 * progress(n) + 0.04 * (random() - 0.5)),
    spikesPerSample: column((n) => 900 - 250 * progress(n) + 30 * (random() - 0.5)),
    learningRate: column(() => (k >= 11 ? 1e-3 : 3e-3)),
  };
}

function endOfEpoch(epoch: number, sizes: readonly number[], random: RandomSource): readonly ViewFrame[] {
  const step = epoch * BATCHES_PER_EPOCH;
  const good = 1 - Math.exp(-epoch / 1.5);
  const spread = (tensor: string, width: number, count: number): Histogram => {
    const bins = 40;
    const counts = Uint32Array.from({ length: bins }, (_, bin) =>
      Math.round((count / 10) * Math.exp(-(((bin - bins / 2 + 0.5) / 6) ** 2)) * (0.8 + 0.4 * random())),
    );
    return { tensor, from: -width, to: width, counts, zeros: Math.round(count * 0.02) };
  };
  const weights = [
    { name: 'h1.weight', count: sizes[0]! * sizes[1]! },
    { name: 'out.weight', count: sizes[1]! * sizes[2]! },
  ];
  const at = { epoch, step } as const;
  return [
    {
      ...at,
      kind: 'metrics',
      split: 'train',
      metrics: {
        'accuracy(train)': 0.1 + 0.88 * good,
        'reward(train)': 0.9 - 0.72 * good,
        'spikesPerSample(train)': 900 - 250 * good,
      },
    },
    {
      ...at,
      kind: 'metrics',
      split: 'test',
      metrics: { 'accuracy(test)': 0.1 + 0.86 * good, reward: 0.9 - 0.7 * good, spikesPerSample: 890 - 250 * good },
    },
    {
      ...at,
      kind: 'histograms',
      weights: weights.map(({ name, count }) => spread(name, 0.4 + 0.1 * epoch, count)),
      feedback: weights.map(({ name, count }) => spread(name, 0.02 / epoch, count)),
    },
  ];
}

function ending(epochs: number): ViewFrame {
  const accuracy = 0.1 + 0.86 * (1 - Math.exp(-epochs / 1.5));
  return {
    kind: 'ended',
    reason: 'complete',
    metrics: { 'accuracy(test)': accuracy, reward: 0.2, spikesPerSample: 640 },
    expect: [{ that: 'accuracy(test)', value: accuracy, expected: 'at least 0.9', pass: accuracy >= 0.9 }],
    epochs,
    seconds: 12.5,
    folder: 'runs/digits-lif',
  };
}
