import { adaptiveNeurons } from '../../../kernels/gpu/adaptive-neurons.js';
import { rowsFrom } from '../../../kernels/gpu/matrices.js';
import {
  voltagesSubtractAtOnce,
  voltagesSubtractDelayed,
  voltagesWithoutReset,
  voltagesZeroAtOnce,
  voltagesZeroDelayed,
} from '../../../kernels/gpu/membrane-voltages.js';
import { spikesOfVoltages, spikesSubtractAtOnce, spikesZeroAtOnce } from '../../../kernels/gpu/spikes.js';
import { synapticCurrents } from '../../../kernels/gpu/synaptic-current.js';
import type { AdaptiveLifDescription, SpikingDescription } from '../../core/neurons/neuron.js';
import type { Span } from '../../core/signal.js';
import type { DeviceSignal } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';
import type { DeviceState, DeviceTrace } from './neuron-state.js';

/** What neurons did during a chunk. */
export interface DeviceResponse {
  readonly output: DeviceSignal;
  readonly trace: DeviceTrace;
  readonly state: DeviceState;
}

const VOLTAGES = {
  subtract: { delayed: voltagesSubtractDelayed, atOnce: voltagesSubtractAtOnce },
  zero: { delayed: voltagesZeroDelayed, atOnce: voltagesZeroAtOnce },
  none: { delayed: voltagesWithoutReset, atOnce: voltagesWithoutReset },
} as const;

/** Share of the membrane that survives a step. */
export function decayOf(neuron: SpikingDescription): number {
  return neuron.kind === 'integrate-and-fire' ? 1 : neuron.decay;
}

/** Runs a layer's neurons through a chunk. The state after it is new; the one before is untouched. */
export async function respond(
  neuron: SpikingDescription,
  sums: DeviceSignal,
  state: DeviceState,
  span: Span,
  scope: HandleScope,
): Promise<DeviceResponse> {
  if (neuron.kind === 'adaptive-lif') return respondAdaptively(neuron, sums, state, span, scope);
  const { steps, batch } = span;
  const { columns } = sums.matrix;
  const all = { rows: steps * batch, columns };
  const last = (matrix: DeviceMatrix) =>
    scope.launch(rowsFrom, { rows: batch, columns }, [matrix], { whole: { first: (steps - 1) * batch } });
  let currents = sums;
  if (neuron.kind === 'synaptic-lif') {
    const whole = { batch, stride: strideOf(sums, batch) };
    const real = { synapseDecay: neuron.synapseDecay };
    const matrix = await scope.launch(synapticCurrents, all, [sums.matrix, state.current!], { whole, real });
    currents = { matrix, constant: false };
  }
  const { threshold, reset, resetDelay } = neuron;
  const constants = {
    whole: { batch, stride: strideOf(currents, batch) },
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
  const voltage = await last(voltages);
  return {
    output: { matrix: spikes, constant: false },
    trace: { voltages, before: state.voltage, currents },
    state: neuron.kind === 'synaptic-lif' ? { voltage, current: await last(currents.matrix) } : { voltage },
  };
}

const REMAINS = { subtract: { kept: 1, taken: 1 }, zero: { kept: 0, taken: 0 }, none: { kept: 1, taken: 0 } } as const;
const PARTS = { voltage: 0, spike: 1, adaptation: 2, pending: 3, free: 4 } as const;

async function respondAdaptively(
  { decay, threshold, adaptation, adaptationDecay, reset, resetDelay }: AdaptiveLifDescription,
  sums: DeviceSignal,
  state: DeviceState,
  { steps, batch }: Span,
  scope: HandleScope,
): Promise<DeviceResponse> {
  const stride = strideOf(sums, batch);
  const real = { decay, threshold, adaptation, adaptationDecay, ...REMAINS[reset], delayed: resetDelay ? 1 : 0 };
  const matrices = [sums.matrix, state.voltage, state.adaptation!, state.pending!];
  const run = (part: keyof typeof PARTS, first: number) =>
    scope.launch(adaptiveNeurons, { rows: (steps - first) * batch, columns: sums.matrix.columns }, matrices, {
      whole: { batch, stride, first, part: PARTS[part] },
      real,
    });
  const last = steps - 1;
  return {
    output: { matrix: await run('spike', 0), constant: false },
    trace: {
      voltages: await run('voltage', 0),
      before: state.voltage,
      currents: sums,
      ...(reset === 'zero' && resetDelay && { free: await run('free', 0) }),
    },
    state: {
      voltage: await run('voltage', last),
      adaptation: await run('adaptation', last),
      pending: await run('pending', last),
    },
  };
}

/** Rows that a signal moves on by in a step. */
export function strideOf(signal: DeviceSignal, batch: number): number {
  return signal.constant ? 0 : batch;
}
