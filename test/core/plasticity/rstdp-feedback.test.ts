import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { type NetworkPlan, planNetwork } from '../../../src/core/network/plan-network.js';
import { type NetworkTrace, restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import type { NeuronDescription } from '../../../src/core/neurons/neuron.js';
import { pairWindows } from '../../../src/core/plasticity/pair-window.js';
import { rstdpFeedback } from '../../../src/core/plasticity/rstdp-feedback.js';
import { RSTDP_DEFAULTS, type RstdpRule } from '../../../src/core/plasticity/rstdp-rule.js';
import type { Signal } from '../../../src/core/signal.js';
import { eighths, spikingNeuron } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween, startingTensors } from '../network/random-numbers.js';
import { dense, lif, network } from '../network/small-networks.js';
import { directRstdp, eligibilities } from './direct-rstdp.js';

/** A time constant in whose time a trace halves every step: exp(−1 / τ) = ½. */
const HALVING = 1 / Math.LN2;
const halving: RstdpRule = {
  ...{ kind: 'r-stdp', tauPlus: HALVING, tauMinus: HALVING, tauEligibility: HALVING, aPlus: 1, aMinus: 0.5 },
  ...{ modulator: 'global', baselineDecay: 0.9, layers: 'all' },
};
const rewarded = (...everywhere: number[]) => ({ everywhere: Float64Array.from(everywhere) });

/** A synapse whose neuron does what its input says: fires when the input is above 1. */
const synapse = planNetwork(network([2], [dense('out', 1, { kind: 'step' })]));

/** Two inputs, one step unit that follows the second alone: the first is the synapse to look at. */
function follow(before: readonly number[], after: readonly number[]): NetworkTrace {
  const values = Float64Array.from(before.flatMap((pre, t) => [pre, after[t]!]));
  const tensors = { 'out.weight': Float64Array.of(0, 1), 'out.bias': Float64Array.of(-0.5) };
  const span = { steps: before.length, batch: 1 };
  return simulateNetwork(synapse, tensors, { values, constant: false }, restingNetwork(synapse, 1), span);
}
const learned = (before: readonly number[], after: readonly number[], reward: number, rule = halving): number =>
  rstdpFeedback([follow(before, after)], rewarded(reward), rule)['out.weight']![0]!;

describe('one synapse', () => {
  test('over three steps: both orders, traces and eligibility halve every step', () => {
    const [before, after] = [
      [1, 0, 1],
      [0, 1, 1],
    ];
    // t  x⁺                 x⁻ (of before)  e
    // 0  1                  0               0
    // 1  ½                  0               0 + 1 · ½ = ½
    // 2  ¼ + 1 = 1.25       ½ (from t = 1)  ¼ + 1 · 1.25 − ½ · ½ = 1.25
    expectClose(eligibilities({ before: before!, after: after! }, halving), [0, 0.5, 1.25]);
    expectClose([learned(before!, after!, 2)], [2 * 1.25]);
    // The window of each presynaptic step: only steps 0 and 2 have a spike, and their windows add up to 1.25.
    // t  Σ_{u ≥ t} ½^(u − t) c(u) s(u), c = ¼ ½ 1   − ½ c(t) Σ_{u < t} ½^(t − u) s(u)   w
    // 2  1                                          − ½ · 1 · ½                         0.75
    // 1  ½ · 1 + ½ = 1                              0                                   1
    // 0  ½ · 1 = ½                                  0                                   0.5
    const output: Signal = { values: Float64Array.from(after!), constant: false };
    expectClose(pairWindows([output], [3], Float64Array.of(1), halving)[0]!, [0.5, 1, 0.75]);
  });

  test('before then after strengthens under reward, after then before weakens; punishment turns both around', () => {
    const [early, late] = [
      [1, 0],
      [0, 1],
    ];
    // e: ½ for the first order; −½ · ½ = −¼ for the second.
    expectClose([learned(early!, late!, 1), learned(late!, early!, 1)], [0.5, -0.25]);
    expectClose([learned(early!, late!, -1), learned(late!, early!, -1)], [-0.5, 0.25]);
  });

  test('a spike of the same step counts as its consequence', () => {
    expectClose([learned([1], [1], 1)], [1]);
  });

  test('a silent side learns nothing', () => {
    expect(learned([1, 1, 1], [0, 0, 0], 1)).toBe(0);
    expect(learned([0, 0, 0], [1, 1, 1], 1)).toBe(0);
  });

  test('a graded input takes the place of a spike with its value', () => {
    // x⁺ = 0.75 at the spike of the same step.
    expectClose([learned([0.75], [1], 1)], [0.75]);
  });
});

