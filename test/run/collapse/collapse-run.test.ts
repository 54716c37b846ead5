import { expect, test } from 'vitest';

import { readRunFolder } from '../../../src/record/read-run-folder.js';
import { type CollapseOptions, collapseRun } from '../../../src/run/collapse/collapse-run.js';
import { scenarioOf } from '../credit/hand-made-ensemble.js';
import { type HandMade, handMadeRun, numbers, XOR_STEP, XOR_TENSORS } from './hand-made-run.js';

const REFERENCE = { backend: 'reference' };

async function collapsed(made: HandMade, options: CollapseOptions = REFERENCE) {
  const { report, tensors } = await collapseRun(await readRunFolder(handMadeRun(made)), options);
  const found = Object.fromEntries(report.baselines.map((baseline) => [baseline.name, baseline]));
  const values = Object.fromEntries(tensors.map((tensor) => [tensor.name, [...tensor.values]]));
  return { report, found, values, reasons: Object.fromEntries(report.skipped.map((row) => [row.name, row.reason])) };
}

/** Two inputs, two hidden units, two outputs on the four points of exclusive or. */
const small = (hidden: string, out = '', rest = '') => `
scenario: 1
name: small
data: xor
${rest}
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 2, ${hidden} }
    - { id: out, size: 2${out} }
`;

test('exclusive or by two steps: the network is right, no single dense layer is more than half right', async () => {
  const { report, found, values, reasons } = await collapsed({ scenario: XOR_STEP, tensors: XOR_TENSORS, said: 1 });
  expect(report.kind).toBe('collapsed dense baselines');
  // 2 · 2 + 2 weights and biases of h, as many of out.
  expect(report.network).toEqual({ parameters: 12, accuracy: 1, summary: { confirmed: true } });
  // W = W₂ W₁ = (0 0; 1−1 1−1) = 0, b = W₂ (−0.5, −1.5) + (0.5, 0) = (0.5, 1): always class 1.
  expect([values['linear.weight'], values['linear.bias']]).toEqual([
    [0, 0, 0, 0],
    [0.5, 1],
  ]);
  // Teacher y₁ = 0, 1, 1, 0 does not vary with x₁ or x₂ alone, so ridge gives the mean, 0.5, as does the mean of b(x).
  for (const name of ['ridge', 'mean']) {
    expect(values[`${name}.weight`]).toEqual([0, 0, 0, 0]);
    expect(values[`${name}.bias`]).toEqual([0.5, 0.5]);
  }
  for (const name of ['linear', 'mean', 'ridge'])
    expect(found[name]).toMatchObject({ parameters: 6, accuracy: 0.5, agreement: 0.5, exact: false });
  // The constant around a point is right there and at one of the three others.
  expect(found['local']).toMatchObject({
    accuracy: 1,
    agreement: 1,
    exact: true,
    local: { samples: 4, neighbours: 3, neighbourAgreement: 1 / 3, largestDifference: 0 },
  });
  expect(reasons).toEqual({
    'rate-dense': 'hidden neurons must integrate and fire, reset by subtraction: they are step',
  });
});

test('with nothing between the layers the product is the network', async () => {
  const tensors = [
    numbers('h.weight', [2, 2], [1, 2, 0, -1]),
    numbers('h.bias', [2], [0.5, 0]),
    numbers('out.weight', [2, 2], [1, 1, 2, 0]),
    numbers('out.bias', [2], [0, -3]),
  ];
  const { found, values, reasons } = await collapsed({ scenario: small('neuron: identity'), tensors });
  // (1 1; 2 0)(1 2; 0 −1) = (1 1; 2 4); (1 1; 2 0)(0.5, 0) + (0, −3) = (0.5, −2).
  expect(values['linear.weight']).toEqual([1, 1, 2, 4]);
  expect(values['linear.bias']).toEqual([0.5, -2]);
  expect(found['linear']).toMatchObject({ agreement: 1, exact: true });
  expect(reasons['local']).toBe('hidden units must be all relu or all step, they are identity');
});

test('around a sample a ReLU network is one layer, up to rounding', async () => {
  const scenario = `
scenario: 1
name: relu
data: { source: moons, samples: 60 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 20, neuron: relu }
    - { id: h2, size: 10, neuron: relu }
    - { id: out, size: 2 }
`;
  const { found, report } = await collapsed({ scenario });
  expect(found['local']).toMatchObject({ agreement: 1, exact: true, parameters: 6 });
  expect(found['local']!.local!.largestDifference).toBeLessThan(1e-12);
  expect(report.network.summary).toEqual({ confirmed: false, why: 'the run has not ended: its checkpoint is "end"' });
});

test('rates stand for integrate-and-fire neurons of any threshold, exactly below a linear read-out', async () => {
  const fires = (threshold: number) => `neuron: integrate-and-fire, threshold: ${threshold}, initial: kaiming-uniform`;
  const data = 'time: { steps: 12 }\nencode: { kind: direct, gain: 0.7 }';
  for (const threshold of [0.25, 1, 3]) {
    const scenario = small(fires(threshold), '', data).replace('size: 2, neuron', 'size: 30, neuron');
    const { found } = await collapsed({ scenario: scenario.replace('data: xor', 'data: moons') });
    expect(found['rate-dense']).toMatchObject({ parameters: 152, agreement: 1, exact: false });
  }
});

