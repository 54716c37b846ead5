import { expect, test } from 'vitest';
import { autoPlan } from '../../../src/backends/choosing/stored-table.js';

const named = (...names: string[]) => names.map((name) => ({ name }));

test.each([
  ['all of them', named('events', 'webgpu', 'webgl2', 'webasm', 'cpu', 'reference'), ['events'], ['webgpu', 'webgl2']],
  ['no card', named('events', 'webasm', 'cpu', 'reference'), ['events'], []],
  ['no events', named('webgpu', 'webasm', 'cpu', 'reference'), ['webasm'], ['webgpu']],
  ['one', named('reference'), ['reference'], []],
  ['none', [], [], []],
])('the plan of auto with %s', (_what, available, usual, large) => {
  expect(autoPlan(available)).toEqual({ usual, large, largeFrom: 2 ** 28 });
});

test('a software adapter is no part of the plan', () => {
  const swiftShader = { name: 'webgpu', device: { adapter: 'SwiftShader Device' } };
  expect(autoPlan([{ name: 'events' }, swiftShader])).toMatchObject({ usual: ['events'], large: [] });
});
