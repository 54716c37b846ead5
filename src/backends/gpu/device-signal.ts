import { summedOverSteps } from '../../../kernels/gpu/matrices.js';
import type { Span } from '../../core/signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Values between layers on the device, `[steps × batch]` rows, or `[batch]` rows when they are the same at every step. */
export interface DeviceSignal {
  readonly matrix: DeviceMatrix;
  readonly constant: boolean;
}

/** Adds `[steps × batch]` rows up to `[batch]` rows. */
export function sumOfSteps(matrix: DeviceMatrix, { steps, batch }: Span, scope: HandleScope): Promise<DeviceMatrix> {
  return scope.launch(summedOverSteps, { rows: batch, columns: matrix.columns }, [matrix], { whole: { steps, batch } });
}
