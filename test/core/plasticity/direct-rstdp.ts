import type { Tensors } from '../../../src/core/layers/tensors.js';
import type { NetworkTrace } from '../../../src/core/network/simulate-network.js';
import type { RstdpRule } from '../../../src/core/plasticity/rstdp-rule.js';

/** A dense synapse's inputs and outputs: spikes of one sample at every step. */
export interface SpikePairs {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The eligibility of one synapse after each step, by the rule's own words: two traces and a decaying sum. */
export function eligibilities({ before, after }: SpikePairs, rule: RstdpRule): number[] {
  let [preTrace, postTrace, eligibility] = [0, 0, 0];
  return before.map((pre, t) => {
    const post = after[t]!;
    preTrace = preTrace * Math.exp(-1 / rule.tauPlus) + pre;
    postTrace *= Math.exp(-1 / rule.tauMinus);
    eligibility *= Math.exp(-1 / rule.tauEligibility);
    eligibility += rule.aPlus * preTrace * post - rule.aMinus * postTrace * pre;
    postTrace += post;
    return eligibility;
  });
}

/** `Σ_samples reward · e(T)` of every synapse of a network of dense layers, synapse by synapse and step by step. */
export function directRstdp(
  traces: readonly NetworkTrace[],
  rewardOf: (layer: number, sample: number, unit: number) => number,
  rule: RstdpRule,
): Tensors {
  const { plan, span } = traces[0]!;
  const over = (layer: number, sample: number, size: number, unit: number, side: 'in' | 'out'): number[] =>
    traces.flatMap(({ layers, span: { steps } }) => {
      const { values, constant } = side === 'in' ? layers[layer]!.inputs[0]! : layers[layer]!.output;
      return Array.from({ length: steps }, (_, t) => values[((constant ? 0 : t * span.batch) + sample) * size + unit]!);
    });
  return Object.fromEntries(
    plan.layers.map(({ tensors: [weights], size }, layer) => {
      const fanIn = weights!.length / size;
      const total = new Float64Array(weights!.length);
      for (let sample = 0; sample < span.batch; sample++)
        for (let i = 0; i < fanIn; i++)
          for (let j = 0; j < size; j++) {
            const before = over(layer, sample, fanIn, i, 'in');
            const after = over(layer, sample, size, j, 'out');
            total[i * size + j]! += rewardOf(layer, sample, j) * eligibilities({ before, after }, rule).at(-1)!;
          }
      return [weights!.name, total];
    }),
  );
}
