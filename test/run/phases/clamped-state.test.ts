import { expect, test } from 'vitest';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { clearedState, heldState, heldUnits } from '../../../src/run/phases/clamped-state.js';
import { effectOf } from '../../../src/run/phases/timeline.js';
import { clamp, current, nodes } from './event-forms.js';
import { eventTask } from './event-task.js';

const plan = planNetwork(eventTask({ seed: 1, phases: [], traced: false }).network);
const effect = (change: ReturnType<typeof clamp> | ReturnType<typeof current>, event: number) =>
  effectOf(change as ReturnType<typeof clamp>, event, 0, 9);

test('the clamp that began last holds, and a current clamp lets the membrane go', () => {
  const held = heldUnits(
    plan,
    [
      effect(clamp(nodes(['h1', 0, 3]), 1), 0),
      effect(clamp(nodes(['h1', 1, 4]), 2), 1),
      effect(current(nodes(['h1', 2, 3]), 5), 2),
    ],
    new Map(),
  );
  expect([...held.get('h1')!]).toEqual([
    [0, 1],
    [1, 2],
    [3, 2],
  ]);
  expect(held.has('h2')).toBe(false);
  const dead = new Map([['h1', new Set([0, 1])]]);
  expect([...heldUnits(plan, [effect(clamp(nodes(['h1', 0, 3]), 1), 0)], dead).get('h1')!]).toEqual([[2, 1]]);
});

test('before a step a held unit has no charge, after it it has the value, in every sample; the others are left alone', () => {
  const held = new Map([['h', new Map([[1, 7]])]]);
  const state = {
    h: {
      voltage: Float64Array.of(1, 2, 3, 4),
      pending: Float64Array.of(5, 6, 7, 8),
      adaptation: Float64Array.of(9, 9, 9, 9),
    },
    g: { voltage: Float64Array.of(1, 1), current: Float64Array.of(2, 2) },
  };
  expect(clearedState(state, held, 2)).toEqual({
    h: { ...state.h, voltage: Float64Array.of(1, 0, 3, 0), pending: Float64Array.of(5, 0, 7, 0) },
    g: state.g,
  });
  // What a reset still owes stays owed: it is taken from the first charge after the clamp.
  expect(heldState(state, held, 2)).toEqual({ ...state, h: { ...state.h, voltage: Float64Array.of(1, 7, 3, 7) } });
  expect([...state.h.voltage]).toEqual([1, 2, 3, 4]);
});
