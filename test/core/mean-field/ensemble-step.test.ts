import { describe, expect, test } from 'vitest';
import { ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../../src/core/mean-field/ensemble-training.js';
import { initialEnsemble } from '../../../src/core/mean-field/initial-ensemble.js';
import { sampleWeights } from '../../../src/core/mean-field/sampled-weights.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { scheduleFactor } from '../../../src/core/optimizers/schedule.js';
import { standardNormal } from '../../../src/core/random-source.js';
import { expectClose } from '../expect-close.js';
import { interiorNetwork, normals, randomOf, uniformLayer } from './random-ensemble.js';

describe('one training step', () => {
  test('decays m and Xi beside the optimizer and not pi, then projects', () => {
    // Inputs of 0: no sum, no gradient of m, and Adam does not move. What is left is the decay 0.5 · 0.1.
    const layer = { ...uniformLayer(1, 2, 0.3, 2, 4), slabVariance: Float64Array.of(4, 0) };
    const { state } = ensembleStep(
      { network: [layer], optimizer: freshOptimizer, step: 0 },
      { inputs: Float64Array.of(0), targets: Float64Array.of(1, 0), noise: [Float64Array.of(1, -1)] },
      { optimizer: ENSEMBLE_TRAINING.optimizer, lr: 0.5, decay: 0.1 },
    );
    expectClose(state.network[0]!.slabMean, [1.9, 1.9]);
    expectClose(state.network[0]!.slabVariance, [3.8, 0]);
    expect([...state.network[0]!.spikeMass]).toEqual([0.3, 0.3]);
    expect(state.step).toBe(1);
  });

  test('keeps pi in [0, 1] and Xi >= 0 however large the step', () => {
    const random = randomOf('projection');
    const network = interiorNetwork([6, 8, 3], random);
    const batch = {
      inputs: normals(4 * 6, random),
      targets: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0),
      noise: [normals(4 * 8, random), normals(4 * 3, random)],
    };
    const { state } = ensembleStep({ network, optimizer: freshOptimizer, step: 0 }, batch, {
      optimizer: ENSEMBLE_TRAINING.optimizer,
      lr: 3,
      decay: 0,
    });
    for (const { spikeMass, slabVariance } of state.network) {
      expect(spikeMass.every((pi) => pi >= 0 && pi <= 1)).toBe(true);
      expect(slabVariance.every((xi) => xi >= 0)).toBe(true);
    }
    expect(state.network[0]!.spikeMass.some((pi) => pi === 1)).toBe(true);
    expect(state.network[0]!.slabVariance.some((xi) => xi === 0)).toBe(true);
  });

  test('leaves its arguments untouched', () => {
    const random = randomOf('untouched');
    const network = interiorNetwork([3, 2], random);
    const state = { network, optimizer: freshOptimizer, step: 0 };
    const before = structuredClone(state);
    const batch = { inputs: normals(3, random), targets: Float64Array.of(0, 1), noise: [normals(2, random)] };
    const kept = structuredClone(batch);
    ensembleStep(state, batch, { optimizer: ENSEMBLE_TRAINING.optimizer, lr: 0.1, decay: 0.01 });
    expect(state).toEqual(before);
    expect(batch).toEqual(kept);
  });
});

describe('the schedule', () => {
  test('starts at 0.1 and halves every 20 epochs', () => {
    const { optimizer, schedule } = ENSEMBLE_TRAINING;
    const rate = (epoch: number) =>
      optimizer.lr * scheduleFactor(schedule, { epoch, step: epoch * 20, totalSteps: 200 * 20 });
    expect([0, 19, 20, 39, 40, 199].map(rate)).toEqual([0.1, 0.1, 0.05, 0.05, 0.025, 0.1 / 512]);
  });
});

describe('random draws', () => {
  test('of a fresh ensemble: all m of a layer, then all its Xi, layer by layer', () => {
    const network = initialEnsemble([8, 2, 3], randomOf('start'));
    const same = randomOf('start');
    for (const { fanIn, fanOut, spikeMass, slabMean, slabVariance } of network) {
      const count = fanIn * fanOut;
      // n₀ = 8 in every layer: √(2/8) = ½
      expectClose(
        slabMean,
        Array.from({ length: count }, () => 0.5 * standardNormal(same)),
        1e-15,
      );
      expect([...slabVariance]).toEqual(Array.from({ length: count }, () => 0.01 * same()));
      expect(spikeMass.every((pi) => pi === 0)).toBe(true);
    }
  });

  test('of a sampled network: presence, then weight, connection by connection', () => {
    const network = interiorNetwork([3, 4, 2], randomOf('ensemble'));
    const sampled = sampleWeights(network, randomOf('sample'));
    const same = randomOf('sample');
    network.forEach(({ spikeMass, slabMean, slabVariance }, l) => {
      spikeMass.forEach((pi, k) => {
        const absent = same() < pi;
        const weight = slabMean[k]! + Math.sqrt(slabVariance[k]!) * standardNormal(same);
        expect(sampled[l]!.weights[k]).toBe(absent ? 0 : weight);
      });
    });
  });

  test('of a sampled network: pi = 0 is always there, pi = 1 never', () => {
    const [there, gone] = [uniformLayer(50, 20, 0, 1, 0), uniformLayer(50, 20, 1, 1, 1)];
    expect(sampleWeights([there], randomOf('a'))[0]!.weights.every((w) => w === 1)).toBe(true);
    expect(sampleWeights([gone], randomOf('a'))[0]!.weights.every((w) => w === 0)).toBe(true);
  });
});
