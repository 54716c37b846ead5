import { stimulatedSums, withoutCut } from '../../../kernels/gpu/stimulus.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { Span } from '../../core/signal.js';
import type { LayerStimulus } from '../backend.js';
import { strideOf } from './device-neurons.js';
import type { DeviceSignal } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** What a layer's sums and injected currents drove its neurons with. */
export interface DeviceStimulus {
  readonly driving: DeviceSignal;
  /** One row, 0 for units whose sums were left out; undefined: none was. */
  readonly uncut: DeviceMatrix | undefined;
}

/** The part of stimuli that belongs to the steps `first .. first + span.steps` of their chunk. */
export function stimuliOfSteps(
  stimuli: readonly LayerStimulus[],
  first: number,
  { steps, batch }: Span,
  { layers }: NetworkPlan,
): readonly LayerStimulus[] {
  return stimuli.map((stimulus) => {
    const row = batch * layers.find(({ id }) => id === stimulus.layer)!.size;
    return { ...stimulus, currents: stimulus.currents.subarray(first * row, (first + steps) * row) };
  });
}

/** Injects currents beside sums. */
export async function stimulatedOn(
  sums: DeviceSignal,
  { currents, cut }: LayerStimulus,
  { steps, batch }: Span,
  scope: HandleScope,
): Promise<DeviceStimulus> {
  const { columns } = sums.matrix;
  const all = { rows: steps * batch, columns };
  const injected = await scope.upload(currents, all);
  const row = Float32Array.from({ length: columns }, (_, unit) => (cut?.[unit] ? 0 : 1));
  const uncut = await scope.upload(row, { rows: 1, columns });
  const whole = { batch, stride: strideOf(sums, batch) };
  const matrix = await scope.launch(stimulatedSums, all, [sums.matrix, injected, uncut], { whole });
  scope.release(injected);
  return { driving: { matrix, constant: false }, uncut: cut && uncut };
}

/** Values without those of units that are cut; the values themselves where none is. */
export async function uncutOf(
  values: DeviceMatrix,
  uncut: DeviceMatrix | undefined,
  scope: HandleScope,
): Promise<DeviceMatrix> {
  return uncut ? scope.launch(withoutCut, values, [values, uncut]) : values;
}
