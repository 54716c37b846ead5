import { describe, expect, test } from 'vitest';

import type { Look } from '../../../src/run/watch/look.js';
import { decodeFrame } from '../../../src/streams/frames/frame-codec.js';
import { FrameCursor } from '../../../src/streams/frames/frame-cursor.js';
import { FrameHistory, HISTORY_LIMITS, type LOGGED_KINDS } from '../../../src/streams/frames/frame-history.js';
import type { ViewFrame } from '../../../src/streams/frames/view-frame.js';
import { batchColumns } from './batch-columns.js';
import { FACTS } from './facts.js';

const run: ViewFrame = { kind: 'run', ...FACTS };
const ended: ViewFrame = { kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 1, seconds: 1 };
const batches = (first: number, count = 1): ViewFrame => ({ kind: 'batches', ...batchColumns(first, count) });
const metrics = (epoch: number): ViewFrame => ({
  kind: 'metrics',
  split: 'train',
  epoch,
  step: epoch,
  metrics: { 'accuracy(train)': 0.5 },
});

function look(number: number, spikes = 0): ViewFrame {
  const shown: Look = {
    sample: number,
    label: 0,
    answer: 0,
    steps: 10,
    spikes: [{ layer: 'h1', times: new Uint32Array(spikes), units: new Uint32Array(spikes) }],
    voltages: { neurons: [], values: new Float32Array() },
    readout: new Float32Array(2),
    input: new Float32Array(4),
    pulses: [],
  };
  return { kind: 'look', start: 10 * number, epoch: 0, step: number, look: shown };
}

/** All that waits for a view, in short: the kind, and what tells it from others. */
function told(cursor: FrameCursor): string[] {
  const frames: string[] = [];
  for (let bytes = cursor.next(); bytes; bytes = cursor.next()) {
    const { frame } = decodeFrame(bytes);
    if (frame.kind === 'batches')
      frames.push(`batches ${frame.step.join(' ')}${frame.batchesPerPoint ? ' (all)' : ''}`);
    else if (frame.kind === 'look') frames.push(`look ${frame.look.sample}`);
    else frames.push(frame.kind);
  }
  return frames;
}

describe('a view that comes late', () => {
  test('is told the facts, the curves, everything else in its order, and the end', () => {
    const history = new FrameHistory(0);
    for (const frame of [run, batches(1, 2), look(1), metrics(1), batches(3), look(2), ended]) history.take(frame);
    expect(told(new FrameCursor(history))).toEqual([
      'run',
      'batches 1 2 3 (all)',
      'look 1',
      'metrics',
      'look 2',
      'ended',
    ]);
  });

  test('is told what is new as it comes, once', () => {
    const history = new FrameHistory(3);
    const cursor = new FrameCursor(history);
    expect(told(cursor)).toEqual([]);
    history.take(run);
    expect(told(cursor)).toEqual(['run', 'batches  (all)']);
    history.take(batches(1));
    history.take(look(1));
    history.take({ kind: 'state', paused: true, speed: 0, stopping: false, dropped: 0 });
    expect(told(cursor)).toEqual(['batches 1', 'look 1']);
    expect(told(cursor)).toEqual([]);
    history.take(ended);
    expect(told(cursor)).toEqual(['ended']);
    expect(cursor.dropped).toBe(0);
  });

  test('is told of a run that failed before it began', () => {
    const history = new FrameHistory(0);
    history.take(ended);
    expect(told(new FrameCursor(history))).toEqual(['batches  (all)', 'ended']);
  });
});

