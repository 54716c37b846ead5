import { rowsOf, type Signal, sumOverSteps } from '../../signal.js';
import { batchNorm, errorThroughBatchNorm, rewardThroughBatchNorm } from '../batch-norm.js';
import type { Operation } from '../operation.js';
import { averagePool, type PoolGeometry, rewardThroughAveragePool } from '../pooling.js';
import type { Tensors } from '../tensors.js';

/** Mean of each window; epsilon rule with weights 1 / taps. */
export function averagePoolOperation(geometry: PoolGeometry): Operation {
  return {
    sums([input], _tensors, span) {
      const values = averagePool(input!.values, rowsOf(input!, span), geometry);
      return { sums: { values, constant: input!.constant } };
    },
    feedback: ({ arrived, inputs: [input], span }) => ({
      tensors: {},
      inputs: [rewardThroughAveragePool(arrived.normed(), input!.values, rowsOf(input!, span), geometry)],
    }),
    error: ({ error, inputs: [input], span }) => ({
      tensors: {},
      // An input of 1 gets what the weights send.
      inputs: [
        rewardThroughAveragePool(
          error,
          input!.values.map(() => 1),
          rowsOf(input!, span),
          geometry,
        ),
      ],
    }),
    synapticOperations: () => 0,
  };
}

/**
 * Residual sum `z = Σ operands`; each operand's reward is `operand ⊙ n`, `n = R / s(z)`.
 * Constant operands are the same at every step; the sum is constant only if all of them are.
 */
export const sumOperation: Operation = {
  sums(inputs) {
    const constant = inputs.every((input) => input.constant);
    const longest = inputs.reduce((a, b) => (b.values.length > a.values.length ? b : a));
    const values = new Float64Array(longest.values.length);
    for (const { values: operand } of inputs)
      for (let k = 0; k < values.length; k++) values[k]! += operand[k % operand.length]!;
    return { sums: { values, constant } };
  },
  feedback({ arrived, inputs, result }) {
    const normed = arrived.normed();
    return {
      tensors: {},
      inputs: inputs.map((input) => {
        const own = shapedAs(input, normed, result.sums);
        return input.values.map((value, k) => value * own[k]!);
      }),
    };
  },
  error: ({ error, inputs, result }) => ({
    tensors: {},
    inputs: inputs.map((input) => shapedAs(input, error, result.sums)),
  }),
  synapticOperations: () => 0,
};

/** What belongs to an operand of a sum: summed over the steps where only the operand is constant. */
function shapedAs(operand: Signal, values: Float64Array, sums: Signal): Float64Array {
  return operand.constant && !sums.constant ? sumOverSteps(values, operand.values.length) : values;
}

/** Batch normalisation with the tensors `.weight`, `.bias`, `.running_mean`, `.running_var`, one value a channel. */
export function batchNormOperation(id: string, positions: number, epsilon: number): Operation {
  const parameters = (tensors: Tensors) => ({
    gain: tensors[`${id}.weight`]!,
    shift: tensors[`${id}.bias`]!,
    mean: tensors[`${id}.running_mean`]!,
    variance: tensors[`${id}.running_var`]!,
    epsilon,
  });
  return {
    sums: ([input]: readonly Signal[], tensors) => ({
      sums: { values: batchNorm(input!.values, positions, parameters(tensors)), constant: input!.constant },
    }),
    feedback({ arrived, inputs: [input], tensors }) {
      const sent = rewardThroughBatchNorm(arrived.normed(), input!.values, positions, parameters(tensors));
      return { tensors: { [`${id}.weight`]: sent.gain, [`${id}.bias`]: sent.shift }, inputs: [sent.inputs] };
    },
    error({ error, inputs: [input], tensors }) {
      const sent = errorThroughBatchNorm(error, input!.values, positions, parameters(tensors));
      return { tensors: { [`${id}.weight`]: sent.gain, [`${id}.bias`]: sent.shift }, inputs: [sent.inputs] };
    },
    synapticOperations: () => 0,
  };
}
