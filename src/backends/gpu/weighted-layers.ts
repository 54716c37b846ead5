import { biasFeedback, withBias } from '../../../kernels/gpu/bias.js';
import { conv2dFeedback, conv2dRewardOfInputs, conv2dSums } from '../../../kernels/gpu/conv2d.js';
import { denseFeedback, denseRewardOfInputs, denseSums } from '../../../kernels/gpu/dense.js';
import type { Conv2dDescription, DenseDescription } from '../../core/layers/layer.js';
import { windowsOf } from '../../core/layers/window.js';
import type { Shape } from '../../core/shape.js';
import type { DeviceLayer } from './device-layers.js';
import type { KernelFunction } from './gpu-device.js';

export function denseLayer({ id, size, bias }: DenseDescription, fanIn: number): DeviceLayer {
  return weightedLayer(id, {
    bias,
    kernels: { sums: denseSums, inputs: denseRewardOfInputs, weights: denseFeedback },
    geometry: { fanIn, fanOut: size },
    fanIn,
    units: size,
    positions: 1,
    synapses: new Uint32Array(fanIn).fill(size),
  });
}

export function conv2dLayer(layer: Conv2dDescription, input: Shape, output: Shape): DeviceLayer {
  const [channels, height, width] = input as readonly [number, number, number];
  const [maps, outHeight, outWidth] = output as readonly [number, number, number];
  const { kernel, stride, padding } = layer;
  const { offsets } = windowsOf([height, width], kernel, stride, padding);
  const pixels = height * width;
  return weightedLayer(layer.id, {
    bias: layer.bias,
    kernels: { sums: conv2dSums, inputs: conv2dRewardOfInputs, weights: conv2dFeedback },
    geometry: {
      ...{ channels, height, width, maps, outHeight, outWidth },
      ...{ kernelHeight: kernel[0], kernelWidth: kernel[1], strideY: stride[0], strideX: stride[1] },
      ...{ padY: padding[0], padX: padding[1] },
    },
    fanIn: channels * kernel[0] * kernel[1],
    units: maps,
    positions: outHeight * outWidth,
    synapses: Uint32Array.from(
      { length: channels * pixels },
      (_, i) => (offsets[(i % pixels) + 1]! - offsets[i % pixels]!) * maps,
    ),
  });
}

interface Weighted {
  readonly bias: boolean;
  readonly kernels: {
    readonly sums: KernelFunction;
    readonly inputs: KernelFunction;
    readonly weights: KernelFunction;
  };
  /** Whole numbers that the kernels are built with. */
  readonly geometry: Readonly<Record<string, number>>;
  readonly fanIn: number;
  /** Biases, and columns of the weights. */
  readonly units: number;
  /** Sums that share a bias. */
  readonly positions: number;
  readonly synapses: Uint32Array;
}

/** A layer with the tensors `<id>.weight` and, with a bias, `<id>.bias`, under the epsilon rule. */
function weightedLayer(id: string, layer: Weighted): DeviceLayer {
  const { bias, kernels, geometry, fanIn, units, positions, synapses } = layer;
  const weightName = `${id}.weight`;
  const biasName = `${id}.bias`;
  return {
    synapses,
    async sums([input], tensors, _span, scope) {
      const { matrix, constant } = input!;
      const extents = { rows: matrix.rows, columns: units * positions };
      const plain = await scope.launch(kernels.sums, extents, [matrix, tensors[weightName]!], { whole: geometry });
      if (!bias) return { matrix: plain, constant };
      const whole = { positions };
      const sums = await scope.launch(withBias, extents, [plain, tensors[biasName]!], { whole });
      scope.release(plain);
      return { matrix: sums, constant };
    },
    async feedback({ normed, inputs: [input], tensors, wantInputs, scope }) {
      const n = await normed();
      const { matrix } = input!;
      const weights = tensors[weightName]!;
      const inputRows = matrix.rows;
      const feedback = {
        [weightName]: await scope.launch(kernels.weights, { rows: fanIn, columns: units }, [matrix, n, weights], {
          whole: { ...geometry, inputRows },
        }),
        ...(bias && {
          [biasName]: await scope.launch(biasFeedback, { rows: 1, columns: units }, [n, tensors[biasName]!], {
            whole: { positions, inputRows },
          }),
        }),
      };
      if (!wantInputs) return { tensors: feedback, inputs: [] };
      const extents = { rows: inputRows, columns: matrix.columns };
      return {
        tensors: feedback,
        inputs: [await scope.launch(kernels.inputs, extents, [matrix, n, weights], { whole: geometry })],
      };
    },
  };
}
