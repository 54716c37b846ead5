import { expect, test } from 'vitest';
import { lesionedInput, lesionedPieces } from '../../../src/run/phases/lesioned-input.js';
import { restedState } from '../../../src/run/phases/lesioned-state.js';

const dead = new Set([1]);
const constant = { kind: 'constant', values: Float64Array.of(1, 2, 3, 4, 5, 6) } as const;

test('dead inputs have no value in any row, and no spikes; the others keep theirs', () => {
  expect(lesionedInput(constant, 3, dead)).toEqual({ kind: 'constant', values: Float64Array.of(1, 0, 3, 4, 0, 6) });
  const sequence = { kind: 'sequence', values: Float64Array.of(-1, -2, 3, 4) } as const;
  expect(lesionedInput(sequence, 2, dead)).toEqual({ kind: 'sequence', values: Float64Array.of(-1, 0, 3, 0) });
  // Rows {0, 1, 2}, {1}, {}, {2}, as a part of a larger array.
  const spikes = {
    kind: 'spikes',
    offsets: Uint32Array.of(0, 3, 4, 4, 5),
    indices: Uint32Array.of(0, 1, 2, 1, 2),
  } as const;
  expect(lesionedInput(spikes, 3, dead)).toEqual({
    kind: 'spikes',
    offsets: Uint32Array.of(0, 2, 2, 2, 3),
    indices: Uint32Array.of(0, 2, 2),
  });
  expect([...constant.values]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('where nobody is dead the input is the same one, and a constant one stays one through all pieces of a show', () => {
  expect(lesionedInput(constant, 3, undefined)).toBe(constant);
  expect(lesionedInput(constant, 3, new Set())).toBe(constant);
  const heard = lesionedPieces(3);
  expect(heard(constant, undefined)).toBe(constant);
  const first = heard(constant, dead);
  expect(heard(constant, dead)).toBe(first);
  expect(heard(constant, new Set([0]))).toEqual({ kind: 'constant', values: Float64Array.of(0, 2, 3, 0, 5, 6) });
});

test('all variables of lesioned neurons are at rest in every sample; a state without them is the same one', () => {
  const state = {
    h: { voltage: Float64Array.of(1, 2, 3, 4), pending: Float64Array.of(5, 6, 7, 8) },
    g: { voltage: Float64Array.of(1, 2), current: Float64Array.of(3, 4) },
  };
  expect(restedState(state, new Map([['h', dead]]), 2)).toEqual({
    h: { voltage: Float64Array.of(1, 0, 3, 0), pending: Float64Array.of(5, 0, 7, 0) },
    g: state.g,
  });
  expect([...state.h.voltage]).toEqual([1, 2, 3, 4]);
  const others = new Map([
    ['in', dead],
    ['h', new Set<number>()],
  ]);
  expect(restedState(state, others, 2)).toBe(state);
});