test.each([
  ['lif', 'the membrane leaks, decay 0.9'],
  ['integrate-and-fire, reset: zero', 'reset is zero'],
])('%s has no rates', async (neuron, reason) => {
  const { reasons } = await collapsed({ scenario: small(`neuron: ${neuron}`) });
  expect(reasons['rate-dense']).toBe(`hidden neurons must integrate and fire, reset by subtraction: ${reason}`);
});

test('of a convolutional network only the ridge layer is made', async () => {
  const scenario = `
scenario: 1
name: conv
time: { steps: 2 }
data: digits
network:
  layers:
    - { id: in, shape: [1, 8, 8] }
    - { id: conv, kind: conv2d, channels: 1, kernel: 3, stride: 2, neuron: lif }
    - { id: flat, kind: flatten }
    - { id: out, size: 10 }
`;
  const { found, reasons, report } = await collapsed({ scenario });
  expect(Object.keys(found)).toEqual(['ridge']);
  expect(found['ridge']!.parameters).toBe(650);
  const reason = 'layer "conv" is conv2d: only dense layers collapse';
  expect(reasons).toEqual({ linear: reason, local: reason, mean: reason, 'rate-dense': reason });
  expect(report.samples).toBe(359);
});

test('a single output answers 1 above 0', async () => {
  // y = x₁ − 0.5: classes 0, 0, 1, 1 for labels 0, 1, 1, 0.
  const scenario = `
scenario: 1
name: single
data: xor
network: { layers: [{ id: in, size: 2 }, { id: out, size: 1 }] }
learn: { rule: backprop, loss: squared-error }
`;
  const tensors = [numbers('out.weight', [1, 2], [1, 0]), numbers('out.bias', [1], [-0.5])];
  const { found } = await collapsed({ scenario, tensors, said: 0.5 });
  expect(found['linear']).toMatchObject({ accuracy: 0.5, agreement: 1, exact: true });
  // ‖xᵢ − 0.5‖² + w² λ: Σ x̃² = 1, so w = 1 / (1 + 1); the border stays at x₁ = 0.5.
  expect(found['ridge']).toMatchObject({ accuracy: 0.5, agreement: 1 });
});

test('measures on the training split when told to', async () => {
  const scenario = small('neuron: step').replace('data: xor', 'data: { source: moons, samples: 60 }');
  const { report } = await collapsed({ scenario }, { ...REFERENCE, split: 'train' });
  expect([report.split, report.samples]).toEqual(['train', 60]);
});

test.each([
  [-1, 'the collapse cannot take these options:\n  ridge: expected a number >= 0, got -1', 'HV_OPTION_RANGE'],
  [0, /^ridge with lambda 0: the matrix is not positive definite: pivot \d+ is /, 'HV_COLLAPSE_RIDGE'],
])('refuses a penalty of %d', async (lambda, message, code) => {
  // Digits have pixels that are always white: without a penalty their weights are open.
  const scenario = `
scenario: 1
name: open
data: digits
network: { layers: [{ id: in, size: 64 }, { id: out, size: 10 }] }
`;
  const attempt = collapsed({ scenario }, { ...REFERENCE, lambda });
  await expect(attempt).rejects.toMatchObject({ code, kind: 'usage', message: expect.stringMatching(message) });
});

test('fails loudly when the checkpoint does not answer as the run said', async () => {
  const attempt = collapsed({ scenario: XOR_STEP, tensors: XOR_TENSORS, said: 0.75 });
  await expect(attempt).rejects.toMatchObject({
    code: 'HV_RUN_MISMATCH',
    kind: 'run',
    message: expect.stringMatching(/: the run said accuracy\(test\) 0\.75, but its checkpoint gives 1 on reference$/),
  });
});

test('says that an interrupted run cannot be held against its summary', async () => {
  const made = {
    scenario: XOR_STEP,
    tensors: XOR_TENSORS,
    said: 0.25,
    interrupted: true,
    reason: 'interrupted',
  } as const;
  const { report } = await collapsed(made);
  expect(report.network).toMatchObject({
    accuracy: 1,
    summary: { confirmed: false, why: 'the run was interrupted, its last test is older than its checkpoint' },
  });
});

test('networks that are not their weights are refused', async () => {
  const scenario = `${scenarioOf('relu')}learn: mean-field-ensemble\n`;
  await expect(collapsed({ scenario })).rejects.toMatchObject({
    code: 'HV_COLLAPSE_RULE',
    kind: 'usage',
    message: expect.stringMatching(/ got one of the rule "mean-field-ensemble", which answers in its own way$/),
    remedy: 'Ask for the worth of its connections: heaviside credit RUN.',
  });
});

test('of a large training split the mean takes samples spread evenly, and says so', async () => {
  const data = 'data: { train: { source: moons, samples: 2500 }, test: { source: moons, samples: 20 } }';
  const { found, report } = await collapsed({ scenario: small('neuron: relu').replace('data: xor', data) });
  expect(report.samples).toBe(20);
  expect(found['mean']!.remark).toBe('mean of the local layers of 2000 of 2500 samples of the training split');
});
