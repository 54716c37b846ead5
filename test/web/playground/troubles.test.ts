import { expect, test } from 'vitest';

import { decodeCheckpoint } from '../../../src/record/decode-checkpoint.js';
import { openPlayground } from './playground-page.js';

const pages = await openPlayground({ isolated: false });

test('a run that diverges says where and what to do, and its last good weights can be had', async () => {
  const play = await pages.open('#scenario=xor-step');
  await play.type((await play.text()).replace('lr: 0.01', 'lr: 1e38'));
  await play.train();
  await play.ended(/failed/);
  const trouble = play.page.locator('.train-bar').getByRole('alert');
  expect(await trouble.textContent()).toMatch(
    /training diverged at step \d+: .+ \(HV_NON_FINITE\)Lower the learning rate/,
  );
  const { name, bytes } = await play.download('Checkpoint');
  const { reason, tensors } = decodeCheckpoint(new Uint8Array(bytes), name);
  expect(reason).toBe('last-good');
  expect(tensors.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  await play.page.close();
});

test('a backend that cannot run a network says why, and another one takes it', async () => {
  const play = await pages.open('#scenario=moons-step&backend=webasm');
  await play.type((await play.text()).replace('rule: lfp', 'rule: backprop').replace('neuron: step', 'neuron: relu'));
  await play.train();
  const trouble = play.page.locator('.train-bar').getByRole('alert');
  await trouble.getByText(/^backend "webasm" cannot run this network: .+ \(HV_BACKEND_UNSUPPORTED\)$/).waitFor();
  await play.page.getByRole('combobox', { name: 'Backend' }).selectOption('events');
  await play.train();
  const outcome = await play.ended();
  expect(await trouble.isVisible()).toBe(false);
  expect(await play.button('Checkpoint').isEnabled()).toBe(true);

  // What was trained before stays in sight when the next run cannot begin; only its weights went with its worker.
  await play.page.getByRole('combobox', { name: 'Backend' }).selectOption('webasm');
  await play.train();
  await trouble.getByText(/\(HV_BACKEND_UNSUPPORTED\)$/).waitFor();
  expect(await play.page.locator('.outcome').textContent()).toBe(outcome);
  expect(await play.button('Checkpoint').isDisabled()).toBe(true);
  await play.page.close();
});

test('a backend that is missing is named with its reason, and nothing takes its place', async () => {
  const play = await pages.open('#scenario=xor-lif&backend=cpu');
  const trouble = play.page.locator('.train-bar').getByRole('alert');
  await trouble.getByText(/^The backend cpu cannot run here: it makes programs from text while it runs/).waitFor();
  expect(await play.page.locator('button.train').isDisabled()).toBe(true);
  await play.page.getByText(/^\d of 6 backends can run here$/).click();
  await play.page.getByText(/one thread only: page is not cross-origin isolated$/).waitFor();
  await play.page.close();
});

test('a worker that dies is told of, and training begins anew', async () => {
  const play = await pages.open('#scenario=xor-lif');
  await play.train({ speed: 'Home' });
  await play.page.locator('.outcome', { hasText: 'running' }).waitFor();
  const [, running] = play.page.workers();
  await running!.evaluate('void setTimeout(() => { throw new Error("out of luck"); })');
  await play.page
    .locator('.train-bar')
    .getByRole('alert')
    .getByText(/has ended unexpectedly: Uncaught Error: out of luck \(HV_WORKER_LOST\)$/)
    .waitFor();
  await play.page.locator('.outcome', { hasText: 'failed' }).waitFor();
  expect(await play.button('Checkpoint').isDisabled()).toBe(true);
  await play.type((await play.text()).replace('epochs: 300', 'epochs: 2'));
  await play.train();
  await play.ended(/complete after 2 of 2 epochs/);
  await play.page.close();
});
