import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { memoryIo } from './memory-io.js';

/** Twenty points of two classes, of which one may be moved. */
const points = (moved: number): string =>
  `${Array.from({ length: 20 }, (_, k) => `${k / 20},${k === 7 ? moved : 0.5},${k % 2}`).join('\n')}\n`;

test('a run whose files have changed since is not gone on with', async () => {
  const folder = temporaryFolder();
  const csv = join(folder, 'points.csv');
  const file = join(folder, 'points.yaml');
  writeFileSync(csv, points(0.5));
  const layers = '[{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }]';
  writeFileSync(
    file,
    `scenario: 1\nname: points\nseed: 3\ntime: { dt: 1ms, steps: 4 }\ndata: { source: csv, file: ${csv} }\nnetwork: { layers: ${layers} }\ntrain: { epochs: 1, batch: 4 }\n`,
  );
  const play = async (...argv: string[]) => {
    const io = memoryIo();
    const status = await main([...argv, '--backend', 'reference', '--quiet', '--no-report'], io, DEFAULT_DEPENDENCIES);
    return { status, stderr: io.stderr.text };
  };
  const out = join(folder, 'runs');
  expect(await play('run', file, '--out', out)).toEqual({ status: 0, stderr: '' });
  const run = join(out, 'points', readdirSync(join(out, 'points'))[0]!);
  const told = () => JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')).data;
  const data = told();
  expect(data).toEqual({
    train: expect.stringMatching(/^[0-9a-f]{64}$/),
    test: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(readFileSync(join(run, 'events.jsonl'), 'utf8').split('\n')[0]).toContain(
    JSON.stringify({ data }).slice(1, -1),
  );
  // As if it had been killed before its end.
  rmSync(join(run, 'summary.json'));
  writeFileSync(csv, points(0.75));
  const refused = await play('resume', run);
  expect(refused.status).toBe(4);
  expect(refused.stderr).toMatch(
    /^error HV_RESUME_DATA: .*: the data are not those on which this run began:\n( {2}data\.(train|test): SHA-256 was [0-9a-f]{64}, is now [0-9a-f]{64}\n)+remedy: Put the files/,
  );
  writeFileSync(csv, points(0.5));
  expect(await play('resume', run)).toEqual({ status: 0, stderr: '' });
  expect(told()).toEqual(data);
});
