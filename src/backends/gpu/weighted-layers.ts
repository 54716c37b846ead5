import { biasFeedback, withBias } from '../../../kernels/gpu/bias.js';
import { conv2dFeedback, conv2dRewardOfInputs, conv2dSums } from '../../../kernels/gpu/conv2d.js';
import { denseFeedback, denseRewardOfInputs, denseSums } from '../../../kernels/gpu/dense.js';
import type { Conv2dDescription, DenseDescription } from '../../core/layers/layer.js';
import { windowsOf } from '../../core/layers/window.js';
import type { Shape } from '../../core/shape.js';
import type { DeviceLayer, DeviceTensors } from './device-layers.js';
import { applyRule, type DeviceLinearMap } from './device-rules.js';
import type { KernelFunction } from './gpu-device.js';

export function denseLayer({ id, size, bias }: DenseDescription, fanIn: number): DeviceLayer {
  return weightedLayer(id, {
    bias,
    kernels: { sums: denseSums, inputs: denseRewardOfInputs, weights: denseFeedback },
    geometry: { fanIn, fanOut: size },
    fanIn,
    units: size,
    positions: 1,
    synapses: size,
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
  readonly synapses: Uint32Array | number;
}

/** A layer with the tensors `<id>.weight` and, with a bias, `<id>.bias`. */
function weightedLayer(id: string, layer: Weighted): DeviceLayer {
  const { bias, synapses } = layer;
  const map = linearMap(layer);
  const parametersOf = (tensors: DeviceTensors) => ({
    weights: tensors[`${id}.weight`]!,
    bias: bias ? tensors[`${id}.bias`]! : undefined,
  });
  return {
    synapses,
    async sums([input], tensors, _span, scope) {
      const { matrix, constant } = input!;
      const parameters = parametersOf(tensors);
      return { matrix: await map.sums(matrix, parameters.weights, parameters.bias, scope), constant };
    },
    async feedback({ reward, normed, inputs: [input], sums, tensors, rule, span, wantInputs, scope }) {
      const stepsPerRow = sums.constant ? span.steps : 1;
      const ruled = { reward, normed, inputs: input!.matrix, sums: sums.matrix, stepsPerRow, wantInputs, scope };
      const feedback = await applyRule(rule, { map, ...parametersOf(tensors), ...ruled });
      const named = Object.entries(feedback.tensors).map(([name, matrix]) => [`${id}.${name}`, matrix]);
      return { tensors: Object.fromEntries(named), inputs: feedback.inputs ? [feedback.inputs] : [] };
    },
  };
}

function linearMap({ kernels, geometry, fanIn, units, positions }: Weighted): DeviceLinearMap {
  return {
    async sums(inputs, weights, bias, scope) {
      const extents = { rows: inputs.rows, columns: units * positions };
      const plain = await scope.launch(kernels.sums, extents, [inputs, weights], { whole: geometry });
      if (!bias) return plain;
      const sums = await scope.launch(withBias, extents, [plain, bias], { whole: { positions } });
      scope.release(plain);
      return sums;
    },
    toInputs: (inputs, normed, weights, scope) =>
      scope.launch(kernels.inputs, inputs, [inputs, normed, weights], { whole: geometry }),
    toWeights: (inputs, normed, factors, scope) =>
      scope.launch(kernels.weights, { rows: fanIn, columns: units }, [inputs, normed, factors], {
        whole: { ...geometry, inputRows: inputs.rows },
      }),
    toBias: (normed, factors, scope) =>
      scope.launch(biasFeedback, { rows: 1, columns: units }, [normed, factors], {
        whole: { positions, inputRows: normed.rows },
      }),
  };
}
