import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import type { Task } from '../../../src/run/task.js';
import type { TrainPhase } from '../../../src/scenario/phases/phase.js';
import { at, set } from './event-forms.js';
import { dense, eventTask, STEPS } from './event-task.js';
import { played, recordedOf } from './played-case.js';

const atOnce = { kind: 'lif', decay: 0.875, threshold: 0.5, reset: 'subtract', resetDelay: false } as const;
const layers = [dense('h1', 3, atOnce), dense('out', 2, { kind: 'step' })];

describe('the current that charges a membrane, under a constant input', () => {
  const events = [at(4, set({ 'h1.beta': 0.25 })), at(7, set({ 'h1.threshold': 0.75 }))];
  const phase = { kind: 'run', id: 'p', from: 'start', steps: STEPS, samples: [1], events, schedule: {} } as const;
  const task: Task = eventTask({ seed: 3, layers, phases: [phase], traced: false, record: [] });
  const traces = [{ variable: 'current' as const, nodes: { layer: 'h1', from: 0, to: 3 } }];

  test('is found with the parameters of each step, and whether or not spikes are recorded', async () => {
    const told = await played({ ...task, record: { ...task.record, traces } }, referenceBackend);
    const pieces = told.flatMap((event) => (event.kind === 'recorded' ? event.pieces : []));
    const trace = pieces.find((piece) => piece.kind === 'trace')!;
    const first = [...trace.values.subarray(0, 3)];
    expect(first.some((current) => current > 0.1)).toBe(true);
    for (let step = 0; step < STEPS; step++)
      first.forEach((current, unit) => {
        expect(trace.values[3 * step + unit]).toBeCloseTo(current, 5);
      });
    expect(pieces.filter(({ kind }) => kind === 'spikes')).toEqual([]);
  });
});

test('an encoder that changes within a presentation of a test shows the next one as it showed the first', async () => {
  const phaseOf = (events: readonly ReturnType<typeof at>[]) =>
    ({ kind: 'test', id: 'p', from: 'start', batch: 3, events, schedule: {} }) as const;
  const taskOf = (events: readonly ReturnType<typeof at>[]) =>
    eventTask({ seed: 3, phases: [phaseOf(events)], traced: false });
  const changed = await played(taskOf([at(8, set({ 'encode.gain': 3 }))]), referenceBackend);
  const plain = await played(taskOf([]), referenceBackend);
  for (const sample of [0, 1, 2])
    expect(recordedOf(changed, 'p', STEPS, sample)).toEqual(recordedOf(plain, 'p', STEPS, sample));
});

test('the course of the learning rate follows what is set on the way', async () => {
  const change = set({ 'learn.schedule.factor': 0.25, 'learn.optimizer.lr': 0.5 });
  const events = [{ at: { unit: 'epoch', at: 2 } as const, window: 100, change }];
  const phase: TrainPhase = { kind: 'train', id: 'p', from: 'start', epochs: 4, batch: 7, events, schedule: {} };
  const task = eventTask({ seed: 3, layers, phases: [phase], traced: false });
  const learn = { ...task.learn, schedule: { kind: 'step', every: 1, factor: 0.5 } } as Task['learn'];
  const told = await played({ ...task, learn }, referenceBackend);
  const rates = told.flatMap((event) => (event.kind === 'batch-trained' ? [event.learningRate] : []));
  // 1e-30 · 0.5^epoch, then 0.5 · 0.25^epoch.
  expect(rates).toEqual([1e-30, 0.5e-30, 0.5 * 0.25 ** 2, 0.5 * 0.25 ** 3]);
});
