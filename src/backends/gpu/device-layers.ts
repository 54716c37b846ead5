import type { RuleDescription } from '../../core/feedback/rule.js';
import type { LayerDescription } from '../../core/layers/layer.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { Shape } from '../../core/shape.js';
import type { Span } from '../../core/signal.js';
import { batchNormLayer } from './batch-norm-layer.js';
import type { DeviceSignal } from './device-signal.js';
import type { DeviceMatrix } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';
import { poolLayer } from './pool-layer.js';
import { sumLayer } from './sum-layer.js';
import { conv2dLayer, denseLayer } from './weighted-layers.js';

/** The tensors of a network on the device: `[fanIn]` rows for weights, one row for vectors. */
export type DeviceTensors = Readonly<Record<string, DeviceMatrix>>;

/** A layer on its way back. */
interface DeviceFeedbackRequest {
  /** R at the sums; shaped as they are. */
  readonly reward: () => Promise<DeviceMatrix>;
  /** n at the sums. */
  readonly normed: () => Promise<DeviceMatrix>;
  readonly inputs: readonly DeviceSignal[];
  readonly sums: DeviceSignal;
  readonly tensors: DeviceTensors;
  readonly rule: RuleDescription;
  readonly span: Span;
  readonly wantInputs: boolean;
  readonly scope: HandleScope;
}

/** A layer without its neurons, as launches. What it makes belongs to the scope that it is given. */
export interface DeviceLayer {
  readonly sums: (
    inputs: readonly DeviceSignal[],
    tensors: DeviceTensors,
    span: Span,
    scope: HandleScope,
  ) => Promise<DeviceSignal>;
  /** Feedback of the layer's tensors by name, and the reward of each input (none when not wanted). */
  readonly feedback: (
    request: DeviceFeedbackRequest,
  ) => Promise<{ readonly tensors: DeviceTensors; readonly inputs: readonly DeviceMatrix[] }>;
  /** Synapses that leave each input, one number where all have as many; undefined for layers without weights. */
  readonly synapses: Uint32Array | number | undefined;
}

const flattenLayer: DeviceLayer = {
  sums: async ([input]) => input!,
  feedback: async ({ reward }) => ({ tensors: {}, inputs: [await reward()] }),
  synapses: undefined,
};

/** The layers of a planned network. */
export function deviceLayers({ description, layers }: NetworkPlan): readonly DeviceLayer[] {
  return description.layers.map((layer, index) => {
    const source = layers[index]!.sources[0]!;
    const input = source < 0 ? description.input.shape : layers[source]!.shape;
    return deviceLayer(layer, input, layers[index]!.shape);
  });
}

function deviceLayer(layer: LayerDescription, input: Shape, output: Shape): DeviceLayer {
  switch (layer.kind) {
    case 'dense':
      return denseLayer(layer, input[0]!);
    case 'conv2d':
      return conv2dLayer(layer, input, output);
    case 'max-pool':
    case 'average-pool':
      return poolLayer(layer, input, output);
    case 'flatten':
      return flattenLayer;
    case 'sum':
      return sumLayer;
    case 'batch-norm':
      return batchNormLayer(layer.id, input);
  }
}
