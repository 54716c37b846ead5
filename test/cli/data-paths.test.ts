import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { memoryIo } from './memory-io.js';

const scenario = (data: string): string => `
scenario: 1
name: measured
data: ${data}
network: { layers: [{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }] }
learn: lfp
`;

/** Runs a scenario on data that are not where it says. @returns What stderr and stdout say. */
async function run(file: string): Promise<{ stderr: string; facts: unknown }> {
  const io = memoryIo();
  expect(await main(['run', file, '--out', temporaryFolder(), '--json'], io)).toBe(4);
  return { stderr: io.stderr.text, facts: JSON.parse(io.stdout.text).error.facts };
}

test('data that are nowhere: the remedy names the absolute path that was tried', async () => {
  const file = join(temporaryFolder(), 'measured.yaml');
  writeFileSync(file, scenario('{ source: csv, file: measured/points.csv }'));
  const tried = resolve('measured/points.csv');
  const { stderr, facts } = await run(file);
  expect(stderr).toBe(
    `error HV_FILE_MISSING: measured/points.csv: expected a file, got nothing at this path\nremedy: Put it at ${tried}, or change the path: a relative one begins at the working folder.\n`,
  );
  expect(facts).toEqual({ path: 'measured/points.csv', tried });
});

test.each([
  ['HV_FILE_MISSING', '{ source: csv, file: measured/points.csv }', 'measured/points.csv'],
  ['HV_FOLDER_MISSING', '{ source: idx, dir: measured/images }', 'measured/images'],
])('data beside the scenario: %s says so, and how to name them', async (code, data, path) => {
  // As somebody would name it from the working folder.
  const folder = relative('.', temporaryFolder());
  mkdirSync(join(folder, 'measured/images'), { recursive: true });
  writeFileSync(join(folder, 'measured/points.csv'), '0,1,0\n');
  writeFileSync(join(folder, 'measured.yaml'), scenario(data));
  const { stderr, facts } = await run(join(folder, 'measured.yaml'));
  const [tried, beside] = [resolve(path), join(folder, path)];
  expect(stderr).toContain(`error ${code}: ${path}: `);
  expect(stderr).toContain(
    `remedy: There is nothing at ${tried}, but beside the scenario there is: name it ${beside}, for a relative path begins at the working folder.\n`,
  );
  expect(facts).toEqual({ path, tried, beside });
});
