import { expect, test } from 'vitest';
import { type Lengths, mayPrecede, timeOf } from '../../../src/scenario/check/event-times.js';
import { shareNodes } from '../../../src/scenario/check/share-nodes.js';
import type { Unit } from '../../../src/scenario/phases/moment.js';

/** Four epochs of 10 batches each, presentations of 6 steps; the same while only its file knows the samples; a free run. */
const training: Lengths = { step: 6, epoch: 4, batch: 40 };
const unknown: Lengths = { step: 6, epoch: 4, batch: undefined };
const free: Lengths = { step: 100 };

type At = readonly [at: number, unit: Unit] | undefined;
const before = (lengths: Lengths, one: At, other: At, index = 0): boolean => {
  const placed = (at: At, index: number) => ({ event: at ? { at: { at: at[0], unit: at[1] } } : {}, index });
  return mayPrecede(placed(one, index), placed(other, 1), lengths);
};

test('epochs are as many batches as there are in one', () => {
  expect(timeOf({ unit: 'epoch', at: 3 }, training)).toBe(30);
  expect(timeOf({ unit: 'batch', at: 3 }, training)).toBe(3);
  expect(timeOf({ unit: 'step', at: 3 }, free)).toBe(3);
  // A step of every presentation, and epochs of nobody knows how many batches.
  expect(timeOf({ unit: 'step', at: 3 }, training)).toBeUndefined();
  expect(timeOf({ unit: 'epoch', at: 3 }, unknown)).toBeUndefined();
  expect(timeOf({ unit: 'epoch', at: 0 }, unknown)).toBe(0);
  expect(timeOf(undefined, training)).toBeUndefined();
});

test('the earlier event comes first, of two at one moment the earlier one in the file', () => {
  expect(before(training, [1, 'batch'], [1, 'epoch'])).toBe(true);
  expect(before(training, [1, 'epoch'], [1, 'batch'])).toBe(false);
  expect(before(training, [10, 'batch'], [1, 'epoch'])).toBe(true);
  expect(before(training, [10, 'batch'], [1, 'epoch'], 2)).toBe(false);
  expect(before(free, [4, 'step'], [5, 'step'], 2)).toBe(true);
  expect(before(free, [5, 'step'], [4, 'step'])).toBe(false);
});

test('what nobody knows may be so: only what is certain is refused', () => {
  expect(before(unknown, [1, 'epoch'], [1, 'batch'])).toBe(true);
  expect(before(unknown, [1, 'epoch'], [0, 'batch'])).toBe(false);
  expect(before(unknown, [2, 'epoch'], [1, 'epoch'])).toBe(false);
  expect(before(unknown, [1, 'epoch'], [2, 'epoch'])).toBe(true);
  expect(before(training, undefined, [0, 'batch'])).toBe(true);
  expect(before(training, [3, 'epoch'], undefined)).toBe(true);
});

test('two sets of nodes have something in common where ranges of one layer overlap', () => {
  const range = (layer: string, from: number, to: number) => ({ layer, from, to });
  expect(shareNodes([range('h', 0, 4)], [range('out', 0, 4), range('h', 3, 9)])).toBe(true);
  expect(shareNodes([range('h', 0, 4)], [range('h', 4, 9)])).toBe(false);
  expect(shareNodes([range('h', 0, 4)], [range('out', 0, 4)])).toBe(false);
});
