import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { handMadeRun } from '../run/collapse/hand-made-run.js';
import { DEFINITE, ensembleTensors, scenarioOf } from '../run/credit/hand-made-ensemble.js';
import { memoryIo } from './memory-io.js';

const definite = () =>
  handMadeRun({ scenario: scenarioOf('relu'), tensors: ensembleTensors(['h', 'out'], DEFINITE), said: 0.75 });

async function credit(...argv: string[]) {
  const io = memoryIo();
  const status = await main(['credit', ...argv], io);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

test('prints categories, networks and curves', async () => {
  const folder = definite();
  const { status, stdout, stderr } = await credit(folder, '--samples', '3', '--perturbed', '2');
  expect([status, stderr]).toEqual([0, '']);
  // What random weights in the place of unimportant ones do is no figure to work out by hand.
  const lines = stdout.replaceAll(folder, 'RUN').replaceAll(/(unimportant +25\.0 +25\.0 +25\.0).*/g, '$1');
  expect(lines).toMatchInlineSnapshot(`
    "credit of the connections of credit-by-hand, seed 0; errors on 4 test samples

    layer  connections  very important  unimportant  variable  entropy  of the slab
    h                4         50.00 %      50.00 %    0.00 %        0            0
    out              4         50.00 %      50.00 %    0.00 %        0            0
    categories hold exactly; entropies in nats a connection

    network                            error
    mean weights                     25.00 %  accuracy(test) is what its run said
    without spike mass above 0.5     25.00 %  keeps 50.00 % of the connections
    without spike mass above 0.8     25.00 %  keeps 50.00 % of the connections
    without connections never there  25.00 %  keeps 50.00 % of the connections
    3 drawn                          25.00 %  deviation 0.00 %, 25.00 % to 25.00 %

    error in % against the damaged fraction, mean of 2 drawn networks
    layer  damaged            0   0.1   0.2   0.3   0.4   0.5   0.6   0.7   0.8   0.9     1
    h      very important  25.0  25.0  25.0  50.0  50.0  50.0  50.0  50.0  50.0  50.0  50.0
    h      unimportant     25.0  25.0  25.0
    h      variable        25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0
    out    very important  25.0  25.0  25.0  50.0  50.0  50.0  50.0  50.0  50.0  50.0  50.0
    out    unimportant     25.0  25.0  25.0
    out    variable        25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0  25.0
    very important and variable ones become absent (as many variable as very important), unimportant ones a random weight

    written: credit.json and credit.csv in RUN
    "
  `);
});

test('with --json prints one document, the one in the folder; the curves are a table beside it', async () => {
  const folder = definite();
  const { status, stdout } = await credit(
    folder,
    '--json',
    '--samples',
    '2',
    '--perturbed',
    '1',
    '--categories',
    'near',
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'credit assignment of a mean-field ensemble',
    tolerances: { spikeMass: 0.01, slabVariance: 1e-4 },
    sampled: { networks: 2, mean: 0.25 },
  });
  expect(readFileSync(join(folder, 'credit.json'), 'utf8')).toBe(stdout);
  const [head, first, ...rest] = readFileSync(join(folder, 'credit.csv'), 'utf8').split('\n');
  expect([head, first]).toEqual(['layer,category,fraction,error', 'h,very-important,0,0.25']);
  // Two layers, three categories, eleven fractions; the last line ends, too.
  expect(rest).toHaveLength(2 * 3 * 11);
});

test('wrong arguments end with status 2', async () => {
  const none = await credit(definite(), '--samples', '0');
  expect(none.status).toBe(2);
  expect(none.stderr).toContain("argument '0' is invalid. Expected an integer >= 1 and <= 10000.");
  expect((await credit(definite(), '--categories', 'far')).status).toBe(2);
});
