import { expect, test } from 'vitest';
import { drawNoise } from '../../../src/core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../../src/core/mean-field/ensemble-training.js';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import { initialEnsemble } from '../../../src/core/mean-field/initial-ensemble.js';
import { sampleWeights } from '../../../src/core/mean-field/sampled-weights.js';
import { meanWeights, rectified, weightForward } from '../../../src/core/mean-field/weight-network.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { scheduleFactor } from '../../../src/core/optimizers/schedule.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { accuracy, batchesOf, digits, mean } from './digits.js';

test('digits, 64-64-10, 30 epochs at 0.1, batch 50: mean network >= 0.96, sampled networks >= 0.95 on average', async () => {
  const [train, held] = [await digits('train'), await digits('test')];
  const streams = createRandomStreams(1);
  const sizes = [64, 64, 10];
  const { optimizer, schedule, decay } = ENSEMBLE_TRAINING;
  const [epochs, size] = [30, 50];
  const workspace = createEnsembleWorkspace(sizes, size);
  let state: EnsembleState = {
    network: initialEnsemble(sizes, streams.stream('weights')),
    optimizer: freshOptimizer,
    step: 0,
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const batches = batchesOf(train, size, streams.stream('order'));
    state = { ...state, optimizer: freshOptimizer };
    for (const batch of batches) {
      const noise = drawNoise(state.network, size, streams.stream('noise'));
      const course = { epoch, step: state.step, totalSteps: epochs * batches.length };
      const lr = optimizer.lr * scheduleFactor(schedule, course);
      ({ state } = ensembleStep(state, { ...batch, noise }, { optimizer, lr, decay }, workspace));
    }
  }
  const meanNetwork = accuracy(weightForward(meanWeights(state.network), held.inputs, rectified), held.labels);
  const sampled = Array.from({ length: 20 }, () =>
    accuracy(
      weightForward(sampleWeights(state.network, streams.stream('sample')), held.inputs, rectified),
      held.labels,
    ),
  );
  console.log(`digits, ensemble: mean network ${meanNetwork.toFixed(4)}, sampled ${mean(sampled).toFixed(4)}`);
  expect(meanNetwork).toBeGreaterThanOrEqual(0.96);
  expect(mean(sampled)).toBeGreaterThanOrEqual(0.95);
});
