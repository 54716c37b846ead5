import type { TwoLayerNetwork } from '../../../src/core/front-contribution/two-layer-network.js';
import { numbersBetween } from '../network/random-numbers.js';

/** Extents of a two-layer problem, and the seed of its numbers. */
export interface ProblemSize {
  readonly seed: number;
  readonly samples: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly hiddenBias: boolean;
  readonly outputBias: boolean;
}

/** A network and a training set that are the same in every run; targets are rows of a probability distribution. */
export function smallProblem({ seed, samples, inputs, hidden, outputs, hiddenBias, outputBias }: ProblemSize) {
  const draw = (count: number, part: number) => numbersBetween(-1, 1, count, 10 * seed + part);
  const network: TwoLayerNetwork = {
    inputs,
    hidden,
    outputs,
    hiddenWeights: draw(hidden * inputs, 1),
    outputWeights: draw(outputs * hidden, 2),
    ...(hiddenBias && { hiddenBias: draw(hidden, 3) }),
    ...(outputBias && { outputBias: draw(outputs, 4) }),
  };
  const raw = draw(samples * outputs, 6).map((t) => t + 1);
  const targets = raw.map((t, k) => {
    const row = raw.subarray(outputs * Math.floor(k / outputs)).subarray(0, outputs);
    return t / row.reduce((sum, value) => sum + value, 0);
  });
  return { network, inputs: draw(samples * inputs, 5), targets };
}

/** The rows of these indices, as often as they occur. */
export function rowsAt(rows: Float64Array, indices: ArrayLike<number>, width: number): Float64Array {
  return Float64Array.from(Array.from(indices).flatMap((i) => [...rows.subarray(i * width, (i + 1) * width)]));
}

/** Exclusive or with inputs −1 and 1, and a bias-free 2-2-1 network. */
export function xorProblem(seed: number) {
  return {
    network: {
      inputs: 2,
      hidden: 2,
      outputs: 1,
      hiddenWeights: numbersBetween(-1, 1, 4, seed),
      outputWeights: numbersBetween(-1, 1, 2, 1000 + seed),
    },
    inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1),
    targets: Float64Array.of(0, 1, 1, 0),
  };
}

/** Plain descent with these additions. */
export function descent(momentum = 0, weightDecay = 0) {
  return { kind: 'sgd' as const, lr: 0.05, momentum, weightDecay };
}
