import { describe, expect, test } from 'vitest';
import { lossOf, oneHot } from '../../../src/core/losses/loss.js';
import { sampleWeights } from '../../../src/core/mean-field/sampled-weights.js';
import {
  checkStepEnsemble,
  initialStepEnsemble,
  STEP_ENSEMBLE_START,
  type StepEnsembleLayer,
  spikeSlabOf,
  stepUnits,
} from '../../../src/core/mean-field/step-ensemble.js';
import { stepEnsembleBackward } from '../../../src/core/mean-field/step-ensemble-backward.js';
import { stepEnsembleForward } from '../../../src/core/mean-field/step-ensemble-forward.js';
import { SMALLEST_VARIANCE, stepUnitMean } from '../../../src/core/mean-field/step-unit.js';
import { meanWeights, weightForward } from '../../../src/core/mean-field/weight-network.js';
import type { RandomSource } from '../../../src/core/random-source.js';
import { expectClose } from '../expect-close.js';
import { differences, normals, randomOf, worstRelative } from './random-ensemble.js';

const PARAMETERS = ['spikeLogit', 'slabMean', 'logVariance'] as const;

/** Layers with every parameter different. */
function anyNetwork(sizes: readonly number[], random: RandomSource, spikeLogit = -0.5): StepEnsembleLayer[] {
  return sizes.slice(1).map((fanOut, l) => {
    const fanIn = sizes[l]!;
    const count = fanIn * fanOut;
    return {
      fanIn,
      fanOut,
      spikeLogit: normals(count, random).map((n) => spikeLogit + n / 2),
      slabMean: normals(count, random),
      logVariance: normals(count, random).map((n) => n / 2 - 1),
      threshold: 0.1 * (l + 1),
    };
  });
}

describe('the mean of a step unit', () => {
  test('is a half at the threshold, with slope φ(0) / D by G and none by D²', () => {
    const { firing, byMean, byVariance } = stepUnitMean(0.3, 4, 0.3);
    expect([firing, byVariance + 0]).toEqual([0.5, 0]);
    expect(byMean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI) / 2, 15);
  });

  test('has the slopes that differences have', () => {
    for (const [g, v, threshold] of [
      [0.5, 0.3, 0],
      [-1, 2, 0.2],
      [2, 0.5, -0.4],
    ] as const) {
      const { byMean, byVariance } = stepUnitMean(g, v, threshold);
      const [at] = differences(Float64Array.of(g), 1e-6, ([x]) => stepUnitMean(x!, v, threshold).firing);
      const [by] = differences(Float64Array.of(v), 1e-6, ([x]) => stepUnitMean(g, x!, threshold).firing);
      expectClose([byMean, byVariance], [at!, by!], 1e-8);
    }
  });

  test('without variance is the step itself, above the threshold and not at it, without slopes', () => {
    expect([0.9, 1, 1.1].map((g) => stepUnitMean(g, 0, 1))).toEqual(
      [0, 0, 1].map((firing) => ({ firing, byMean: 0, byVariance: 0 })),
    );
  });

  test('takes a smaller variance for 1e-12 and then has no slope by it', () => {
    const [small, kept] = [stepUnitMean(1e-7, 1e-15, 0), stepUnitMean(1e-7, SMALLEST_VARIANCE, 0)];
    expect([small.firing, small.byMean]).toEqual([kept.firing, kept.byMean]);
    expect([small.byVariance, kept.byVariance < 0]).toEqual([0, true]);
  });

  test('stays finite however far from the threshold', () => {
    expect(stepUnitMean(1e300, 1e-12, 0)).toEqual({ firing: 1, byMean: 0, byVariance: 0 });
  });
});

