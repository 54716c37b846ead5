import { describe, expect, test } from 'vitest';
import { epsilonFeedback } from '../../../src/core/feedback/epsilon.js';
import { stabilised } from '../../../src/core/feedback/stabilised.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { initialResponsibility } from '../../../src/core/responsibility/initial-responsibility.js';
import { responsibilitiesOf } from '../../../src/core/responsibility/layer-batch.js';
import { type LfpFeedback, lfpFeedback } from '../../../src/core/responsibility/lfp-feedback.js';
import { lfpStep } from '../../../src/core/responsibility/lfp-step.js';
import { responsibilityOutputs } from '../../../src/core/responsibility/network-pass.js';
import { layersOf, planResponsibilityNetwork } from '../../../src/core/responsibility/responsibility-network.js';
import { denseReward } from '../../../src/core/rewards/dense-rewards.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { expectClose } from '../expect-close.js';
import { layerAtWork } from '../feedback/layer-at-work.js';

const FEATURES = 4;
const CLASSES = 3;
const epsilon = 0.25;
const draw = createRandomStreams(5).fresh('numbers');
const varied = (values: Float64Array): Float64Array => values.map((value) => value + draw() - 0.5);
const variedTensors = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, varied(values)]));

const single = planResponsibilityNetwork([FEATURES, CLASSES], 'step');
const singleTensors = variedTensors(initialResponsibility(single, draw));
const deep = planResponsibilityNetwork([FEATURES, 6, CLASSES], 'step');
const deepTensors = variedTensors(initialResponsibility(deep, draw));
const batch = { inputs: varied(new Float64Array(3 * FEATURES)), labels: Int32Array.of(2, 0, 1) };
const one = { inputs: batch.inputs.slice(0, FEATURES), labels: Int32Array.of(2) };

/** (out, in) as `[fanIn × fanOut]`. */
const turned = (values: Float64Array, fanIn: number): Float64Array => {
  const units = values.length / fanIn;
  return values.map((_, k) => values[(k % units) * fanIn + Math.floor(k / units)]!);
};

function expectSame(found: LfpFeedback, expected: LfpFeedback, tolerance: number): void {
  expectClose(found.outputs, expected.outputs, tolerance);
  expectClose(found.inputs, expected.inputs, tolerance);
  for (const [name, values] of Object.entries(expected.tensors)) expectClose(found.tensors[name]!, values, tolerance);
}

