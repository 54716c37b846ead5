import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { networkText, problemLines, scenarioText } from './problems-of.js';

const image = (conv: string) =>
  `{ layers: [{ id: in, shape: [1, 8, 8] }, { id: c, kind: conv2d, neuron: lif, ${conv} }, { id: f, kind: flatten }, { id: out, size: 10, neuron: lif }] }`;

test('more steps than anyone needs are refused', () => {
  expect(problemLines(scenarioText({ time: '{ steps: 1000000 }' }))).toMatchInlineSnapshot(
    `"  6:16  time.steps: expected an integer >= 1 and <= 100000, got 1000000"`,
  );
  expect(problemLines(scenarioText({ time: '{ steps: 1000s }' }))).toMatchInlineSnapshot(
    `"  6:16  time.steps: expected 1 to 100000 whole steps of 1ms, got "1000s""`,
  );
});

test('steps, batches and layers together are bounded, where they were written', () => {
  const parts = { time: '{ steps: 100000 }', train: '{ batch: 30 }', test: '{ batch: 100 }' };
  // 64 + 8 + 10 values: 246,000,000 in training fit, 820,000,000 in a test do not.
  expect(problemLines(scenarioText(parts))).toMatchInlineSnapshot(
    `"  8:16  test.batch: expected at most 268,435,456 values in a presentation, got 820,000,000 = 100,000 steps x 100 samples x 82 values (use a smaller batch or fewer steps)"`,
  );
  expect(() => parseScenario(scenarioText({ ...parts, test: '{ batch: 30 }' }))).not.toThrow();
  expect(problemLines(scenarioText({ time: '{ steps: 100000 }' }))).toMatchInlineSnapshot(
    `"  6:16  time.steps: expected at most 268,435,456 values in a presentation, got 2,099,200,000 = 100,000 steps x 256 samples x 82 values (use a smaller batch or fewer steps)"`,
  );
});

test('a layer, a window and its padding are bounded', () => {
  const layer = '{ id: h1, size: 100000000, neuron: lif }, { id: out, size: 10, neuron: lif }';
  expect(problemLines(networkText(layer))).toMatchInlineSnapshot(
    `"  4:59  network.layers[1].size: expected at most 134,217,728 parameters, got 6,500,000,000"`,
  );
  const huge = image('channels: 2, kernel: 100000, padding: 100000');
  expect(problemLines(scenarioText({ network: huge }))).toMatchInlineSnapshot(
    `"  4:125  network.layers[1].padding: expected less than the kernel (100000 x 100000), got 100000 x 100000"`,
  );
  const wide = image('channels: 2, kernel: 100000, padding: 99999');
  expect(problemLines(scenarioText({ network: wide }))).toMatchInlineSnapshot(
    `"  4:97  network.layers[1].channels: expected at most 134,217,728 parameters, got 20,000,000,002"`,
  );
});
