import type { Learning } from '../../core/learning.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { isSpiking, type NeuronDescription } from '../../core/neurons/neuron.js';
import { respondStatically } from '../../core/neurons/static-units.js';
import { sizeOfLayer } from './known-neurons.js';

/**
 * Why neurons of a layer would not stay cut off under a rule: it moves weights of 0, too. LFP's feedback is in proportion
 * to the weight. Others leave a weight at 0 only where one side of it says nothing, and what is sent back is nothing.
 *
 * @returns undefined where they stay.
 */
export function whyNotSilence(learn: Learning, plan: NetworkPlan, layer: string): string | undefined {
  // What cannot be cut off at all is for the learner to tell.
  if (learn.method === 'lfp' || sizeOfLayer(plan, layer) === 0 || staysSilent(learn, plan, layer)) return undefined;
  return `the rule "${learn.rule.kind}" would make the connections of "${layer}" grow again`;
}

function staysSilent(learn: Exclude<Learning, { method: 'lfp' }>, { layers }: NetworkPlan, id: string): boolean {
  const layer = layers.find((one) => one.id === id);
  if (!layer || !isQuietAtRest(layer.neuron)) return false;
  if (learn.method === 'peer') return learn.rule.kind === 'r-stdp';
  // Fixed weights on the way back go on telling a neuron what it should do; so does the loss to an output.
  return (learn.rule.kind === 'backprop' || learn.rule.kind === 'surrogate') && layer !== layers.at(-1);
}

/** Whether a neuron whose sums are 0 puts out 0. */
function isQuietAtRest(neuron: NeuronDescription): boolean {
  return isSpiking(neuron) || respondStatically(new Float64Array(1), neuron)[0] === 0;
}
