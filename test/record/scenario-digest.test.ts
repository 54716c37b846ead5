import { expect, test } from 'vitest';

import { runFolderPath } from '../../src/record/run-folder.js';
import { namesOtherScenario } from '../../src/record/scenario-digest.js';

test('the folder of a run is named after its scenario; so is one that was kept; other names say nothing', () => {
  const path = runFolderPath('runs', 'xor', 'seed: 1\n');
  expect(namesOtherScenario(path, 'seed: 1\n')).toBe(false);
  expect(namesOtherScenario(path, 'seed: 2\n')).toBe(true);
  expect(namesOtherScenario(`${path}.previous-3`, 'seed: 1\n')).toBe(false);
  expect(namesOtherScenario(`${path}.previous-3`, 'seed: 2\n')).toBe(true);
  expect(namesOtherScenario('runs/xor/mine', 'seed: 2\n')).toBe(false);
});