describe('a network', () => {
  const conv: LayerDescription = {
    ...{ id: 'conv', kind: 'conv2d', channels: 2, kernel: [2, 2], stride: [1, 1], padding: [0, 0] },
    ...{ neuron: lif, bias: true, initial: { kind: 'uniform' } },
  } as LayerDescription;

  function simulate(
    plan: NetworkPlan,
    values: Float64Array,
    constant: boolean,
    chunks: readonly number[],
    batch: number,
  ) {
    const tensors = startingTensors(plan);
    const traces: NetworkTrace[] = [];
    let from = 0;
    const whole: Signal = { values, constant };
    for (const steps of chunks) {
      const size = batch * plan.inputSize;
      const input = constant ? whole : { values: values.slice(from * size, (from + steps) * size), constant };
      const states = traces.at(-1)?.states ?? restingNetwork(plan, batch);
      traces.push(simulateNetwork(plan, tensors, input, states, { steps, batch }));
      from += steps;
    }
    return traces;
  }

  const rule = fc.record({
    kind: fc.constant('r-stdp' as const),
    ...{
      tauPlus: fc.double({ min: 0.1, max: 50, noNaN: true }),
      tauMinus: fc.double({ min: 0.1, max: 50, noNaN: true }),
    },
    tauEligibility: fc.double({ min: 0.1, max: 100, noNaN: true }),
    ...{ aPlus: fc.double({ min: 0, max: 2, noNaN: true }), aMinus: fc.double({ min: 0, max: 2, noNaN: true }) },
    ...{
      modulator: fc.constant('per-output' as const),
      baselineDecay: fc.constant(0.9),
      layers: fc.constant('all' as const),
    },
  });
  const neuron: fc.Arbitrary<NeuronDescription> = fc.oneof(spikingNeuron, fc.constant({ kind: 'step' as const }));

  test('learns what every synapse by itself would, whatever the chunks, the neurons and the input', () => {
    fc.assert(
      fc.property(
        ...[rule, neuron, neuron, fc.boolean(), fc.constantFrom([6], [4, 2], [1, 2, 3])],
        ...[eighths(2 * 6 * 3, 4), eighths(2), eighths(4)],
        (own, hidden, out, constant, chunks, values, everywhere, outputs) => {
          const plan = planNetwork(network([3], [dense('h', 4, hidden), dense('out', 2, out)], 'rate'));
          const traces = simulate(plan, constant ? values.slice(0, 6) : values, constant, chunks, 2);
          const rewardOf = (layer: number, sample: number, unit: number): number =>
            layer === 0 ? everywhere[sample]! : outputs[2 * sample + unit]!;
          const direct = directRstdp(traces, rewardOf, own);
          const found = rstdpFeedback(traces, { everywhere, outputs }, own);
          expect(Object.keys(found)).toEqual(['h.weight', 'out.weight']);
          for (const [name, expected] of Object.entries(direct)) expectClose(found[name]!, expected, 1e-10, 1e-3);
        },
      ),
    );
  });

  test('that earned nothing learns nothing', () => {
    const plan = planNetwork(network([3], [dense('h', 4, lif), dense('out', 2, lif)], 'rate'));
    const traces = simulate(plan, numbersBetween(0, 2, 2 * 3, 1), true, [8], 2);
    expect(traces[0]!.layers[1]!.spikeCount).toBeGreaterThan(0);
    const found = rstdpFeedback(traces, rewarded(0, 0), RSTDP_DEFAULTS);
    expect(Object.values(found).every((values) => values.every((change) => change === 0))).toBe(true);
    const more = rstdpFeedback(traces, rewarded(1, 0), RSTDP_DEFAULTS);
    expect(Object.values(more).every((values) => values.some((change) => change !== 0))).toBe(true);
  });

  test('without outputs of their own reward everybody gets the global one', () => {
    const plan = planNetwork(network([3], [dense('h', 4, lif), dense('out', 2, lif)], 'rate'));
    const traces = simulate(plan, numbersBetween(0, 2, 2 * 3, 1), true, [8], 2);
    const everywhere = Float64Array.of(0.5, -1);
    const global = rstdpFeedback(traces, { everywhere }, RSTDP_DEFAULTS);
    const same = rstdpFeedback(traces, { everywhere, outputs: Float64Array.of(0.5, 0.5, -1, -1) }, RSTDP_DEFAULTS);
    expect(global).toEqual(same);
  });

  test('only the last layer learns where it is told so, and learns the same', () => {
    const plan = planNetwork(network([3], [dense('h', 4, lif), dense('out', 2, lif)], 'rate'));
    const traces = simulate(plan, numbersBetween(0, 2, 2 * 3, 1), true, [8], 2);
    const all = rstdpFeedback(traces, rewarded(1, 0), RSTDP_DEFAULTS);
    const last = rstdpFeedback(traces, rewarded(1, 0), { ...RSTDP_DEFAULTS, layers: 'last' });
    expect(last).toEqual({ 'out.weight': all['out.weight'] });
  });

  test('shares the weights of a convolution: the changes of its positions add up', () => {
    const plan = planNetwork(network([1, 3, 3], [conv, { id: 'flat', kind: 'flatten' }, dense('out', 2, lif)], 'rate'));
    const values = numbersBetween(0, 1, 5 * 9, 4).map((v) => (v < 0.5 ? 1 : 0));
    const [trace] = simulate(plan, values, false, [5], 1);
    const found = rstdpFeedback([trace!], rewarded(1), halving);
    const { output } = trace!.layers[0]!;
    const series = (from: Float64Array, size: number, k: number): number[] =>
      Array.from({ length: 5 }, (_, t) => from[t * size + k]!);
    const expected = new Float64Array(8);
    // Weight [tap (ky, kx), map]; position (y, x) of the map sees pixel (y + ky, x + kx).
    for (let tap = 0; tap < 4; tap++)
      for (let map = 0; map < 2; map++)
        for (let position = 0; position < 4; position++) {
          const [y, x] = [Math.floor(position / 2) + Math.floor(tap / 2), (position % 2) + (tap % 2)];
          const before = series(values, 9, 3 * y + x);
          const after = series(output.values, 8, 4 * map + position);
          expected[2 * tap + map]! += eligibilities({ before, after }, halving).at(-1)!;
        }
    expect(trace!.layers[0]!.spikeCount).toBeGreaterThan(0);
    expectClose(found['conv.weight']!, expected);
    expect(Object.keys(found)).toEqual(['conv.weight', 'out.weight']);
  });

  test('refuses rewards that do not fit the batch', () => {
    const [trace] = simulate(
      planNetwork(network([3], [dense('out', 2, lif)], 'rate')),
      new Float64Array(6),
      true,
      [2],
      2,
    );
    expect(() => rstdpFeedback([trace!], rewarded(1), halving)).toThrow(
      new RangeError('reward.everywhere must be [batch] = [2] = 2 values, got 1'),
    );
    const outputs = Float64Array.of(1, 2, 3);
    expect(() => rstdpFeedback([trace!], { ...rewarded(1, 1), outputs }, halving)).toThrow(
      new RangeError('reward.outputs must be [batch × classes] = [2 × 2] = 4 values, got 3'),
    );
  });
});
