import { expect, test } from 'vitest';

import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import { readRunFolder } from '../../../src/record/read-run-folder.js';
import type { CreditOptions } from '../../../src/run/credit/credit-options.js';
import type { CategoryName } from '../../../src/run/credit/credit-report.js';
import { creditRun } from '../../../src/run/credit/credit-run.js';
import { handMadeRun, XOR_STEP, XOR_TENSORS } from '../collapse/hand-made-run.js';
import { DEFINITE, ensembleTensors, layerOf, scenarioOf } from './hand-made-ensemble.js';

async function credited(
  hidden: string,
  layers: readonly SpikeSlabLayer[],
  { said, ...options }: CreditOptions & { readonly said?: number } = {},
) {
  const tensors = ensembleTensors(['h', 'out'], layers);
  const made = { scenario: scenarioOf(hidden), tensors, ...(said === undefined ? {} : { said }) };
  return creditRun(await readRunFolder(handMadeRun(made)), options);
}

test('an ensemble of one definite network: every figure by hand', async () => {
  const report = await credited('relu', DEFINITE, { said: 0.75, samples: 3, perturbed: 2 });
  expect(report.meanNetwork).toEqual({ error: 0.25, summary: { confirmed: true } });
  expect(report.sampled).toEqual({ networks: 3, mean: 0.25, deviation: 0, least: 0.25, most: 0.25 });
  expect(report.tolerances).toEqual({ spikeMass: 0, slabVariance: 0 });
  const layer = { connections: 4, spikeEntropy: 0, slabEntropy: 0, slabConnections: 0 };
  const fractions = { 'very-important': 0.5, unimportant: 0.5, variable: 0 };
  expect(report.layers).toEqual([
    { layer: 'h', ...layer, fractions },
    { layer: 'out', ...layer, fractions },
  ]);
  // Half of the eight connections are never there, and nothing changes without them.
  expect(report.pruned).toEqual([0.5, 0.8, 1].map((above) => ({ above, kept: 0.5, error: 0.25 })));
  const curve = (of: string, category: CategoryName) =>
    report.perturbation.filter((point) => point.layer === of && point.category === category);
  for (const of of ['h', 'out']) {
    // Of two very important connections round(2 f) go: none up to 0.2, from 0.3 on at least one. Without x₁ the
    // answers are 0, 0, 0, 0, without x₂ 0, 0, 1, 1: half of them wrong in both cases, and without both.
    expect(curve(of, 'very-important').map(({ error }) => error)).toEqual([
      ...[0.25, 0.25, 0.25],
      ...new Array(8).fill(0.5),
    ]);
    // There is no variable connection to damage.
    expect(curve(of, 'variable').map(({ error }) => error)).toEqual(new Array(11).fill(0.25));
    expect(curve(of, 'unimportant')[0]).toEqual({ layer: of, category: 'unimportant', fraction: 0, error: 0.25 });
  }
});

test('undamaged, every curve starts at the mean error of the same networks', async () => {
  const unsure = [
    layerOf(2, [0.4, 1, 0.6, 0], [1, -2, 3, 1], [1, 1, 1, 0]),
    layerOf(2, [0.3, 0.3, 0, 0.4], [0, 1, 1, -1], [1, 1, 0, 1]),
  ];
  const report = await credited('relu', unsure, { samples: 12, perturbed: 12 });
  expect(report.sampled.deviation).toBeGreaterThan(0);
  const undamaged = report.perturbation.filter(({ fraction }) => fraction === 0);
  expect(undamaged.map(({ error }) => error)).toEqual(new Array(6).fill(report.sampled.mean));
  expect(await credited('relu', unsure, { samples: 12, perturbed: 12 })).toEqual({
    ...report,
    folder: expect.any(String),
  });
});

test('step units have no projection: categories hold within tolerances, unless told otherwise', async () => {
  const near = [
    // Within 0.01 of 0 and 1 and, for the first, with a variance of at most 1e-4.
    layerOf(2, [0.005, 0.995, 0.5, 0.005], [1, 1, 1, 1], [5e-5, 1, 1 / (2 * Math.PI * Math.E), 1]),
    layerOf(2, [0, 1, 0, 1], [1, 1, 1, 1]),
  ];
  const { tolerances, layers } = await credited('step', near, { samples: 1, perturbed: 1 });
  expect(tolerances).toEqual({ spikeMass: 0.01, slabVariance: 1e-4 });
  expect(layers[0]!.fractions).toEqual({ 'very-important': 0.25, unimportant: 0.25, variable: 0.5 });
  expect(layers[0]!.slabConnections).toBe(4);
  // −0.005 ln 0.005 − 0.995 ln 0.995 = 0.0264916 + 0.0049875 = 0.0314790, three times, and ln 2, over four.
  expect(layers[0]!.spikeEntropy).toBeCloseTo((3 * 0.031479 + Math.LN2) / 4, 6);
  const exact = await credited('step', near, { samples: 1, perturbed: 1, categories: 'exact' });
  expect(exact.layers[0]!.fractions).toEqual({ 'very-important': 0, unimportant: 0, variable: 1 });
});

test('options that cannot be are refused all at once', async () => {
  await expect(credited('relu', DEFINITE, { samples: 0, perturbed: 1.5 })).rejects.toMatchObject({
    code: 'HV_OPTION_RANGE',
    message: `credit cannot take these options:
  samples: expected an integer >= 1 and <= 10000, got 0
  perturbed: expected an integer >= 1 and <= 1000, got 1.5`,
  });
});

test('a run that has trained no ensemble is refused', async () => {
  const path = handMadeRun({ scenario: XOR_STEP, tensors: XOR_TENSORS });
  const remedy = 'Name the folder of a run with learn: mean-field-ensemble.';
  await expect(readRunFolder(path).then((stored) => creditRun(stored))).rejects.toMatchObject({
    code: 'HV_CREDIT_RUN',
    message: `${path}: expected a trained ensemble, but the checkpoint has no tensor "h.spikeMass"`,
    remedy,
  });
  const spiking = handMadeRun({ scenario: XOR_STEP.replace('neuron: step', 'neuron: lif') });
  await expect(readRunFolder(spiking).then((stored) => creditRun(stored))).rejects.toMatchObject({
    code: 'HV_CREDIT_RUN',
    message: `${spiking}: no ensemble:\n  layers.h.neuron: expected one of "relu", "step" for the rule "mean-field-ensemble", got "lif"`,
  });
});

test('numbers that no ensemble has, and one that does not answer as its run said, are refused', async () => {
  const [h, out] = DEFINITE as [SpikeSlabLayer, SpikeSlabLayer];
  await expect(credited('relu', [{ ...h, spikeMass: Float64Array.of(0, 1, 1.5, 0) }, out])).rejects.toMatchObject({
    code: 'HV_CHECKPOINT_FIT',
    message: expect.stringMatching(/ holds no ensemble: layer 1: spike mass must be in \[0, 1\], got 1\.5 at index 2$/),
  });
  await expect(credited('relu', DEFINITE, { said: 1 })).rejects.toMatchObject({ code: 'HV_RUN_MISMATCH' });
});
