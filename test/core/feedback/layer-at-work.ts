import { finishFeedback } from '../../../src/core/feedback/finish-feedback.js';
import { normedReward } from '../../../src/core/feedback/stabilised.js';
import type { WeightedFeedback, WeightedLayer } from '../../../src/core/feedback/weighted-feedback.js';
import { denseMap } from '../../../src/core/layers/dense.js';
import { inputRows } from '../../../src/core/layers/input-rows.js';

/** A dense layer of static units during feedback, row-major: x `[rows × fanIn]`, W `[fanIn × fanOut]`, R `[rows × fanOut]`. */
export interface LayerNumbers {
  readonly inputs: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly bias?: ArrayLike<number>;
  readonly reward: ArrayLike<number>;
  readonly fanOut: number;
  readonly epsilon: number;
}

export function layerAtWork({ inputs, weights, bias, reward, fanOut, epsilon }: LayerNumbers): WeightedLayer {
  const rows = reward.length / fanOut;
  const map = denseMap(weights.length / fanOut, fanOut);
  const active = inputRows(Float64Array.from(inputs), rows);
  const [w, b] = [Float64Array.from(weights), bias && Float64Array.from(bias)];
  const [sums, earned] = [map.sums(active, w, b), Float64Array.from(reward)];
  return {
    map,
    weights: w,
    bias: b,
    inputs: active,
    sums,
    stepsPerRow: 1,
    normed: () => normedReward(earned, sums, epsilon),
    reward: () => earned,
  };
}

/** Feedback as plain lists; −0 is written as 0. */
export function lists({ tensors, inputs }: WeightedFeedback) {
  const list = (values: Float64Array | undefined) => values && Array.from(values, (v) => v + 0);
  return { weights: list(tensors['weight']), bias: list(tensors['bias']), inputs: list(inputs) };
}

/** What `ojaFeedback` of a layer comes to when its one chunk is the whole presentation. */
export function finishedOja(layer: WeightedLayer, sums: WeightedFeedback): WeightedFeedback {
  const parameters = { weight: layer.weights, ...(layer.bias ? { bias: layer.bias } : {}) };
  return { ...sums, tensors: finishFeedback({ kind: 'oja', epsilon: 0 }, parameters, sums.tensors) };
}
