import { conv2dMap } from '../layers/conv2d.js';
import { denseMap } from '../layers/dense.js';
import type { LayerDescription } from '../layers/layer.js';
import type { LinearMap } from '../layers/linear-map.js';
import type { Operation } from '../layers/operation.js';
import { flattenOperation, maxPoolOperation } from '../layers/operations/routing.js';
import { averagePoolOperation, batchNormOperation, sumOperation } from '../layers/operations/summing.js';
import { weightedOperation } from '../layers/operations/weighted.js';
import { poolGeometry } from '../layers/pooling.js';
import type { TensorPlan } from '../layers/tensors.js';
import { windowsOf } from '../layers/window.js';
import { type Shape, sizeOf } from '../shape.js';

/** A layer's computation and the tensors that it needs. */
export interface LayerMachinery {
  readonly operation: Operation;
  readonly tensors: readonly TensorPlan[];
}

/** Builds the machinery of a layer whose shapes have been checked. */
export function layerMachinery(layer: LayerDescription, input: Shape): LayerMachinery {
  switch (layer.kind) {
    case 'dense': {
      const fanIn = sizeOf(input);
      return weighted(layer, denseMap(fanIn, layer.size), [layer.size, fanIn], fanIn, layer.size);
    }
    case 'conv2d': {
      const [channels, height, width] = input as readonly [number, number, number];
      const area = layer.kernel[0] * layer.kernel[1];
      const windows = windowsOf([height, width], layer.kernel, layer.stride, layer.padding);
      const map = conv2dMap(channels, area, layer.channels, windows);
      return weighted(layer, map, [layer.channels, channels, ...layer.kernel], channels * area, layer.channels * area);
    }
    case 'max-pool':
    case 'average-pool': {
      const [channels, height, width] = input as readonly [number, number, number];
      const windows = windowsOf([height, width], layer.kernel, layer.stride);
      const geometry = poolGeometry(channels, layer.kernel[0] * layer.kernel[1], windows);
      const operation = layer.kind === 'max-pool' ? maxPoolOperation(geometry) : averagePoolOperation(geometry);
      return { operation, tensors: [] };
    }
    case 'flatten':
      return { operation: flattenOperation, tensors: [] };
    case 'sum':
      return { operation: sumOperation, tensors: [] };
    case 'batch-norm': {
      const channels = input[0]!;
      const positions = sizeOf(input) / channels;
      return {
        operation: batchNormOperation(layer.id, positions, layer.epsilon),
        tensors: [
          vector(`${layer.id}.weight`, channels, 1, true),
          // Not 0: the rule scales feedback by the parameter's magnitude and could never move it.
          vector(`${layer.id}.bias`, channels, 0.01, true),
          vector(`${layer.id}.running_mean`, channels, 0, false),
          vector(`${layer.id}.running_var`, channels, 1, false),
        ],
      };
    }
  }
}

function weighted(
  layer: LayerDescription & { kind: 'dense' | 'conv2d' },
  map: LinearMap,
  exchangeShape: readonly number[],
  fanIn: number,
  fanOut: number,
): LayerMachinery {
  const { id, initial, bias } = layer;
  const fan = { fanIn, fanOut };
  const units = exchangeShape[0]!;
  const weights: TensorPlan = {
    name: `${id}.weight`,
    length: fanIn * units,
    exchangeShape,
    layout: 'input-major',
    trainable: true,
    start: { kind: 'weights', initial, fan },
  };
  const biases: TensorPlan = {
    name: `${id}.bias`,
    length: units,
    exchangeShape: [units],
    layout: 'vector',
    trainable: true,
    start: { kind: 'biases', initial, fan },
  };
  return { operation: weightedOperation(id, map, bias), tensors: bias ? [weights, biases] : [weights] };
}

function vector(name: string, length: number, value: number, trainable: boolean): TensorPlan {
  return { name, length, exchangeShape: [length], layout: 'vector', trainable, start: { kind: 'constant', value } };
}
