import { expect, test } from 'vitest';

import { checkpointDue } from '../../src/run/checkpoint-due.js';
import { COURSE_START } from '../../src/run/course-position.js';

const at = (epoch: number, step: number, checkpointAt = 0) => ({ ...COURSE_START, epoch, step, checkpointAt });

test('every so many steps, or epochs', () => {
  const [steps, epochs] = [{ unit: 'step', every: 3 } as const, { unit: 'epoch', every: 2 } as const];
  expect([2, 3, 4, 6].filter((step) => checkpointDue(steps, at(1, step), 'step'))).toEqual([3, 6]);
  expect(checkpointDue(steps, at(1, 3), 'epoch')).toBe(false);
  expect([1, 2, 3, 4].filter((epoch) => checkpointDue(epochs, at(epoch, 9), 'epoch'))).toEqual([2, 4]);
  expect(checkpointDue(epochs, at(2, 9), 'step')).toBe(false);
});

test('by itself at the end of an epoch, 40 steps after the last one', () => {
  expect(checkpointDue('auto', at(1, 40), 'epoch')).toBe(true);
  expect(checkpointDue('auto', at(1, 39), 'epoch')).toBe(false);
  expect(checkpointDue('auto', at(3, 84, 45), 'epoch')).toBe(false);
  expect(checkpointDue('auto', at(3, 85, 45), 'epoch')).toBe(true);
  expect(checkpointDue('auto', at(3, 85, 45), 'step')).toBe(false);
});

test('never', () => {
  expect(checkpointDue('never', at(9, 999), 'epoch') || checkpointDue('never', at(9, 999), 'step')).toBe(false);
});
