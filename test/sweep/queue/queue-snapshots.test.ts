import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { newsLine } from '../../../src/cli/worker-text.js';
import type { Snapshots } from '../../../src/run/expectations/snapshot-key.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { EndedJob } from '../../../src/sweep/job-pool.js';
import type { PlayedPoint } from '../../../src/sweep/sweep-engine.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { startRedis } from '../redis-server.js';
import { smallScenario } from '../small-scenario.js';
import { sweepOn, workerOn } from './queue-bench.js';

const SCENARIO = parseScenario(
  smallScenario(`phases: [{ id: learn, train: { epochs: 1 } }]
expect: [{ that: digest(weights), in: learn, equals: snapshot }]`),
);
const KEY = 'learn digest(weights) events';

const pointAgainst = (snapshots: Snapshots): PlayedPoint => ({ index: 0, settings: {}, scenario: SCENARIO, snapshots });

/** What the run itself says of its digest. */
function toldBy({ folder }: EndedJob) {
  const [digest] = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')).expect;
  return digest as { readonly value: string; readonly expected: string; readonly pass: boolean };
}

test('a worker holds the digests of a run against the snapshots of the sweep', async () => {
  const { url } = await startRedis();
  const out = temporaryFolder();
  workerOn(url, { out: temporaryFolder() });
  const play = async (snapshots: Snapshots) => {
    const [outcome] = await sweepOn(url, [pointAgainst(snapshots)], { out, fresh: true }).outcomes;
    return toldBy(outcome!);
  };
  const { value, pass } = await play('update');
  expect(pass).toBe(true);
  expect(await play({ [KEY]: value })).toMatchObject({ value, pass: true });
  const other = '0123456789abcdef';
  expect(await play({ [KEY]: other })).toMatchObject({ value, expected: `the snapshot ${other}`, pass: false });
});

test('a worker tells of a run that it finished earlier what it is against the snapshots of today', async () => {
  const { url } = await startRedis();
  const { news } = workerOn(url, { out: temporaryFolder() });
  const play = async (snapshots: Snapshots) => {
    // Each sweep has a folder of its own: the run is the worker's.
    const [outcome] = await sweepOn(url, [pointAgainst(snapshots)], { out: temporaryFolder() }).outcomes;
    return outcome!;
  };
  const { value } = toldBy(await play('update'));
  await play({ [KEY]: '0123456789abcdef' });
  await play({ [KEY]: value });
  expect(news.map(newsLine)).toEqual([
    expect.not.stringContaining('NOT as expected'),
    expect.stringMatching(/NOT as expected, finished earlier$/),
    expect.not.stringContaining('NOT as expected'),
  ]);
});