describe('a view that comes so late that not everything is kept', () => {
  const intervention = (step: number): ViewFrame => ({
    kind: 'intervention',
    step,
    intervention: { kind: 'learning-rate', value: step },
  });
  const histograms = (epoch: number): ViewFrame => ({
    kind: 'histograms',
    epoch,
    step: epoch,
    weights: [],
    feedback: [],
  });
  const tested = (epoch: number): ViewFrame => ({ kind: 'metrics', split: 'test', epoch, step: epoch, metrics: {} });

  test('has curves from the first epoch to the newest, and nothing of them counts as dropped', () => {
    const history = new FrameHistory(0, { ...HISTORY_LIMITS, metrics: 16 });
    history.take(run);
    for (let epoch = 1; epoch <= 21; epoch++) {
      history.take(metrics(epoch));
      history.take(tested(epoch));
    }
    const cursor = new FrameCursor(history);
    const seen = { train: [] as number[], test: [] as number[] };
    for (let bytes = cursor.next(); bytes; bytes = cursor.next()) {
      const { frame } = decodeFrame(bytes);
      if (frame.kind === 'metrics') seen[frame.split].push(frame.epoch);
    }
    // 17 frames are too many in epoch 9, then 12, 17 and 20, of which every fourth epoch and the newest stay; 21 is new.
    expect(seen).toEqual({ train: [1, 5, 9, 13, 17, 20, 21], test: [1, 5, 9, 13, 17, 20, 21] });
    expect(cursor.dropped).toBe(0);
  });

  test('is told how many interventions and histograms it will never see', () => {
    const history = new FrameHistory(0, { ...HISTORY_LIMITS, interventions: 3, histograms: 2 });
    history.take(run);
    for (let step = 1; step <= 5; step++) {
      history.take(intervention(step));
      history.take(histograms(step));
    }
    const cursor = new FrameCursor(history);
    expect(told(cursor).slice(2).toSorted()).toEqual([
      ...['histograms', 'histograms', 'intervention', 'intervention', 'intervention'],
    ]);
    // Two of five interventions and three of five histograms.
    expect(cursor.dropped).toBe(5);
  });

  test('does not miss presentations of the past', () => {
    const history = new FrameHistory(0, { ...HISTORY_LIMITS, looks: 1 });
    history.take(run);
    for (let number = 1; number <= 3; number++) history.take(look(number));
    const cursor = new FrameCursor(history);
    expect(told(cursor)).toEqual(['run', 'batches  (all)', 'look 3']);
    expect(cursor.dropped).toBe(0);
  });
});

test('a view that keeps up is told all metrics, also those that are thinned later', () => {
  const history = new FrameHistory(0, { ...HISTORY_LIMITS, metrics: 4 });
  history.take(run);
  const cursor = new FrameCursor(history);
  told(cursor);
  for (let epoch = 1; epoch <= 20; epoch++) {
    history.take(metrics(epoch));
    expect(told(cursor)).toEqual(['metrics']);
  }
  expect(cursor.dropped).toBe(0);
});

describe('a view that is too slow', () => {
  const limits = { ...HISTORY_LIMITS, looks: 2, batches: 2, lookBytes: 100_000 };

  test('misses what the history lets go of, counted, and has its curves whole', () => {
    const history = new FrameHistory(0, limits);
    const cursor = new FrameCursor(history);
    history.take(run);
    told(cursor);
    for (let step = 1; step <= 5; step++) {
      history.take(batches(step));
      history.take(look(step));
    }
    // Of five frames of batches and five looks two each are kept; the batches kept are in the whole as well.
    expect(told(cursor)).toEqual(['batches 1 2 3 4 5 (all)', 'look 4', 'look 5']);
    // Three looks: nothing of the curves is missing.
    expect(cursor.dropped).toBe(3);
  });

  test('skips presentations that wait, and goes on with new ones', () => {
    const history = new FrameHistory(0);
    history.take(run);
    const cursor = new FrameCursor(history);
    told(cursor);
    history.take(look(1));
    history.take(metrics(1));
    history.take(look(2, 1000));
    expect(cursor.backlog).toBeGreaterThan(8000);
    cursor.dropLooks();
    expect(cursor.backlog).toBe(0);
    history.take(look(3));
    expect(told(cursor)).toEqual(['metrics', 'look 3']);
    expect(cursor.dropped).toBe(2);
  });

  test('has no backlog while it is told of the past', () => {
    const history = new FrameHistory(0);
    history.take(run);
    history.take(look(1, 1000));
    const cursor = new FrameCursor(history);
    expect(cursor.backlog).toBe(0);
    told(cursor);
    history.take(look(2, 1000));
    expect(cursor.backlog).toBeGreaterThan(8000);
  });

  test('misses a presentation that is larger than all that is kept', () => {
    const history = new FrameHistory(0, limits);
    const cursor = new FrameCursor(history);
    history.take(run);
    history.take(look(1, 20_000));
    history.take(look(2));
    expect(told(cursor)).toEqual(['run', 'batches  (all)', 'look 2']);
    expect(cursor.dropped).toBe(1);
  });
});

