import {
  averagePooled,
  maxPooled,
  rewardThroughAveragePool,
  rewardThroughMaxPool,
} from '../../../kernels/gpu/pooling.js';
import type { PoolDescription } from '../../core/layers/layer.js';
import { type Shape, sizeOf } from '../../core/shape.js';
import type { DeviceLayer } from './device-layers.js';

export function poolLayer({ kind, kernel, stride }: PoolDescription, input: Shape, output: Shape): DeviceLayer {
  const [, height, width] = input as readonly [number, number, number];
  const [, outHeight, outWidth] = output as readonly [number, number, number];
  const whole = {
    ...{ height, width, outHeight, outWidth },
    ...{ kernelHeight: kernel[0], kernelWidth: kernel[1], strideY: stride[0], strideX: stride[1] },
  };
  const columns = sizeOf(output);
  const isMax = kind === 'max-pool';
  return {
    synapses: undefined,
    async sums([input], _tensors, _span, scope) {
      const { matrix, constant } = input!;
      const pooled = isMax ? maxPooled : averagePooled;
      return { matrix: await scope.launch(pooled, { rows: matrix.rows, columns }, [matrix], { whole }), constant };
    },
    async feedback({ reward, normed, inputs: [input], wantInputs, scope }) {
      if (!wantInputs) return { tensors: {}, inputs: [] };
      const { matrix } = input!;
      const arrived = isMax ? await reward() : await normed();
      const sent = isMax ? rewardThroughMaxPool : rewardThroughAveragePool;
      return { tensors: {}, inputs: [await scope.launch(sent, matrix, [matrix, arrived], { whole })] };
    },
  };
}
