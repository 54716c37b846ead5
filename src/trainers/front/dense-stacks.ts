import type { DenseStack } from '../../core/collapse/dense-stack.js';
import type { TwoLayerNetwork } from '../../core/front-contribution/two-layer-network.js';

/** A two-layer network as a stack; arrays are shared. */
export function stackOf(network: TwoLayerNetwork): DenseStack {
  const { inputs, hidden, outputs, hiddenWeights, hiddenBias, outputWeights, outputBias } = network;
  return [
    { fanIn: inputs, fanOut: hidden, weights: hiddenWeights, bias: hiddenBias },
    { fanIn: hidden, fanOut: outputs, weights: outputWeights, bias: outputBias },
  ];
}

/** A stack of two layers as a two-layer network; arrays are shared. */
export function twoLayersOf(stack: DenseStack): TwoLayerNetwork {
  const [hidden, output] = stack;
  return {
    inputs: hidden!.fanIn,
    hidden: hidden!.fanOut,
    outputs: output!.fanOut,
    hiddenWeights: hidden!.weights,
    hiddenBias: hidden!.bias,
    outputWeights: output!.weights,
    outputBias: output!.bias,
  };
}
