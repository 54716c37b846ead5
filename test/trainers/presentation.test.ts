import { describe, expect, test } from 'vitest';
import type { Readout } from '../../src/core/layers/layer.js';
import { present } from '../../src/trainers/presentation.js';
import { fakeSession } from './fake-session.js';

const input = { kind: 'constant', values: new Float64Array() } as const;

/** Number of right answers for read-outs `[batch × classes]`. */
async function right(readout: readonly number[], labels: readonly number[]): Promise<number> {
  const { session } = fakeSession({ outputSums: Float64Array.from(readout) });
  return (await present(session, { input, labels: Int32Array.from(labels), steps: 1 }, 'rate', false)).correct;
}

describe('the answer of a network', () => {
  test('is the class with the largest read-out', async () => {
    expect(await right([1, 3, 2, -5, -1, -2], [1, 1])).toBe(2);
    expect(await right([1, 3, 2, -5, -1, -2], [1, 0])).toBe(1);
    expect(await right([1, 3, 2, -5, -1, -2], [2, 2])).toBe(0);
  });

  test('is the first of several largest, and class 0 of a silent network', async () => {
    expect(await right([0, 2, 2], [1])).toBe(1);
    expect(await right([0, 2, 2], [2])).toBe(0);
    expect(await right([0, 0, 0, 0, 0, 0], [0, 1])).toBe(1);
  });

  test('of a single output is 1 where it is above 0', async () => {
    expect(await right([0.5, -0.5, 0], [1, 0, 0])).toBe(3);
    expect(await right([0.5, -0.5, 0], [0, 1, 1])).toBe(0);
  });
});

test.each([
  ['rate', [8, 4]],
  ['mean', [2, 1]],
  ['last', [0, 1]],
] as const)('read-out %s', async (readout: Readout, values: readonly number[]) => {
  const { session } = fakeSession({ outputSums: Float64Array.of(8, 4), lastOutput: Float64Array.of(0, 1) });
  const outcome = await present(session, { input, labels: Int32Array.of(0), steps: 4 }, readout, false);
  expect([...outcome.values]).toEqual(values);
  expect(outcome.correct).toBe(readout === 'last' ? 0 : 1);
});

test('a presentation begins at rest, then runs all its steps at once', async () => {
  const report = { outputSums: Float64Array.of(1, 0, 1, 0), spikes: { h: 3, out: 2 }, synapticOperations: 7 };
  const { session, calls } = fakeSession(report);
  const outcome = await present(session, { input, labels: Int32Array.of(0, 1), steps: 9 }, 'rate', true);
  expect(calls).toEqual([
    ['begin', { batch: 2, learn: true }],
    ['simulate', { steps: 9, input }],
  ]);
  expect(outcome).toMatchObject({ spikes: 5, synapticOperations: 7, correct: 1 });
});