test('a history is bounded, after a million batches and three thousand presentations', () => {
  const history = new FrameHistory(0);
  history.take(run);
  for (let k = 0; k < 1000; k++) history.take(batches(1 + 1000 * k, 1000));
  for (let epoch = 1; epoch <= 5000; epoch++) history.take(metrics(epoch));
  for (let k = 0; k < 3000; k++) history.take(look(k, 1500));
  const kept = (kind: (typeof LOGGED_KINDS)[number]) => {
    const log = history.log(kind);
    let count = 0;
    for (let frame = log.from(0); frame; frame = log.from(frame.number + 1)) count++;
    return count;
  };
  // Of the first 4097 epochs every second is kept, and then 903 as they came.
  expect({ batches: kept('batches'), metrics: kept('metrics') }).toEqual({ batches: 256, metrics: 2049 + 903 });
  // 1500 spikes of 8 bytes: some 1300 presentations in 16 MB.
  expect(kept('look')).toBeLessThan(1334);
  expect(history.log('look').size).toBeGreaterThan(15_900_000);
  expect(history.log('look').size).toBeLessThanOrEqual(16_000_000);
  // 256 frames of 1000 batches with 24 bytes, 2952 of some 60 bytes.
  expect(history.size).toBeLessThan(24_000_000);
  const { frame } = decodeFrame(history.batches());
  if (frame.kind !== 'batches') throw new Error('expected batches');
  // 1,000,000 batches in fewer than 4096 points: 256 in each, and 64 that wait for one.
  expect(frame.batchesPerPoint).toBe(256);
  expect(frame.lastBatches).toBe(1_000_000 - 3906 * 256);
  expect(frame.step.length).toBe(3906 + 1);
  expect([...frame.step.slice(-2)]).toEqual([3906 * 256, 1_000_000]);
}, 20_000);

describe('what phases record', () => {
  const stretch = (number: number): ViewFrame => ({
    ...{ kind: 'stretch', start: 10 * number, epoch: 0, step: 0, phase: 'probe', from: 10 * number },
    look: { steps: 10, spikes: [], voltages: { neurons: [], values: new Float32Array() } },
  });
  const progress = (done: number): ViewFrame => ({ kind: 'progress', phase: 'probe', done, of: 100 });
  const kinds = (cursor: FrameCursor) => told(cursor).filter((kind) => kind !== 'run' && !kind.startsWith('batches'));

  test('is dropped, counted, for a view that is too slow, as looks are; the phases are not', () => {
    const history = new FrameHistory(0);
    const cursor = new FrameCursor(history);
    const begins: ViewFrame = { kind: 'phase', phase: 'probe', state: 'started', epoch: 0, step: 0 };
    for (const frame of [run, begins, stretch(0), stretch(1), look(2)]) history.take(frame);
    expect(cursor.backlog).toBeGreaterThan(0);
    cursor.dropLooks();
    expect([cursor.backlog, cursor.dropped]).toEqual([0, 3]);
    history.take(stretch(3));
    expect(kinds(cursor)).toEqual(['phase', 'stretch']);
  });

  test('of how far a phase is only the newest is kept, and no other is missed', () => {
    const history = new FrameHistory(0);
    const cursor = new FrameCursor(history);
    for (const frame of [run, progress(10), progress(20), progress(30)]) history.take(frame);
    expect(kinds(cursor)).toEqual(['progress']);
    expect(cursor.dropped).toBe(0);
    expect(kinds(new FrameCursor(history))).toEqual(['progress']);
  });
});
