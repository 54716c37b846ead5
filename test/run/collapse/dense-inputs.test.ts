import { expect, test } from 'vitest';

import { readRunFolder } from '../../../src/record/read-run-folder.js';
import { denseInputs } from '../../../src/run/finished-run/dense-inputs.js';
import { finishedRun } from '../../../src/run/finished-run/finished-run.js';
import { handMadeRun } from './hand-made-run.js';

async function inputsOf(data: string, encode: string, size: number) {
  const scenario = `
scenario: 1
name: shown
time: { steps: 4 }
data: ${data}
encode: ${encode}
network: { layers: [{ id: in, size: ${size} }, { id: out, size: 2, neuron: lif }] }
`;
  return denseInputs(await finishedRun(await readRunFolder(handMadeRun({ scenario }))), 'test');
}

// The four points (0, 0), (0, 1), (1, 0), (1, 1).
const POINTS = [0, 0, 0, 1, 1, 0, 1, 1];

test('constant currents are taken as they are', async () => {
  const { values, ofNetwork } = await inputsOf('xor', '{ kind: direct, gain: 0.5 }', 2);
  expect([...values]).toEqual(POINTS.map((value) => 0.5 * value));
  expect(ofNetwork).toBe('every-step');
});

test('in place of random spikes stand the values times the gain', async () => {
  const { values, ofNetwork, what } = await inputsOf('xor', '{ kind: rate, gain: 0.25 }', 2);
  expect([...values]).toEqual(POINTS.map((value) => 0.25 * value));
  expect([ofNetwork, what]).toEqual([
    'mean',
    'the values before random encoding, times the gain: the expected input of a step',
  ]);
});

test('in place of a spike time stands the value', async () => {
  const { values, ofNetwork } = await inputsOf('xor', 'latency', 2);
  expect([...values]).toEqual(POINTS);
  expect(ofNetwork).toBe('no');
});

test('spike trains become spikes a step', async () => {
  const { values, ofNetwork } = await inputsOf('{ source: randman, samples: 10, classes: 2, units: 5 }', 'spikes', 5);
  // Every unit spikes once in four steps.
  expect([...values]).toEqual(new Array(50).fill(0.25));
  expect(ofNetwork).toBe('mean');
});
