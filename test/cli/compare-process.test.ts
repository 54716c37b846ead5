import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { comparisonText, PLAIN, TUNED, withoutPlace } from '../sweep/comparisons.js';
import { expectBuilt, startProcessGroup } from './process-group.js';

beforeAll(expectBuilt);

const startGroup = (file: string, out: string) =>
  startProcessGroup(['compare', file, '--out', out, '--json', '--jobs', '2']);

function comparisonFile(): string {
  const file = join(temporaryFolder(), 'small.yaml');
  writeFileSync(file, comparisonText(`${TUNED}\n${PLAIN}`, 'seeds: 1'));
  return file;
}

async function finish(file: string, out: string) {
  const { output, ended } = startGroup(file, out);
  expect(await ended).toBe(0);
  return { document: JSON.parse(output.stdout) as ComparisonDocument, stderr: output.stderr };
}

test('killed with all its processes and started again, a comparison comes to the same document', async () => {
  const file = comparisonFile();
  const [killedOut, wholeOut] = [temporaryFolder(), temporaryFolder()];
  const killed = startGroup(file, killedOut);
  await killed.lines(1);
  killed.killGroup('SIGKILL');
  expect(await killed.ended).toBe(null);
  const resumed = await finish(file, killedOut);
  const whole = await finish(file, wholeOut);
  expect(withoutPlace(resumed.document, killedOut)).toEqual(withoutPlace(whole.document, wholeOut));
  expect(readFileSync(join(resumed.document.folder, 'compare.csv'), 'utf8').split('\n')).toHaveLength(4);
  const reused = resumed.stderr.match(/finished earlier/g)?.length ?? 0;
  expect(reused).toBeGreaterThanOrEqual(1);
  expect(reused).toBeLessThan(4);
  expect(whole.stderr).not.toContain('finished earlier');
});

test('Ctrl-C stops the runs, says how to go on, and gives status 130', async () => {
  const [file, out] = [comparisonFile(), temporaryFolder()];
  const { killGroup, output, ended, lines } = startGroup(file, out);
  await lines(1);
  killGroup('SIGINT'); // as a terminal does
  expect(await ended).toBe(130);
  expect(output.stdout).toBe('');
  expect(output.stderr).toMatch(
    /^SIGINT: stopping the runs; once more to stop at once\n[\s\S]*stopped: the same command goes on from here; finished runs are kept\n$/m,
  );
  const { stderr } = await finish(file, out);
  expect(stderr).toContain('finished earlier');
});
