import { expect, test } from 'vitest';

import { drawNoise } from '../../../src/core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../../src/core/mean-field/ensemble-training.js';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import { initialEnsemble } from '../../../src/core/mean-field/initial-ensemble.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { readRunFolder } from '../../../src/record/read-run-folder.js';
import { creditRun } from '../../../src/run/credit/credit-run.js';
import { batchesOf, digits } from '../../core/mean-field/digits.js';
import { handMadeRun } from '../collapse/hand-made-run.js';
import { ensembleTensors } from './hand-made-ensemble.js';

const SCENARIO = `
scenario: 1
name: digits-ensemble
data: digits
network:
  layers:
    - { id: in, size: 64 }
    - { id: h, size: 24, neuron: relu, bias: false }
    - { id: out, size: 10, bias: false }
`;

test('digits: what is very important hurts, what is unimportant can go', async () => {
  const train = await digits('train');
  const streams = createRandomStreams(1);
  const sizes = [64, 24, 10];
  const workspace = createEnsembleWorkspace(sizes, 50);
  let state: EnsembleState = {
    network: initialEnsemble(sizes, streams.stream('weights')),
    optimizer: freshOptimizer,
    step: 0,
  };
  const { optimizer, decay } = ENSEMBLE_TRAINING;
  for (let epoch = 0; epoch < 10; epoch++)
    for (const batch of batchesOf(train, 50, streams.stream('order'))) {
      const noise = drawNoise(state.network, 50, streams.stream('noise'));
      ({ state } = ensembleStep(state, { ...batch, noise }, { optimizer, lr: 0.1, decay }, workspace));
    }
  const folder = handMadeRun({ scenario: SCENARIO, tensors: ensembleTensors(['h', 'out'], state.network) });
  const report = await creditRun(await readRunFolder(folder), { samples: 10, perturbed: 5 });
  expect(report.meanNetwork.error).toBeLessThan(0.1);
  for (const { fractions } of report.layers) {
    expect(fractions['very-important'] + fractions.unimportant + fractions.variable).toBeCloseTo(1, 12);
    expect(fractions['very-important']).toBeGreaterThan(0);
  }
  const unimportant = report.layers.reduce(
    (sum, { connections, fractions }) => sum + connections * fractions.unimportant,
    0,
  );
  const never = report.pruned.at(-1)!;
  expect(never.error).toBe(report.meanNetwork.error);
  expect(never.kept).toBeCloseTo(1 - unimportant / (64 * 24 + 24 * 10), 12);
  const lost = report.perturbation.find(
    ({ layer, category, fraction }) => layer === 'out' && category === 'very-important' && fraction === 1,
  )!;
  const whole = report.perturbation.find(({ layer, fraction }) => layer === 'out' && fraction === 0)!;
  expect(lost.error).toBeGreaterThan(whole.error);
});
