import type { Change } from '../../../src/scenario/phases/change.js';
import type { Stretch } from '../../../src/scenario/phases/moment.js';
import type { TimedEvent, TrainPhase } from '../../../src/scenario/phases/phase.js';
import { at, current, nodes, noise, pulse, set } from './event-forms.js';
import { DRIVES } from './presentation-cases.js';

/** A training of two epochs of three batches, and which of its events take place in a batch, how. */
export interface TrainCase {
  readonly name: string;
  readonly seed: number;
  readonly events: readonly TimedEvent[];
  readonly schedule?: TrainPhase['schedule'];
  /** Events that drive the presentation of a batch (0 to 5), with their step in it; none: at no step. */
  readonly drives: (batch: number) => Readonly<Partial<Record<number, number>>>;
  /** Events that have changed the network before a batch, in this order. */
  readonly changed?: (batch: number) => readonly number[];
  /** Parameters that schedules give a batch. */
  readonly parameters?: (batch: number) => Readonly<Record<string, number>>;
}

const batches = (length: number): Stretch => ({ unit: 'batch', length });
const epochs = (length: number): Stretch => ({ unit: 'epoch', length });
const atBatch = (batch: number, change: Change, when?: string): TimedEvent => {
  return { at: { unit: 'batch', at: batch }, ...(when ? { when } : {}), window: 100, change };
};
const atEpoch = (epoch: number, change: Change): TimedEvent => {
  return { at: { unit: 'epoch', at: epoch }, window: 100, change };
};
const whenever = (when: string, change: Change): TimedEvent => ({ when, window: 100, change });

const h1 = nodes(['h1', 0, 3]);
const lesion: Change = { kind: 'lesion', target: { neurons: nodes(['h1', 0, 6], ['h2', 0, 5]) }, fraction: 0.4 };

/** Where an event is on: at the first step of these batches. */
const during = (on: Readonly<Record<number, readonly number[]>>) => (batch: number) =>
  Object.fromEntries(
    Object.entries(on).flatMap(([event, own]) => (own.includes(batch) ? [[Number(event), 0] as const] : [])),
  );

export const TRAIN_CASES: readonly TrainCase[] = [
  ...DRIVES.map(({ name, seed, events }) => ({
    name: `${name}, within every presentation`,
    seed,
    events,
    drives: () => Object.fromEntries(events.map((event, index) => [index, event.at!.at])),
  })),
  {
    name: 'drives for some batches and epochs',
    seed: 42,
    events: [
      atEpoch(1, { ...pulse(h1, 0.5, 1), duration: epochs(1), period: epochs(1) }),
      atBatch(1, { ...noise(nodes(['h1', 2, 5], ['in', 0, 1]), 0.125, 0.5), duration: batches(2) }),
      atBatch(0, { ...pulse(nodes(['h2', 0, 5]), 0.5, 1), duration: batches(1), period: batches(2), count: 3 }),
      atBatch(4, current(nodes(['h1', 5, 6]), 1)),
      atBatch(3, { kind: 'replay', nodes: nodes(['in', 0, 3]), times: [1, 4], units: [2, 0], amplitude: 2 }),
    ],
    drives: during({ 0: [3, 4, 5], 1: [1, 2], 2: [0, 2, 4], 3: [4, 5], 4: [3] }),
  },
  {
    name: 'lesions, what is given back, and parameters, at batches and epochs',
    seed: 43,
    events: [
      atBatch(1, lesion),
      atBatch(2, set({ 'h1.threshold': 0.25 })),
      atEpoch(1, { kind: 'restore', target: { neurons: nodes(['h1', 0, 6]) } }),
      // In the middle of an epoch.
      atBatch(4, set({ 'encode.gain': 1.75 })),
      atBatch(5, { kind: 'restore' }),
    ],
    drives: () => ({}),
    changed: (batch) => [1, 2, 3, 4, 5].flatMap((begin, index) => (begin <= batch ? [index] : [])),
  },
  {
    name: 'lesions of neurons that are driven',
    seed: 46,
    events: [
      atBatch(1, lesion),
      atBatch(0, { ...noise(nodes(['h1', 0, 6], ['h2', 0, 5]), 0.25, 0.5), duration: epochs(2) }),
      at(3, pulse(nodes(['h1', 0, 6]), 1, 2)),
      atBatch(1, current(nodes(['h1', 0, 3], ['h2', 2, 4]), 1)),
      atBatch(4, { kind: 'restore', target: { neurons: nodes(['h1', 0, 6]) } }),
    ],
    drives: (batch) => ({ 1: 0, 2: 3, ...(batch >= 1 ? { 3: 0 } : {}) }),
    changed: (batch) => [...(batch >= 1 ? [0] : []), ...(batch >= 4 ? [4] : [])],
  },
  {
    name: 'guards, with and without a moment',
    seed: 44,
    events: [
      { ...at(4, pulse(h1, 0.75, 3)), when: 'batch >= 2 and batch < 4' },
      atBatch(1, lesion, 'epoch == 1'),
      whenever('batch >= 3', set({ 'h1.threshold': 0.25 })),
      whenever('epoch == 1', { ...noise(h1, 0, 0.5), duration: batches(2) }),
      // Its length counts steps: those of the batch before which the guard holds.
      whenever('batch > 0', pulse(nodes(['h2', 0, 5]), 0.5, 4)),
    ],
    drives: (batch) => ({
      ...([2, 3].includes(batch) ? { 0: 4 } : {}),
      ...([3, 4].includes(batch) ? { 3: 0 } : {}),
      ...(batch === 1 ? { 4: 0 } : {}),
    }),
    changed: (batch) => (batch >= 3 ? [2] : []),
  },
  {
    name: 'thresholds and the learning rate by a course over the epochs',
    seed: 45,
    events: [],
    schedule: {
      'h1.threshold': { kind: 'linear', from: 0.25, to: 1.25, begin: 0, end: 2 },
      'h2.threshold': { kind: 'points', points: [[1, 0.75]] },
      'learn.optimizer.lr': { kind: 'exponential', from: 1e-30, to: 1e-36, begin: 0, end: 2 },
    },
    drives: () => ({}),
    // 0.25 + batch / 3 epochs · (1.25 - 0.25) / 2 epochs
    parameters: (batch) => ({ 'h1.threshold': 0.25 + batch / 6, ...(batch >= 3 ? { 'h2.threshold': 0.75 } : {}) }),
  },
];
