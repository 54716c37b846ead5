import { rowsFrom } from '../../../kernels/gpu/matrices.js';
import {
  carriedReward,
  normedMoved,
  normedSubtract,
  normedUnlessDiscarded,
  normedWhereFree,
} from '../../../kernels/gpu/membrane-reward.js';
import { rewardOfSynapticCurrents } from '../../../kernels/gpu/synaptic-current.js';
import type { SpikingDescription } from '../../core/neurons/neuron.js';
import type { Span } from '../../core/signal.js';
import { decayOf, strideOf } from './device-neurons.js';
import { sumOfSteps } from './device-signal.js';
import type { DeviceMatrix, KernelFunction } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';
import type { CarriedReward, DeviceTrace } from './neuron-state.js';

/** How much a membrane moved, by its reset. */
function movementOf(
  neuron: SpikingDescription,
  { currents, free }: DeviceTrace,
): { readonly kernel: KernelFunction; readonly seen: readonly DeviceMatrix[] } {
  if (free) return { kernel: normedWhereFree, seen: [currents.matrix, free] };
  if (neuron.kind === 'adaptive-lif' || neuron.reset === 'none')
    return { kernel: normedMoved, seen: [currents.matrix] };
  if (neuron.reset === 'zero') return { kernel: normedUnlessDiscarded, seen: [currents.matrix] };
  return { kernel: normedSubtract, seen: [] };
}

/**
 * Normed reward of a layer's sums from the reward of its spikes, summed over the steps where the sums are constant, and
 * the reward carried to the chunk before.
 */
export async function rewardThroughNeurons(
  neuron: SpikingDescription,
  reward: DeviceMatrix,
  trace: DeviceTrace,
  carried: CarriedReward,
  context: {
    readonly span: Span;
    readonly epsilon: number;
    readonly constant: boolean;
    readonly scope: HandleScope;
  },
): Promise<{ readonly normed: DeviceMatrix; readonly carried: CarriedReward }> {
  const { span, epsilon, constant, scope } = context;
  const { steps, batch } = span;
  const { columns } = reward;
  const { voltages, before, currents } = trace;
  const decay = decayOf(neuron);
  const all = { rows: steps * batch, columns };
  const one = { rows: batch, columns };
  const { kernel, seen } = movementOf(neuron, trace);
  const share = await scope.launch(kernel, all, [reward, voltages, before, carried.membrane, ...seen], {
    whole: { steps, batch, stride: strideOf(currents, batch) },
    real: { decay, threshold: neuron.threshold, epsilon },
  });
  const membrane = await scope.launch(carriedReward, one, [share, before], { real: { decay } });
  const summed = (matrix: DeviceMatrix) => (constant ? sumOfSteps(matrix, span, scope) : matrix);
  if (neuron.kind !== 'synaptic-lif') return { normed: await summed(share), carried: { membrane } };
  const relayed = await scope.launch(rewardOfSynapticCurrents, all, [share, carried.synapse!], {
    whole: { steps, batch },
    real: { synapseDecay: neuron.synapseDecay },
  });
  const synapse = await scope.launch(rowsFrom, one, [relayed], { whole: { first: 0 } });
  return { normed: await summed(relayed), carried: { membrane, synapse } };
}