describe('an ensemble of step-unit networks', () => {
  test.each([
    ['mean logits', false],
    ['noise at the outputs', true],
  ])('has the gradient that differences have in every parameter of three layers, to 1e-5: %s', (_, noisy) => {
    const random = randomOf('step differences');
    const network = anyNetwork([5, 9, 8, 3], random);
    checkStepEnsemble(network);
    const inputs = normals(4 * 5, random);
    const noise = noisy ? normals(4 * 3, random) : undefined;
    const targets = oneHot([0, 2, 1, 1], 3);
    const run = (layers: readonly StepEnsembleLayer[]) => {
      const pass = stepEnsembleForward(layers, inputs, noise);
      return { pass, ...lossOf('cross-entropy', pass.logits, targets, 3) };
    };
    const { pass, gradient } = run(network);
    const gradients = stepEnsembleBackward(pass, gradient);
    network.forEach((layer, l) => {
      for (const name of PARAMETERS) {
        const found = differences(layer[name], 1e-5, (moved) => run(network.with(l, { ...layer, [name]: moved })).loss);
        // Rounding of the loss over the step is 1e-11: what is smaller than 1e-5 is measured by that.
        expect(worstRelative(gradients[l]![name], found, 1e-5), `${name}[${l}]`).toBeLessThan(1e-5);
      }
    });
    // Without noise the variances of the last layer have no effect.
    expect(gradients[2]!.logVariance.some((g) => g !== 0)).toBe(noisy);
  });

  test('fires as often as 20,000 sampled layers of normal weights do, within 5 standard errors', () => {
    // π vanishes (a logit of −40), so that the sum over weights is exactly normal.
    const random = randomOf('firing');
    const [drawn] = anyNetwork([6, 4], random, -40);
    // Half the means and a variance of 1 keep every probability away from 0 and 1.
    const layer = { ...drawn!, slabMean: drawn!.slabMean.map((m) => m / 2), logVariance: drawn!.logVariance.fill(0) };
    const inputs = normals(6, random);
    const network = [layer, ...anyNetwork([4, 2], random)];
    const firing = stepEnsembleForward(network, inputs).workspace.layers[0]!.outputs;
    const samples = 20_000;
    const counts = new Float64Array(4);
    for (let sample = 0; sample < samples; sample++) {
      const sums = weightForward(sampleWeights([spikeSlabOf(layer)], random), inputs, (z) => z);
      sums.forEach((z, j) => {
        if (z > layer.threshold) counts[j]!++;
      });
    }
    firing.forEach((a, j) => {
      expect(a).toBeGreaterThan(0.01);
      expect(a).toBeLessThan(0.99);
      expect(Math.abs(counts[j]! / samples - a)).toBeLessThan(5 * Math.sqrt((a * (1 - a)) / samples));
    });
  });

  test('counts the variance of binary inputs: G and D² of a second layer as 20,000 samples have them', () => {
    const random = randomOf('binary');
    const network = anyNetwork([6, 7, 2], random);
    const { workspace } = stepEnsembleForward(network, normals(6, random));
    const { outputs: firing } = workspace.layers[0]!;
    const { sums: means, sumVariance } = workspace.layers[1]!;
    const samples = 20_000;
    const second = [spikeSlabOf(network[1]!)];
    const sums = Array.from({ length: samples }, () => {
      const spikes = firing.map((a) => (random() < a ? 1 : 0));
      // weightForward divides by √fanIn, G does not.
      return weightForward(sampleWeights(second, random), spikes, (z) => z).map((z) => Math.sqrt(7) * z);
    });
    for (let j = 0; j < 2; j++) {
      const average = sums.reduce((sum, values) => sum + values[j]!, 0) / samples;
      const variance = sums.reduce((sum, values) => sum + (values[j]! - average) ** 2, 0) / samples;
      expect(Math.abs(average - means[j]!)).toBeLessThan(5 * Math.sqrt(sumVariance[j]! / samples));
      expect(Math.abs(variance / sumVariance[j]! - 1)).toBeLessThan(0.05);
    }
  });

  test('is a definite step network once nothing is random: closed form, sampled and mean weights agree', () => {
    // π = 0 and Ξ = 0 to the last digit; thresholds keep every sum away from a tie.
    const random = randomOf('definite steps');
    const network = anyNetwork([5, 8, 6, 3], random).map((layer) => ({
      ...layer,
      spikeLogit: layer.spikeLogit.map(() => -1e3),
      logVariance: layer.logVariance.map(() => -1e3),
    }));
    const inputs = normals(10 * 5, random);
    const spikeSlab = network.map(spikeSlabOf);
    const step = stepUnits(network);
    const { logits } = stepEnsembleForward(network, inputs);
    expectClose(logits, weightForward(meanWeights(spikeSlab), inputs, step));
    expectClose(logits, weightForward(sampleWeights(spikeSlab, random), inputs, step));
  });

  test('starts as asked: pi and Xi everywhere the same, m normal', () => {
    const [layer] = initialStepEnsemble([40, 50], STEP_ENSEMBLE_START, randomOf('start'));
    const { spikeMass, slabMean, slabVariance } = spikeSlabOf(layer!);
    expectClose(
      spikeMass,
      spikeMass.map(() => STEP_ENSEMBLE_START.spikeMass),
    );
    expectClose(
      slabVariance,
      slabVariance.map(() => STEP_ENSEMBLE_START.slabVariance),
    );
    const square = slabMean.reduce((sum, m) => sum + m * m, 0) / slabMean.length;
    // 2,000 squares of a standard normal: variance 2 each, so 5 standard errors are 0.16.
    expect(Math.abs(square / STEP_ENSEMBLE_START.slabMeanDeviation ** 2 - 1)).toBeLessThan(0.16);
  });
});
