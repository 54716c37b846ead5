import { rowsFrom } from '../../../kernels/gpu/matrices.js';
import {
  carriedReward,
  normedMoved,
  normedSubtract,
  normedUnlessDiscarded,
} from '../../../kernels/gpu/membrane-reward.js';
import {
  voltagesSubtractAtOnce,
  voltagesSubtractDelayed,
  voltagesWithoutReset,
  voltagesZeroAtOnce,
  voltagesZeroDelayed,
} from '../../../kernels/gpu/membrane-voltages.js';
import { spikesOfVoltages, spikesSubtractAtOnce, spikesZeroAtOnce } from '../../../kernels/gpu/spikes.js';
import { rewardOfSynapticCurrents, synapticCurrents } from '../../../kernels/gpu/synaptic-current.js';
import type { SpikingDescription } from '../../core/neurons/neuron.js';
import type { Span } from '../../core/signal.js';
import { type DeviceSignal, sumOfSteps } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Spiking neurons that the kernels know. */
export type DeviceNeuron = Exclude<SpikingDescription, { kind: 'adaptive-lif' }>;

/** State of a layer between two chunks, `[batch]` rows each. */
export interface DeviceState {
  readonly voltage: DeviceMatrix;
  /** Current behind a synapse; neurons without one have none. */
  readonly current: DeviceMatrix | undefined;
}

/** What a membrane leaves for feedback. */
export interface DeviceTrace {
  /** Membrane after each step. */
  readonly voltages: DeviceMatrix;
  /** Membrane before the chunk. */
  readonly before: DeviceMatrix;
  /** What charged it. */
  readonly currents: DeviceSignal;
}

/** Reward on its way back in time, `[batch]` rows each. */
export interface CarriedReward {
  readonly membrane: DeviceMatrix;
  readonly synapse: DeviceMatrix | undefined;
}

const decayOf = (neuron: DeviceNeuron): number => (neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay);

const VOLTAGES = {
  subtract: { delayed: voltagesSubtractDelayed, atOnce: voltagesSubtractAtOnce },
  zero: { delayed: voltagesZeroDelayed, atOnce: voltagesZeroAtOnce },
  none: { delayed: voltagesWithoutReset, atOnce: voltagesWithoutReset },
} as const;

/** Runs a layer's neurons through a chunk. The state after it is new; the one before is untouched. */
export async function respond(
  neuron: DeviceNeuron,
  sums: DeviceSignal,
  state: DeviceState,
  { steps, batch }: Span,
  scope: HandleScope,
): Promise<{ readonly output: DeviceSignal; readonly trace: DeviceTrace; readonly state: DeviceState }> {
  const { columns } = sums.matrix;
  const all = { rows: steps * batch, columns };
  const last = (matrix: DeviceMatrix) =>
    scope.launch(rowsFrom, { rows: batch, columns }, [matrix], { whole: { first: (steps - 1) * batch } });
  let currents = sums;
  let current: DeviceMatrix | undefined;
  if (neuron.kind === 'synaptic-lif') {
    const constants = {
      whole: { batch, stride: sums.constant ? 0 : batch },
      real: { synapseDecay: neuron.synapseDecay },
    };
    const matrix = await scope.launch(synapticCurrents, all, [sums.matrix, state.current!], constants);
    currents = { matrix, constant: false };
    current = await last(matrix);
  }
  const { threshold, reset, resetDelay } = neuron;
  const constants = {
    whole: { batch, stride: currents.constant ? 0 : batch },
    real: { decay: decayOf(neuron), threshold },
  };
  const advance = VOLTAGES[reset][resetDelay ? 'delayed' : 'atOnce'];
  const voltages = await scope.launch(advance, all, [currents.matrix, state.voltage], constants);
  const spikes =
    resetDelay || reset === 'none'
      ? await scope.launch(spikesOfVoltages, all, [voltages], { real: { threshold } })
      : await scope.launch(
          reset === 'subtract' ? spikesSubtractAtOnce : spikesZeroAtOnce,
          all,
          [currents.matrix, voltages, state.voltage],
          constants,
        );
  return {
    output: { matrix: spikes, constant: false },
    trace: { voltages, before: state.voltage, currents },
    state: { voltage: await last(voltages), current },
  };
}

/**
 * Normed reward of a layer's sums from the reward of its spikes, summed over the steps where the sums are constant, and
 * the reward carried to the chunk before.
 */
export async function rewardThroughNeurons(
  neuron: DeviceNeuron,
  reward: DeviceMatrix,
  trace: DeviceTrace,
  carried: CarriedReward,
  {
    span,
    epsilon,
    constant,
    scope,
  }: {
    readonly span: Span;
    readonly epsilon: number;
    readonly constant: boolean;
    readonly scope: HandleScope;
  },
): Promise<{ readonly normed: DeviceMatrix; readonly carried: CarriedReward }> {
  const { steps, batch } = span;
  const { columns } = reward;
  const { voltages, before, currents } = trace;
  const { threshold, reset } = neuron;
  const decay = decayOf(neuron);
  const all = { rows: steps * batch, columns };
  const one = { rows: batch, columns };
  const movement = reset === 'subtract' ? normedSubtract : reset === 'zero' ? normedUnlessDiscarded : normedMoved;
  const seen = reset === 'subtract' ? [] : [currents.matrix];
  const whole = { steps, batch, stride: currents.constant ? 0 : batch };
  const share = await scope.launch(movement, all, [reward, voltages, before, carried.membrane, ...seen], {
    whole,
    real: { decay, threshold, epsilon },
  });
  const membrane = await scope.launch(carriedReward, one, [share, before], { real: { decay } });
  const summed = (matrix: DeviceMatrix) => (constant ? sumOfSteps(matrix, span, scope) : matrix);
  if (neuron.kind !== 'synaptic-lif') return { normed: await summed(share), carried: { membrane, synapse: undefined } };
  const relayed = await scope.launch(rewardOfSynapticCurrents, all, [share, carried.synapse!], {
    whole: { steps, batch },
    real: { synapseDecay: neuron.synapseDecay },
  });
  const synapse = await scope.launch(rowsFrom, one, [relayed], { whole: { first: 0 } });
  return { normed: await summed(relayed), carried: { membrane, synapse } };
}
