import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

import { killRuns } from './killed-runs.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

beforeAll(() => {
  if (!existsSync(path('../../dist/cli/main.js'))) throw new Error('dist is missing: npm run build first');
});

test('a run that is killed three times comes to the same bytes, times aside', async () => {
  const scenario = path('../../scenarios/xor-lif.yaml');
  const report = await killRuns({
    scenario,
    overrides: ['train.epochs=40', 'checkpoint.every=2 epochs'],
    backend: 'events',
    kills: 3,
    seed: 'kill',
  });
  expect(report).toMatchObject({ kills: 3, differences: [] });
}, 300_000);
