import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { phaseIn } from '../../src/cli/earlier-part.js';
import { temporaryFolder } from '../record/temporary-folder.js';

const begins = (phase: string): object => ({ kind: 'phase-started', phase, type: 'train', from: 'start' });
const ends = (phase: string): object => ({ kind: 'phase-ended', phase, type: 'train' });

test.each([
  ['the last one that has begun and not ended', [begins('a'), ends('a'), begins('b'), { kind: 'tested' }], 'b'],
  ['none between two', [begins('a'), ends('a')], undefined],
  ['none of a single training', [{ kind: 'batch-trained' }], undefined],
])('the phase in which a run goes on is %s', async (_what, lines, phase) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'events.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect(await phaseIn(folder)).toBe(phase);
});
