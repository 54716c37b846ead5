import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { ScenarioError } from '../../src/scenario/problems/scenario-error.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { mutatedTexts, overrideTexts } from './mutations.js';
import { isReflected, leavesOf, listLengths } from './reflection.js';

const RUNS = process.env['FUZZ'] === 'whole' ? 10_000 : 600;
/** Milliseconds for all of them; a quiet machine takes a fifth. */
const IN_TIME = process.env['FUZZ'] === 'whole' ? 3_600_000 : 120_000;

type Outcome = { readonly scenario: Scenario } | { readonly error: ScenarioError };

/** Accepts or refuses; whatever else is thrown is a bug and passes through. */
function outcome(text: string, overrides: readonly string[]): Outcome {
  try {
    return { scenario: parseScenario(text, { overrides }) };
  } catch (error) {
    if (error instanceof ScenarioError) return { error };
    throw error;
  }
}

function expectLocated(error: ScenarioError, text: string, overrides: readonly string[]): void {
  expect(error.problems.length).toBeGreaterThan(0);
  const lines = text.split('\n');
  for (const { line, column, override, message, expected } of error.problems) {
    if (override === undefined) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
    } else expect(overrides).toContain(override);
    expect(message).not.toMatch(/Invalid input|undefined|\[object/);
    expect(expected).not.toBe('');
  }
}

test('whatever is in a file: accepted unaltered, or refused with its place', { timeout: IN_TIME }, () => {
  const counts = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(mutatedTexts, (text) => {
      const result = outcome(text, []);
      if ('error' in result) {
        counts.refused++;
        expectLocated(result.error, text, []);
        return;
      }
      counts.accepted++;
      const file = parse(text) as Readonly<Record<string, unknown>>;
      const { scenario } = result;
      expect(leavesOf(file).filter(([path, leaf]) => !isReflected(scenario, path, leaf))).toEqual([]);
      const { network, record, expect: expectations } = scenario;
      expect([network.layers.length + 1, record.spikes.length, expectations.length]).toEqual(listLengths(file));
      expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
    }),
    { numRuns: RUNS, seed: 7240 },
  );
  // Both ways out must be taken often, or this test looks at nothing.
  expect(counts.accepted).toBeGreaterThan(RUNS / 20);
  expect(counts.refused).toBeGreaterThan(RUNS / 4);
});

test('whatever is in an override: accepted, or refused by name', { timeout: IN_TIME }, () => {
  const counts = { accepted: 0, refused: 0 };
  const text =
    'scenario: 1\nname: x\ndata: digits\nnetwork:\n  layers:\n    - { id: in, size: 64 }\n    - { id: out, size: 10 }\n';
  fc.assert(
    fc.property(overrideTexts, (overrides) => {
      const result = outcome(text, overrides);
      if ('error' in result) {
        counts.refused++;
        expectLocated(result.error, text, overrides);
      } else {
        counts.accepted++;
        expect(parseScenario(formatScenario(result.scenario))).toEqual(result.scenario);
      }
    }),
    { numRuns: 1_000, seed: 7240 },
  );
  expect(counts.accepted).toBeGreaterThan(50);
  expect(counts.refused).toBeGreaterThan(300);
});
