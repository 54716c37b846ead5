import { expect, test } from 'vitest';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import { sampleWeights } from '../../../src/core/mean-field/sampled-weights.js';
import {
  initialStepEnsemble,
  STEP_ENSEMBLE_START,
  spikeSlabOf,
  stepUnits,
} from '../../../src/core/mean-field/step-ensemble.js';
import { stepEnsembleForward } from '../../../src/core/mean-field/step-ensemble-forward.js';
import {
  STEP_ENSEMBLE_OPTIMIZER,
  type StepEnsembleState,
  stepEnsembleStep,
} from '../../../src/core/mean-field/step-ensemble-step.js';
import { meanWeights, weightForward } from '../../../src/core/mean-field/weight-network.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { accuracy, batchesOf, digits, mean } from './digits.js';

/** With 60, as in the specification (0.982, 0.981, 0.980 on another split), this seed had 0.978, 0.975 and 0.978. */
// Five runs (four seeds) of 20 epochs: closed form 0.964 to 0.981, sampled 0.964 to 0.976, mean weights 0.958 to 0.978.
const EPOCHS = 20;

test('digits, 64-100-10 step units, 20 epochs instead of 60: closed form and sampled step networks >= 0.955, mean weights >= 0.95', async () => {
  const [train, held] = [await digits('train'), await digits('test')];
  const streams = createRandomStreams(1);
  const sizes = [64, 100, 10];
  const workspace = createEnsembleWorkspace(sizes, 50);
  let state: StepEnsembleState = {
    network: initialStepEnsemble(sizes, STEP_ENSEMBLE_START, streams.stream('weights')),
    optimizer: freshOptimizer,
    step: 0,
  };
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const batch of batchesOf(train, 50, streams.stream('order')))
      ({ state } = stepEnsembleStep(state, batch, STEP_ENSEMBLE_OPTIMIZER, STEP_ENSEMBLE_OPTIMIZER.lr, workspace));
  }
  const spikeSlab = state.network.map(spikeSlabOf);
  const step = stepUnits(state.network);
  const closed = accuracy(stepEnsembleForward(state.network, held.inputs).logits, held.labels);
  const sampled = Array.from({ length: 20 }, () =>
    accuracy(weightForward(sampleWeights(spikeSlab, streams.stream('sample')), held.inputs, step), held.labels),
  );
  const definite = accuracy(weightForward(meanWeights(spikeSlab), held.inputs, step), held.labels);
  console.log(
    `digits, step units: closed form ${closed.toFixed(4)}, sampled ${mean(sampled).toFixed(4)}, mean weights ${definite.toFixed(4)}`,
  );
  expect(closed).toBeGreaterThanOrEqual(0.955);
  expect(mean(sampled)).toBeGreaterThanOrEqual(0.955);
  expect(definite).toBeGreaterThanOrEqual(0.95);
});
