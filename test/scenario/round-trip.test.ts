import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { scenarioFiles } from './generated-scenarios.js';
import { isReflected, leavesOf, listLengths } from './reflection.js';
import { RICH } from './shipped.js';

test('a sound file is accepted, and every value in it arrives unchanged', () => {
  fc.assert(
    fc.property(scenarioFiles, fc.boolean(), (made, asJson) => {
      // JSON has no minus zero.
      const file = asJson ? JSON.parse(JSON.stringify(made)) : made;
      const scenario = parseScenario(asJson ? JSON.stringify(file) : stringify(file));
      expect(leavesOf(file).filter(([path, leaf]) => !isReflected(scenario, path, leaf))).toEqual([]);
      const { network, record, expect: expectations } = scenario;
      expect([network.layers.length + 1, record.spikes.length, expectations.length]).toEqual(listLengths(file));
    }),
    { numRuns: 400, seed: 7240 },
  );
});

test('a resolved scenario is read back from its text, to the last bit', () => {
  fc.assert(
    fc.property(scenarioFiles, (file) => {
      const scenario = parseScenario(JSON.stringify(file));
      const text = formatScenario(scenario);
      expect(parseScenario(text)).toEqual(scenario);
      expect(formatScenario(parseScenario(text))).toBe(text);
    }),
    { numRuns: 400, seed: 7240 },
  );
});

test('numbers beyond 2^53 and minus zero survive', () => {
  const scenario = parseScenario(RICH, {
    overrides: ['learn.clip=1e20', 'expect[0].atLeast=-0', 'learn.epsilon=5e-324'],
  });
  const again = parseScenario(formatScenario(scenario));
  expect(again.learn.clip).toBe(1e20);
  expect(again.expect[0]?.atLeast).toBe(-0);
  expect(again.learn.rule).toMatchObject({ epsilon: 5e-324 });
});

/** The same data with the keys of every map in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

test('the text does not depend on the order of keys, so its hash can name a folder', () => {
  const scenario = parseScenario(RICH);
  const other = reversed(scenario) as typeof scenario;
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(scenario));
  expect(formatScenario(other)).toBe(formatScenario(scenario));
});

test('the text of a scenario', () => {
  expect(formatScenario(parseScenario(RICH))).toMatchSnapshot();
});