describe('feedback propagation (experimental) as variant', () => {
  test('plain is the epsilon rule of ordinary layers', () => {
    const found = lfpFeedback(single, singleTensors, batch, { variant: 'plain', epsilon });
    const reward = denseReward({ kind: 'softmax' }, found.outputs, batch.labels, CLASSES);
    const layer = layerAtWork({
      inputs: batch.inputs,
      weights: turned(singleTensors['out.weight']!, FEATURES),
      bias: singleTensors['out.bias']!,
      reward,
      fanOut: CLASSES,
      epsilon,
    });
    const { tensors, inputs } = epsilonFeedback(layer, true);
    expectClose(found.outputs, layer.sums);
    expectClose(turned(found.tensors['out.weight']!, FEATURES), tensors['weight']!);
    expectClose(found.tensors['out.bias']!, tensors['bias']!);
    expectClose(found.inputs, inputs!);
  });

  test('fwd answers as the network with responsibilities does', () => {
    const { outputs } = lfpFeedback(deep, deepTensors, batch, { variant: 'fwd', epsilon });
    expectClose(outputs, responsibilityOutputs(deep, deepTensors, batch.inputs));
  });

  test('fwd conserves reward up to ε and the share of the bias: Σᵢ R = Σⱼ Rⱼ (zⱼ − bⱼ) / s(zⱼ)', () => {
    const { outputs, inputs } = lfpFeedback(single, singleTensors, one, { variant: 'fwd', epsilon });
    const reward = denseReward({ kind: 'softmax' }, outputs, one.labels, CLASSES);
    const kept = reward.map(
      (r, j) => (r * (outputs[j]! - singleTensors['out.bias']![j]!)) / stabilised(outputs[j]!, epsilon),
    );
    const sum = (values: Float64Array): number => values.reduce((total, v) => total + v, 0);
    expectClose([sum(inputs)], [sum(kept)], 1e-12, sum(kept.map(Math.abs)) + sum(inputs.map(Math.abs)));
  });

  test('upd answers and rewards as plain does, and multiplies the weight change by n ρ', () => {
    const plain = lfpFeedback(single, singleTensors, one, { variant: 'plain', epsilon });
    const upd = lfpFeedback(single, singleTensors, one, { variant: 'upd', epsilon });
    expect([upd.outputs, upd.inputs]).toEqual([plain.outputs, plain.inputs]);
    expect(upd.tensors['out.bias']).toEqual(plain.tensors['out.bias']);
    const shares = responsibilitiesOf(layersOf(single, singleTensors)[0]!, one.inputs);
    expectClose(
      upd.tensors['out.weight']!,
      plain.tensors['out.weight']!.map((f, k) => FEATURES * shares[k]! * f),
    );
  });

  test.each(['fwd', 'upd'] as const)('%s of a kernel without end (ln σ = 12) and M = n is plain', (variant) => {
    const wide = {
      ...deepTensors,
      'h1.logWidth': new Float64Array(6).fill(12),
      'out.logWidth': new Float64Array(CLASSES).fill(12),
    };
    const found = lfpFeedback(deep, wide, batch, { variant, epsilon });
    expectSame(found, lfpFeedback(deep, wide, batch, { variant: 'plain', epsilon }), 1e-8);
  });

  test.each(['plain', 'fwd', 'upd'] as const)(
    '%s adds over samples and leaves its arguments as they are',
    (variant) => {
      const before = structuredClone({ deepTensors, batch });
      const together = lfpFeedback(deep, deepTensors, batch, { variant, epsilon });
      const alone = Array.from(batch.labels, (label, b) =>
        lfpFeedback(
          deep,
          deepTensors,
          { inputs: batch.inputs.slice(b * FEATURES, (b + 1) * FEATURES), labels: Int32Array.of(label) },
          { variant, epsilon },
        ),
      );
      for (const [name, values] of Object.entries(together.tensors)) {
        const added = Math.max(...alone.flatMap((sample) => [...sample.tensors[name]!.map(Math.abs)]));
        expectClose(
          values,
          values.map((_, k) => alone.reduce((sum, s) => sum + s.tensors[name]![k]!, 0)),
          1e-12,
          added,
        );
      }
      expect([...together.inputs]).toEqual(alone.flatMap(({ inputs }) => [...inputs]));
      expect({ deepTensors, batch }).toEqual(before);
    },
  );

  test('fwd of a case by hand', () => {
    // One step unit with x = c = 1, 1 (shares ½), w = 1, 3, M = 2: z = 2 (½ + 3/2) = 4, so a = 1.
    // Outputs z = 2, −2 times 1, M = 1: p₀ = 1 / (1 + e^−4); label 1: R = −p₀ · 2, (1 − p₁)(−2) = −2 p₀ each.
    // ε = 2: q = −2 p₀ / 4, −2 p₀ / −4;  R₁ = a Σ w q = 2 (−p₀/2) − 2 (p₀/2) = −2 p₀;  q₁ = −2 p₀ / (4 + 2)
    // f = |w| q M ρ x = 2 · (−p₀/2), 2 · p₀/2 above; 1 · q₁ · 2 · ½ · 1, 3 q₁ below. No bias, no change.
    const network = planResponsibilityNetwork([2, 1, 2], 'step');
    const tensors = {
      ...initialResponsibility(network, () => 0.5),
      'h1.weight': Float64Array.of(1, 3),
      'h1.centre': Float64Array.of(1, 1),
      'out.weight': Float64Array.of(2, -2),
    };
    const shown = { inputs: Float64Array.of(1, 1), labels: Int32Array.of(1) };
    const p = 1 / (1 + Math.exp(-4));
    const found = lfpFeedback(network, tensors, shown, { variant: 'fwd', epsilon: 2 });
    expectClose(found.outputs, [2, -2]);
    expectClose(found.tensors['out.weight']!, [-p, p]);
    expectClose(found.tensors['h1.weight']!, [-p / 3, -p]);
    expectClose(found.inputs, [-p / 3, -p]);
    expect([...found.tensors['h1.bias']!, ...found.tensors['out.bias']!].map((f) => f + 0)).toEqual([0, 0, 0]);
  });
});

describe('a step of feedback propagation (experimental)', () => {
  const optimizer = { ...OPTIMIZER_DEFAULTS.sgd, lr: 0.5, momentum: 0 };
  const start = { tensors: deepTensors, optimizer: freshOptimizer };

  test('goes along the feedback and leaves centres and widths alone', () => {
    const feedback = lfpFeedback(deep, deepTensors, batch, { variant: 'fwd', epsilon });
    const step = lfpStep(deep, start, batch, { variant: 'fwd', epsilon, optimizer });
    for (const [name, values] of Object.entries(deepTensors)) {
      const change = feedback.tensors[name];
      expectClose(step.state.tensors[name]!, change ? values.map((v, k) => v + 0.5 * change[k]!) : values);
    }
    expect(step.outputs).toEqual(feedback.outputs);
  });

  test('with the local rule moves centres by η n times the mean of ρ (x − c), and nothing else by it', () => {
    const plain = lfpStep(single, { ...start, tensors: singleTensors }, one, { variant: 'upd', epsilon, optimizer });
    const moved = lfpStep(single, { ...start, tensors: singleTensors }, one, {
      variant: 'upd',
      epsilon,
      optimizer,
      centreRate: 0.01,
    });
    const [layer] = layersOf(single, singleTensors);
    const shares = responsibilitiesOf(layer!, one.inputs);
    expectClose(
      moved.state.tensors['out.centre']!,
      layer!.centre.map((c, k) => c + 0.01 * FEATURES * shares[k]! * (one.inputs[k % FEATURES]! - c)),
    );
    const { 'out.centre': _moved, ...others } = moved.state.tensors;
    expect({ ...others, 'out.centre': layer!.centre }).toEqual(plain.state.tensors);
  });
});
