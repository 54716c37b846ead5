import { describe, expect, test } from 'vitest';
import { lossOf, oneHot } from '../../../src/core/losses/loss.js';
import { ensembleBackward } from '../../../src/core/mean-field/ensemble-backward.js';
import { drawNoise, ensembleForward } from '../../../src/core/mean-field/ensemble-forward.js';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import { expectClose } from '../expect-close.js';
import { differences, interiorNetwork, normals, randomOf, uniformLayer, worstRelative } from './random-ensemble.js';

const PARAMETERS = ['slabMean', 'spikeMass', 'slabVariance'] as const;

function lossAndGradient(
  network: readonly SpikeSlabLayer[],
  inputs: Float64Array,
  noise: readonly Float64Array[],
  targets: Float64Array,
) {
  const pass = ensembleForward(network, inputs, noise);
  const { loss, gradient } = lossOf('cross-entropy', pass.logits, targets, network.at(-1)!.fanOut);
  return { loss, logits: pass.logits, gradients: ensembleBackward(network, pass, gradient) };
}

describe('the gradient of an ensemble', () => {
  test('is that of central differences in every parameter of three layers, to 1e-5 relative', () => {
    const random = randomOf('differences');
    const network = interiorNetwork([5, 6, 4, 3], random);
    const inputs = normals(4 * 5, random);
    const noise = drawNoise(network, 4, random);
    const targets = oneHot([0, 2, 1, 1], 3);
    const { gradients } = lossAndGradient(network, inputs, noise, targets);
    network.forEach((layer, l) => {
      for (const name of PARAMETERS) {
        const lossAt = (moved: Float64Array) =>
          lossAndGradient(network.with(l, { ...layer, [name]: moved }), inputs, noise, targets).loss;
        const found = gradients[l]![name];
        // Rounding of the loss over the step is 1e-10: what is smaller than 1e-4 is measured by that.
        expect(worstRelative(found, differences(layer[name], 1e-6, lossAt), 1e-4), `${name}[${l}]`).toBeLessThan(1e-5);
      }
    });
  });

  test('of definite weights (pi = 0, Xi = 0) is that of an ordinary network without biases, for any noise', () => {
    const random = randomOf('definite');
    const [fanIn, hidden, classes, batch] = [5, 4, 3, 6];
    const network = interiorNetwork([fanIn, hidden, classes], random).map((layer) => ({
      ...layer,
      spikeMass: layer.spikeMass.map(() => 0),
      slabVariance: layer.slabVariance.map(() => 0),
    }));
    const inputs = normals(batch * fanIn, random);
    const targets = oneHot([0, 1, 2, 0, 1, 2], classes);
    const noise = drawNoise(network, batch, random).map((drawn) => drawn.map((n) => 100 * n));
    const found = lossAndGradient(network, inputs, noise, targets);

    // The ordinary network, written out: w = m / √fanIn, z₁ = w₁ x, a = max(z₁, 0), z₂ = w₂ a.
    const w1 = network[0]!.slabMean.map((m) => m / Math.sqrt(fanIn));
    const w2 = network[1]!.slabMean.map((m) => m / Math.sqrt(hidden));
    const dense = (w: Float64Array, x: Float64Array, from: number, to: number) =>
      Float64Array.from({ length: batch * to }, (_, k) => {
        let sum = 0;
        for (let i = 0; i < from; i++) sum += w[(k % to) * from + i]! * x[Math.floor(k / to) * from + i]!;
        return sum;
      });
    const z1 = dense(w1, inputs, fanIn, hidden);
    const a = z1.map((z) => Math.max(z, 0));
    const z2 = dense(w2, a, hidden, classes);
    expectClose(found.logits, z2);
    const { gradient: k2 } = lossOf('cross-entropy', z2, targets, classes);
    const k1 = Float64Array.from({ length: batch * hidden }, (_, k) => {
      let sum = 0;
      for (let j = 0; j < classes; j++)
        sum += k2[Math.floor(k / hidden) * classes + j]! * w2[j * hidden + (k % hidden)]!;
      return z1[k]! > 0 ? sum : 0;
    });
    const byWeights = (errors: Float64Array, x: Float64Array, from: number, to: number) =>
      Float64Array.from({ length: to * from }, (_, k) => {
        let sum = 0;
        for (let b = 0; b < batch; b++) sum += errors[b * to + Math.floor(k / from)]! * x[b * from + (k % from)]!;
        return sum / Math.sqrt(from);
      });
    expectClose(found.gradients[1]!.slabMean, byWeights(k2, a, hidden, classes));
    expectClose(found.gradients[0]!.slabMean, byWeights(k1, inputs, fanIn, hidden));
    // D = 0 everywhere: the noise cannot act, and the variance, which would let it, has no slope.
    expect(found.gradients.every(({ slabVariance }) => slabVariance.every((g) => g === 0))).toBe(true);
  });

  test('of absent weights (pi = 1) has logits 0, equal probabilities and nothing for m, but something for pi', () => {
    const network = [uniformLayer(3, 4, 1, 2, 0.5), uniformLayer(4, 5, 1, -1, 0.5)];
    const inputs = Float64Array.of(1, -2, 3, 0.5, 0, 1);
    const noise = drawNoise(network, 2, randomOf('absent'));
    const { loss, logits, gradients } = lossAndGradient(network, inputs, noise, oneHot([1, 4], 5));
    expect(logits.every((z) => z === 0)).toBe(true);
    // Every class has probability 1/5.
    expect(loss).toBeCloseTo(Math.log(5), 14);
    for (const { slabMean } of gradients) expect(slabMean.every((g) => g === 0)).toBe(true);
    // The hidden units are silent (z = 0), so the last layer has no inputs and no slope either.
    expect(gradients[1]!.spikeMass.every((g) => g === 0)).toBe(true);
    const single = [uniformLayer(3, 5, 1, 2, 0.5)];
    const alone = lossAndGradient(single, inputs, drawNoise(single, 2, randomOf('absent')), oneHot([1, 4], 5));
    expect(alone.gradients[0]!.slabMean.every((g) => g === 0)).toBe(true);
    expect(alone.gradients[0]!.spikeMass.some((g) => g !== 0)).toBe(true);
  });

  test('of one connection, by hand', () => {
    // π = ½, m = 2, Ξ = 1: μ = 1, ρ = ½(1 + ½·4) = 1.5.  x = 2, ε = 1: G = 2, D = √(4·1.5) = √6, c = 1.
    // K = 1: H1 = x = 2, H2 = (1/√6)·4.  ∂m = ½·2 + ¼·2·H2, ∂π = −2·2 + ½(0·4 − 1)·H2, ∂Ξ = ½·½·H2
    const network = [uniformLayer(1, 1, 0.5, 2, 1)];
    const pass = ensembleForward(network, Float64Array.of(2), [Float64Array.of(1)]);
    expectClose(pass.logits, [2 + Math.sqrt(6)]);
    const [gradient] = ensembleBackward(network, pass, Float64Array.of(1));
    const h2 = 4 / Math.sqrt(6);
    expectClose(gradient!.slabMean, [1 + h2 / 2]);
    expectClose(gradient!.spikeMass, [-4 - h2 / 2]);
    expectClose(gradient!.slabVariance, [h2 / 4]);
  });

  test('does not depend on what a lent workspace held before', () => {
    const random = randomOf('workspace');
    const network = interiorNetwork([9, 12, 3], random);
    const workspace = createEnsembleWorkspace([9, 12, 3], 5);
    const draw = () => ({ inputs: normals(5 * 9, random), noise: drawNoise(network, 5, random) });
    const run = ({ inputs, noise }: ReturnType<typeof draw>, lent?: typeof workspace) => {
      const pass = ensembleForward(network, inputs, noise, lent);
      return { logits: pass.logits.slice(), gradients: ensembleBackward(network, pass, pass.logits.slice()) };
    };
    const [first, second] = [draw(), draw()];
    run(first, workspace);
    expect(run(second, workspace)).toEqual(run(second));
  });
});
