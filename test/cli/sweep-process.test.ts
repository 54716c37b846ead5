import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

import type { SweepDocument } from '../../src/sweep/sweep-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { withoutTimes } from '../sweep/small-scenario.js';
import { sweepText } from '../sweep/sweeps.js';
import { expectBuilt, startProcessGroup } from './process-group.js';

beforeAll(expectBuilt);

const start = (file: string, out: string) => startProcessGroup(['sweep', file, '--out', out, '--json', '--jobs', '2']);

function sweepFile(): string {
  const file = join(temporaryFolder(), 'small.yaml');
  writeFileSync(file, sweepText('{ seed: [3, 4, 5] }'));
  return file;
}

async function finish(file: string, out: string) {
  const { output, ended } = start(file, out);
  expect(await ended, output.stderr).toBe(0);
  const document = JSON.parse(output.stdout) as SweepDocument;
  const table = readFileSync(join(out, document.folder, 'sweep.csv'), 'utf8');
  return { document: withoutTimes(document), table, stderr: output.stderr };
}

test('killed with all its processes and started again, a sweep comes to the same summary', async () => {
  const file = sweepFile();
  const [killedOut, wholeOut] = [temporaryFolder(), temporaryFolder()];
  const killed = start(file, killedOut);
  await killed.lines(1);
  killed.killGroup('SIGKILL');
  expect(await killed.ended).toBe(null);
  const resumed = await finish(file, killedOut);
  const whole = await finish(file, wholeOut);
  expect(resumed.document).toEqual(whole.document);
  expect(resumed.table).toBe(whole.table);
  const reused = resumed.stderr.match(/finished earlier/g)?.length ?? 0;
  expect(reused).toBeGreaterThanOrEqual(1);
  expect(reused).toBeLessThan(3);
});
