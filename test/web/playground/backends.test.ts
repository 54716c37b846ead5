import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { openPlayground } from './playground-page.js';

const shipped = (name: string): string =>
  readFileSync(new URL(`../../../scenarios/${name}.yaml`, import.meta.url), 'utf8');

/**
 * Software rendering takes long for each launch of a kernel: courses are as short as the tasks allow. xor-lif: 20 batches
 * of four points and 8 steps in 2 epochs in place of 300 of 25 steps. digits-lif: one epoch of 23 batches, of presentations
 * of 10 steps, in place of 30 epochs of 45 batches of 25 steps. `playground.test.ts` learns on events.
 */
const XOR = shipped('xor-lif')
  .replace('low: -1', 'low: -1, repeat: 10')
  .replace('lr: 0.01', 'lr: 0.1')
  .replace('epochs: 300', 'epochs: 2, batch: 4')
  .replace('data:', 'time: { steps: 8 }\ndata:');
const DIGITS = shipped('digits-lif')
  .replace('epochs: 30', 'epochs: 1, batch: 64')
  .replace('3e-3', '1e-2')
  .replace('data:', 'time: { steps: 10 }\ndata:');
const PATIENCE = 120_000;

/** Digits on the software renderer take half a minute each: `npm run test:pages` trains them, `npm test` says that it does not. */
const whole = process.env['PAGES'] === 'whole';
const COURSES = ['webgl2', 'webgpu'].flatMap((backend) => [
  ['xor-lif', backend, XOR, 1] as const,
  ...(whole ? [['digits-lif', backend, DIGITS, 0.85] as const] : []),
]);
if (!whole) console.log('digits-lif on webgl2 and webgpu: left to `npm run test:pages`, which takes a minute more');

// Every read-back makes a software renderer wait; it says so once a context.
const pages = await openPlayground({ graphics: true, harmless: /GL Driver Message \(OpenGL, Performance/ });

test.each(COURSES)('%s is learned on %s', { timeout: PATIENCE }, async (name, backend, text, least) => {
  const play = await pages.open(`#scenario=${name}&backend=${backend}`);
  await play.page.getByText('5 of 6 backends can run here').waitFor();
  await play.type(text);
  const start = performance.now();
  await play.train();
  await play.ended(/complete/, PATIENCE);
  const accuracy = Number(await play.figure('accuracy(test)'));
  const epochs = await play.figure('epochs');
  console.log(
    `${name}, ${backend}: ${accuracy} after ${epochs} epochs, ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  expect(accuracy).toBeGreaterThanOrEqual(least);
  await play.page.getByRole('definition').filter({ hasText: backend }).first().waitFor();
  await play.page.close();
});
