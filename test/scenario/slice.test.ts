import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.js';

test('the shortest shipped scenario is read with every default written out', () => {
  const scenario = parseScenario(readFileSync(new URL('../../scenarios/digits-lif.yaml', import.meta.url), 'utf8'));
  expect(scenario.time).toEqual({ dt: 1e-3, steps: 25 });
  expect(scenario.network.readout).toBe('rate');
  expect(scenario.learn.reward).toEqual({ kind: 'rate', scale: 'none' });
});
