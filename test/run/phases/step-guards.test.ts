import { expect, test } from 'vitest';
import type { ShownPiece } from '../../../src/run/phases/step-course.js';
import { StepGuards } from '../../../src/run/phases/step-guards.js';
import { parseExpression } from '../../../src/scenario/expressions/parse-expression.js';
import { guardOf } from '../../../src/scenario/phases/guard.js';
import { at, nodes, pulse } from './event-forms.js';
import { eventTask } from './event-task.js';

const phase = { kind: 'run', id: 'p', from: 'start', steps: 20, samples: [], events: [], schedule: {} } as const;
const task = eventTask({ seed: 1, phases: [phase], traced: false });

function watching(when: string, window: number, more: ConstructorParameters<typeof StepGuards>[4] = {}) {
  const events = [{ event: at(0, pulse(nodes(['h1', 0, 1]), 1, 1), when, window), index: 0 }];
  return new StepGuards(events, (text) => guardOf(task, phase, text), 0.001, {}, more);
}

/** Steps from `first` on in which so many units of h1 fire. */
function fired(first: number, ...counts: readonly number[]): ShownPiece {
  const offsets = [0];
  for (const count of counts) offsets.push(offsets.at(-1)! + count);
  const units = counts.flatMap((count) => Array.from({ length: count }, (_, unit) => unit));
  const recorded = [{ layer: 'h1', offsets: Uint32Array.from(offsets), units: Uint32Array.from(units) }];
  const report = { recorded } as unknown as ShownPiece['report'];
  return { first, steps: counts.length, report, events: [] };
}

test('a rate over the window: spikes / (units · steps · dt)', () => {
  // 6 units, window 4: 3 + 0 + 2 + 1 = 6 spikes / (6 · 4 · 1 ms) = 250 Hz.
  const atLeast = watching('rate(h1) >= 250Hz', 4);
  const above = watching('rate(h1) > 250Hz', 4);
  for (const guards of [atLeast, above]) guards.observe(fired(0, 6, 3, 0, 2, 1));
  expect([atLeast.holds(0, 5), above.holds(0, 5)]).toEqual([true, false]);
});

test('before the window is full: over the steps that there were; before the first one it is no rate', () => {
  const guards = watching('rate(h1) >= 500Hz', 100);
  expect(guards.holds(0, 0)).toBe(false);
  // 6 spikes / (6 · 2 · 1 ms) = 500 Hz.
  guards.observe(fired(0, 4, 2));
  expect(guards.holds(0, 2)).toBe(true);
  guards.observe(fired(2, 2));
  expect(guards.holds(0, 3)).toBe(false);
});

test('what left the window is forgotten, and a memory goes on', () => {
  const guards = watching('spikes(h1[0:2]) == 3', 3);
  guards.observe(fired(0, 2, 1, 1, 1));
  expect(guards.holds(0, 4)).toBe(true);
  guards.observe(fired(4, 0));
  expect(guards.holds(0, 5)).toBe(false);
  const again = watching('spikes(h1[0:2]) == 3', 3, { rings: guards.memory });
  again.observe(fired(5, 2));
  expect(again.holds(0, 6)).toBe(true);
});

test('membranes are known before the first step where a run goes on', () => {
  const state = { h1: { voltage: Float64Array.of(1, 2, 3, 0, 0, 0) } };
  // (1 + 2 + 3) / 6.
  expect(watching('voltage(h1) == 1', 1, { state }).holds(0, 0)).toBe(true);
  expect(watching('voltage(h1) == 0', 1).holds(0, 0)).toBe(true);
});

test('a moment that a guard names is the step that a file means by it', () => {
  // 0.1 ms a step: without rounding 223 of the first 5,000 moments would come a step late.
  for (let step = 1; step <= 5000; step++) {
    const text = `time == ${Number((step / 10).toPrecision(12))}ms`;
    const guard = { expression: parsed(text), nodes: new Map() };
    const events = [{ event: at(0, pulse(nodes(['h1', 0, 1]), 1, 1), text, 1), index: 0 }];
    const guards = new StepGuards(events, () => guard, 1e-4, {});
    expect(guards.holds(0, step), text).toBe(true);
    expect(guards.holds(0, step - 1), text).toBe(false);
  }
});

function parsed(text: string) {
  const result = parseExpression(text);
  if ('problem' in result) throw new Error(result.problem.expected);
  return result.expression;
}
