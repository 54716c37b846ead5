import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { type FakeRun, fakeRun } from '../streams/fake-run.js';

const SCENARIO = {
  name: 'fake',
  seed: 7240,
  data: { train: { source: 'digits', split: 'train' }, test: { source: 'digits', split: 'test' } },
  network: { layers: [{ id: 'out' }] },
  train: { epochs: 2, batch: 4 },
  time: { dt: 1e-3, steps: 4 },
  phases: [],
  expect: [],
} as unknown as Scenario;

/** Heaviside with a run that only pretends, and a clock that goes one second a look. */
export function fakeDependencies(run: FakeRun = {}): CliDependencies {
  let now = Date.UTC(2025, 0, 1);
  return {
    parseScenario: (_text, { seed = SCENARIO.seed }) => ({ ...SCENARIO, seed }),
    formatScenario: ({ name, seed }) => `scenario: 1\nname: ${name}\nseed: ${seed}\n`,
    scenarioSchema: () => ({ type: 'object' }),
    runScenario: (_scenario, { signal }) => fakeRun({ signal, ...run }),
    listBackends: async () => [
      { name: 'reference', summary: 'plain loops', available: true },
      { name: 'webgpu', summary: 'a graphics card', available: false, reason: 'no adapter' },
    ],
    writeReport: async (folder) => join(folder, 'report.html'),
    now: () => (now += 1000),
  };
}

/** A scenario file (any text will do for the pretended parser) and a folder for runs. */
export function workFolder(): { readonly file: string; readonly out: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'fake.yaml');
  writeFileSync(file, 'scenario: 1\n');
  return { file, out: join(folder, 'runs') };
}
