import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { handMadeRun, XOR_STEP, XOR_TENSORS } from '../run/collapse/hand-made-run.js';
import { memoryIo } from './memory-io.js';

async function collapse(...argv: string[]) {
  const io = memoryIo();
  const status = await main(['collapse', ...argv], io);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}
const xor = () => handMadeRun({ scenario: XOR_STEP, tensors: XOR_TENSORS, said: 1 });

test('prints the baselines beside the network, and what does not fit it', async () => {
  const folder = xor();
  const { status, stdout, stderr } = await collapse(folder);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.replaceAll(folder, 'RUN')).toBe(
    `collapsed dense baselines of xor-by-hand, seed 0, on 4 samples of the test split (reference)
made from the trained network: its weights, or its answers (outputs of the last step); this is no way to train
inputs of the dense layers: the constant currents that the network is given

             parameters  accuracy  agreement
the network          12  100.00 %                    accuracy(test) is what its run said
linear                6   50.00 %    50.00 %         leaves out the step
local                 6  100.00 %   100.00 %  exact  a layer for each of 4 samples, judged there; on the 3 nearest others it agrees in 33.33 %; largest difference of a sum 0
mean                  6   50.00 %    50.00 %         around a sample a step network is constant: weights are 0, one answer for all
ridge                 6   50.00 %    50.00 %         nearest to the network's answers on the training split, lambda 1
not rate-dense: hidden neurons must integrate and fire, reset by subtraction: they are step

written: collapse.json and collapse.safetensors in RUN
`,
  );
  expect(stdout).not.toMatch(/front/i);
});

test('with --json prints one document, the one in the folder; the layers are a file beside it', async () => {
  const folder = xor();
  const { status, stdout } = await collapse(folder, '--json', '--ridge', '0.5', '--split', 'train');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'collapsed dense baselines', split: 'train', lambda: 0.5, folder });
  expect(readFileSync(join(folder, 'collapse.json'), 'utf8')).toBe(stdout);
  const { tensors, metadata } = decodeSafetensors(readFileSync(join(folder, 'collapse.safetensors')), 'collapse');
  expect(tensors.map(({ name, shape }) => `${name} ${shape.join(' x ')}`)).toEqual([
    ...[
      'linear.weight 2 x 2',
      'linear.bias 2',
      'mean.weight 2 x 2',
      'mean.bias 2',
      'ridge.weight 2 x 2',
      'ridge.bias 2',
    ],
  ]);
  expect(metadata['format']).toBe('heaviside-collapse-1');
});

test('wrong arguments and folders end with their status and message', async () => {
  const negative = await collapse(xor(), '--ridge', '-1');
  expect(negative.status).toBe(2);
  expect(negative.stderr).toContain("option '--ridge <lambda>' argument '-1' is invalid. Expected a number >= 0.");
  expect((await collapse(xor(), '--ridge', '')).status).toBe(2);
  expect((await collapse(xor(), '--split', 'all')).status).toBe(2);
  const nowhere = await collapse('no/such/run', '--json');
  expect(nowhere.status).toBe(4);
  expect(JSON.parse(nowhere.stdout).error).toMatchObject({
    code: 'HV_RUN_MISSING',
    message: 'no/such/run: expected the folder of a run, got nothing at this path',
  });
  const changed = await collapse(handMadeRun({ scenario: XOR_STEP, tensors: XOR_TENSORS, said: 0.5 }));
  expect(changed.status).toBe(1);
  expect(changed.stderr).toContain('HV_RUN_MISMATCH');
});
