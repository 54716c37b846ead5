import { batchNormRewardOfInputs, batchNormSums, gainFeedback } from '../../../kernels/gpu/batch-norm.js';
import { biasFeedback } from '../../../kernels/gpu/bias.js';
import type { LayerDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { type Shape, sizeOf } from '../../core/shape.js';
import type { DeviceLayer } from './device-layers.js';

/** Name of a batch normalisation's fixed rows on the device: mean and deviation of each channel. */
const statisticsName = (id: string): string => `${id}/statistics`;

/** The fixed rows of every batch normalisation, made from its running mean and variance. */
export function statisticsOf(layers: readonly LayerDescription[], tensors: Tensors): Tensors {
  return Object.fromEntries(
    layers.flatMap((layer) => {
      if (layer.kind !== 'batch-norm') return [];
      const mean = tensors[`${layer.id}.running_mean`]!;
      const deviation = tensors[`${layer.id}.running_var`]!.map((variance) => Math.sqrt(variance + layer.epsilon));
      return [[statisticsName(layer.id), Float64Array.from([...mean, ...deviation])]];
    }),
  );
}

export function batchNormLayer(id: string, input: Shape): DeviceLayer {
  const channels = input[0]!;
  const positions = sizeOf(input) / channels;
  const [gainName, shiftName, fixed] = [`${id}.weight`, `${id}.bias`, statisticsName(id)];
  return {
    synapses: undefined,
    async sums([input], tensors, _span, scope) {
      const { matrix, constant } = input!;
      const parameters = [tensors[gainName]!, tensors[shiftName]!, tensors[fixed]!];
      const sums = await scope.launch(batchNormSums, matrix, [matrix, ...parameters], { whole: { positions } });
      return { matrix: sums, constant };
    },
    async feedback({ normed, inputs: [input], tensors, wantInputs, scope }) {
      const n = await normed();
      const { matrix } = input!;
      const [gain, shift, statistics] = [tensors[gainName]!, tensors[shiftName]!, tensors[fixed]!];
      const whole = { positions, inputRows: matrix.rows };
      const row = { rows: 1, columns: channels };
      const feedback = {
        [gainName]: await scope.launch(gainFeedback, row, [matrix, n, gain, statistics], { whole }),
        [shiftName]: await scope.launch(biasFeedback, row, [n, shift], { whole }),
      };
      if (!wantInputs) return { tensors: feedback, inputs: [] };
      const rewards = await scope.launch(batchNormRewardOfInputs, matrix, [matrix, n, gain, statistics], {
        whole: { positions },
      });
      return { tensors: feedback, inputs: [rewards] };
    },
  };
}
