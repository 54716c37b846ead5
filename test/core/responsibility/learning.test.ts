import { describe, expect, test } from 'vitest';
import { surrogateDerivative } from '../../../src/core/gradients/surrogate.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { type GradientStep, gradientStep } from '../../../src/core/responsibility/gradient-step.js';
import { initialResponsibility } from '../../../src/core/responsibility/initial-responsibility.js';
import { lfpFeedback } from '../../../src/core/responsibility/lfp-feedback.js';
import { lfpStep } from '../../../src/core/responsibility/lfp-step.js';
import type { LfpVariant } from '../../../src/core/responsibility/lfp-variant.js';
import { responsibilityOutputs } from '../../../src/core/responsibility/network-pass.js';
import type { Multiplier } from '../../../src/core/responsibility/responsibility-layer.js';
import { planResponsibilityNetwork } from '../../../src/core/responsibility/responsibility-network.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { accuracyOf, digits, taught } from './digits-lesson.js';

const adam = (lr: number) => ({ ...OPTIMIZER_DEFAULTS.adam, lr });
const sgd = (lr: number) => ({ ...OPTIMIZER_DEFAULTS.sgd, lr });
const startOf = (seed: number) => createRandomStreams(seed).stream('start');

test('exclusive or, 2-8-2, M = n, Adam 0.02, 500 epochs: at least 4 of 5 seeds are solved', () => {
  const train = { inputs: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), labels: Int32Array.of(0, 1, 1, 0) };
  const network = planResponsibilityNetwork([2, 8, 2], 'relu');
  const optimizer = adam(0.02);
  const solved = [1, 2, 3, 4, 5].filter((seed) => {
    const tensors = taught(initialResponsibility(network, startOf(seed)), {
      ...{ train, features: 2, epochs: 500, batch: 4, seed },
      learn: (state, batch) => gradientStep(network, state, batch, { mode: 'full', optimizer }).state,
    });
    return accuracyOf(responsibilityOutputs(network, tensors, train.inputs), train.labels) === 1;
  });
  expect(solved.length).toBeGreaterThanOrEqual(4);
});

describe('digits, 64-32-10, batches of 32:', () => {
  /** Accuracy on the test images. */
  async function learned(
    multiplier: Multiplier,
    hidden: 'relu' | 'step',
    epochs: number,
    how: GradientStep,
  ): Promise<number> {
    const [train, held] = [await digits('train'), await digits('test')];
    const network = planResponsibilityNetwork([64, 32, 10], hidden, multiplier);
    const tensors = taught(initialResponsibility(network, startOf(1)), {
      ...{ train, features: 64, epochs, batch: 32, seed: 1 },
      learn: (state, batch) => gradientStep(network, state, batch, how).state,
    });
    return accuracyOf(responsibilityOutputs(network, tensors, held.inputs), held.labels);
  }

  test('M = n, full, Adam 0.005, 15 epochs: at least 95 % of the test images', async () => {
    expect(await learned('fanin', 'relu', 15, { mode: 'full', optimizer: adam(0.005) })).toBeGreaterThanOrEqual(0.95);
  });

  test('M = 1 shrinks the gradients away: SGD 0.05, momentum 0.9, 6 instead of 15 epochs, at most 30 %, where M = n passes 85 %', async () => {
    const how = { mode: 'full', optimizer: sgd(0.05) } as const;
    expect(await learned('one', 'relu', 6, how)).toBeLessThanOrEqual(0.3);
    expect(await learned('fanin', 'relu', 6, how)).toBeGreaterThanOrEqual(0.85);
  });

  test('stopped shares with the local centre rule learn, 4 instead of 15 epochs: at least 80 %', async () => {
    const how = { mode: 'stop', optimizer: adam(0.005), centreRate: 0.01 } as const;
    expect(await learned('fanin', 'relu', 4, how)).toBeGreaterThanOrEqual(0.8);
  });

  test('step units learn through a surrogate derivative, 5 epochs: at least 80 %', async () => {
    const surrogate = surrogateDerivative({ kind: 'fast-sigmoid', slope: 1 });
    const how = { mode: 'full', optimizer: adam(0.005), surrogate } as const;
    expect(await learned('fanin', 'step', 5, how)).toBeGreaterThanOrEqual(0.8);
  });
});

describe('digits, 64-64-10 step units, feedback propagation (experimental), batches of 32:', () => {
  // Rates of the mean over a batch of 32; the feedback is a sum.
  test.each<{ variant: LfpVariant; epsilon: number; rate: number; epochs: number }>([
    { variant: 'plain', epsilon: 1, rate: 0.3, epochs: 6 },
    { variant: 'fwd', epsilon: 1, rate: 0.3, epochs: 4 },
    { variant: 'upd', epsilon: 0.03, rate: 0.03, epochs: 4 },
  ])('$variant learns, $epochs instead of 20 epochs: at least 80 %', async ({ variant, epsilon, rate, epochs }) => {
    const [train, held] = [await digits('train'), await digits('test')];
    const network = planResponsibilityNetwork([64, 64, 10], 'step');
    const tensors = taught(initialResponsibility(network, startOf(1), { width: 0.5 }), {
      ...{ train, features: 64, epochs, batch: 32, seed: 1 },
      learn: (state, batch) => lfpStep(network, state, batch, { variant, epsilon, optimizer: sgd(rate / 32) }).state,
    });
    const { outputs } = lfpFeedback(network, tensors, held, { variant, epsilon });
    expect(accuracyOf(outputs, held.labels)).toBeGreaterThanOrEqual(0.8);
  });
});
