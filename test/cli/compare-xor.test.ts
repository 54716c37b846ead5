import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { compareCommand } from '../../src/cli/compare-command.js';
import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { memoryIo } from './memory-io.js';

const FILE = fileURLToPath(new URL('../../scenarios/xor-front-contribution.yaml', import.meta.url));

test('xor-front-contribution, two seeds: exact techniques within 1e-12 of back-propagation at every step, the printed one not', async () => {
  const [io, out] = [memoryIo(), temporaryFolder()];
  const options = { out, jobs: 1, json: true, quiet: true };
  const status = await compareCommand(FILE, ['compare.seeds=2'], options, io, inProcessRuns().start);
  expect(status).toBe(0);
  const document = JSON.parse(io.stdout.text) as ComparisonDocument;
  const largest = new Map(document.table.map(({ name, columns }) => [name, columns['deviation']!.maximum]));
  expect([...largest.keys()]).toEqual([
    'Gram form',
    '(i) moving weights',
    '(ii) frozen weights',
    '(iii) corrected',
    '(iii) as printed',
  ]);
  for (const [name, deviation] of largest)
    if (name === '(iii) as printed') expect(deviation).toBeGreaterThan(0.1);
    else expect(deviation).toBeLessThanOrEqual(1e-12);
  const [head, ...lines] = readFileSync(join(document.folder, 'steps.csv'), 'utf8').trim().split('\n');
  expect(head).toBe('rule,seed,step,deviation');
  // Five techniques, two seeds, 200 steps each.
  expect(lines).toHaveLength(2000);
  const printed = lines.map((line) => line.split(',')).filter(([rule]) => rule === '(iii) as printed');
  expect(Math.max(...printed.map(([, , , deviation]) => Number(deviation)))).toBe(largest.get('(iii) as printed'));
});
