import type { GradientRule } from '../gradients/gradient-rule.js';
import { type Initializer, initialWeights } from '../initializers.js';
import type { Tensors } from '../layers/tensors.js';
import type { RandomSource } from '../random-source.js';
import type { NetworkPlan } from './plan-network.js';

const UNIFORM: Initializer = { kind: 'uniform' };

/**
 * Draws the fixed random weights by which a rule sends errors back, in layer order; none for rules that use the network's
 * own.
 *
 * - `feedback-alignment`: for every weighted layer a tensor of the name, shape and distribution of its weights (of a
 *   constant start: uniform).
 * - `direct-feedback-alignment`: for every layer with parameters but the last `<id>`, `[classes × size]`, uniform in
 *   ±1 / √classes.
 *
 * @see Lillicrap et al. 2016, "Random synaptic feedback weights support error backpropagation for deep learning";
 *   Nøkland 2016, "Direct feedback alignment provides learning in deep neural networks".
 */
export function backwardWeights({ kind }: GradientRule, plan: NetworkPlan, random: RandomSource): Tensors {
  if (kind === 'feedback-alignment') return alignmentWeights(plan, random);
  return kind === 'direct-feedback-alignment' ? directWeights(plan, random) : {};
}

function alignmentWeights({ layers }: NetworkPlan, random: RandomSource): Tensors {
  const drawn: Record<string, Float64Array> = {};
  for (const { name, start, length } of layers.flatMap(({ tensors }) => tensors))
    if (start.kind === 'weights') {
      const initial = start.initial.kind === 'constant' ? UNIFORM : start.initial;
      drawn[name] = initialWeights(initial, length, start.fan, random);
    }
  return drawn;
}

function directWeights({ layers, outputSize }: NetworkPlan, random: RandomSource): Tensors {
  const drawn: Record<string, Float64Array> = {};
  for (const { id, size, tensors } of layers.slice(0, -1))
    if (tensors.length > 0)
      drawn[id] = initialWeights(UNIFORM, outputSize * size, { fanIn: outputSize, fanOut: size }, random);
  return drawn;
}
