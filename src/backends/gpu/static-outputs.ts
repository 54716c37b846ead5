import {
  leakyReluUnits,
  reluUnits,
  sigmoidUnits,
  signUnits,
  siluUnits,
  stepUnits,
  tanhUnits,
} from '../../../kernels/gpu/static-units.js';
import type { LeakyReluDescription, StaticUnitDescription } from '../../core/neurons/neuron.js';
import type { DeviceSignal } from './device-signal.js';
import type { KernelFunction } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

const UNITS: { readonly [K in Exclude<StaticUnitDescription['kind'], 'identity'> | 'leaky-relu']: KernelFunction } = {
  step: stepUnits,
  sign: signUnits,
  relu: reluUnits,
  'leaky-relu': leakyReluUnits,
  tanh: tanhUnits,
  sigmoid: sigmoidUnits,
  silu: siluUnits,
};

/** Outputs of units without memory; those of `identity` are the sums themselves. */
export async function staticOutputs(
  unit: StaticUnitDescription | LeakyReluDescription,
  sums: DeviceSignal,
  scope: HandleScope,
): Promise<DeviceSignal> {
  if (unit.kind === 'identity') return sums;
  const { rows, columns } = sums.matrix;
  const constants = unit.kind === 'leaky-relu' ? { real: { slope: unit.slope } } : {};
  return {
    matrix: await scope.launch(UNITS[unit.kind], { rows, columns }, [sums.matrix], constants),
    constant: sums.constant,
  };
}
