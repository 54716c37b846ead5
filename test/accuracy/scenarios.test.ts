import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseScenario, runScenario } from '../../src/index.js';

/** Runs a shipped scenario; its own expectations are checked by the run. */
async function outcome(name: string, seed: number, overrides: readonly string[] = []) {
  const file = fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));
  const scenario = parseScenario(readFileSync(file, 'utf8'), { file, seed, overrides });
  for await (const event of runScenario(scenario)) if (event.kind === 'run-ended') return event;
  throw new Error('the run has no end');
}

const seeds = [...Array(10).keys()];

describe('shipped scenarios reach what they expect', () => {
  test.each(['xor-lif', 'xor-step'])('%s is solved by ten seeds of ten', async (name) => {
    const ends = await Promise.all(seeds.map((seed) => outcome(name, seed)));
    expect(ends.map(({ metrics }) => metrics['accuracy(test)'])).toEqual(seeds.map(() => 1));
  });

  test.each(['moons-step', 'digits-step', 'digits-lif', 'digits-conv-lif', 'digits-credit'])(
    '%s, seed 0',
    async (name) => {
      // Testing once, at the end, leaves the training as it is.
      const { expect: checked } = await outcome(name, 0, ['test.every=1000']);
      expect(checked.length).toBeGreaterThan(0);
      expect(checked.filter(({ pass }) => !pass)).toEqual([]);
    },
    240_000,
  );
});
