import {
  adamMean,
  adamSquare,
  firstVelocity,
  movedByAdam,
  movedByVelocity,
  nextVelocity,
} from '../../../kernels/gpu/optimizers.js';
import type { OptimizerDescription } from '../../core/optimizers/optimizer.js';
import type { DeviceTensors } from './device-layers.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Numbers of one step. `step` counts from 1; `scale` is what clipping leaves of the feedback. */
export interface DeviceCourse {
  readonly learningRate: number;
  readonly step: number;
  readonly scale: number;
}

/** Parameters after a step and their moments, named as those of the core's optimizer step; they belong to `scope`. */
export async function deviceOptimizerStep(
  description: OptimizerDescription,
  parameters: DeviceTensors,
  feedback: DeviceTensors,
  moments: DeviceTensors,
  { learningRate, step, scale }: DeviceCourse,
  scope: HandleScope,
): Promise<{ readonly tensors: DeviceTensors; readonly moments: DeviceTensors }> {
  const tensors: Record<string, DeviceMatrix> = {};
  const next: Record<string, DeviceMatrix> = {};
  const adam = description.kind === 'adam' ? description : undefined;
  const rate = adam ? learningRate / (1 - adam.beta1 ** step) : learningRate;
  const deviation = adam ? Math.sqrt(1 - adam.beta2 ** step) : 1;
  const course = await scope.upload([scale, rate, deviation], { rows: 1, columns: 3 });
  for (const [name, direction] of Object.entries(feedback)) {
    const old = parameters[name]!;
    const { weightDecay } = description;
    const start = async (moment: string) =>
      moments[`${name}.${moment}`] ?? scope.upload(new Float32Array(old.rows * old.columns), old);
    if (description.kind === 'sgd') {
      const before = moments[`${name}.velocity`];
      const velocity = before
        ? await scope.launch(nextVelocity, old, [old, direction, course, before], {
            real: { weightDecay, momentum: description.momentum },
          })
        : await scope.launch(firstVelocity, old, [old, direction, course], { real: { weightDecay } });
      next[`${name}.velocity`] = velocity;
      tensors[name] = await scope.launch(movedByVelocity, old, [old, velocity, course]);
      continue;
    }
    const { beta1, beta2, epsilon } = description;
    const mean = await scope.launch(adamMean, old, [old, direction, course, await start('mean')], {
      real: { weightDecay, kept: beta1, fresh: 1 - beta1 },
    });
    const square = await scope.launch(adamSquare, old, [old, direction, course, await start('square')], {
      real: { weightDecay, kept: beta2, fresh: 1 - beta2 },
    });
    next[`${name}.mean`] = mean;
    next[`${name}.square`] = square;
    tensors[name] = await scope.launch(movedByAdam, old, [old, mean, square, course], { real: { epsilon } });
  }
  return { tensors, moments: next };
}
