import { added, addedToEveryStep, multiplied } from '../../../kernels/gpu/matrices.js';
import type { DeviceLayer } from './device-layers.js';
import { sumOfSteps } from './device-signal.js';

/** Residual sum; constant operands are added at every step, and earn the sum of n over the steps. */
export const sumLayer: DeviceLayer = {
  synapses: undefined,
  async sums(inputs, _tensors, { batch }, scope) {
    const constant = inputs.every((input) => input.constant);
    // The longest first: the others are added to it.
    const [first, ...others] = [...inputs].sort((a, b) => b.matrix.rows - a.matrix.rows).map(({ matrix }) => matrix);
    let sums = first!;
    for (const operand of others)
      sums =
        operand.rows === sums.rows
          ? await scope.launch(added, sums, [sums, operand])
          : await scope.launch(addedToEveryStep, sums, [sums, operand], { whole: { batch } });
    return { matrix: sums, constant };
  },
  async feedback({ normed, inputs, sums, span, wantInputs, scope }) {
    if (!wantInputs) return { tensors: {}, inputs: [] };
    const n = await normed();
    const rewards = [];
    for (const { matrix, constant } of inputs) {
      const own = constant && !sums.constant ? await sumOfSteps(n, span, scope) : n;
      rewards.push(await scope.launch(multiplied, matrix, [matrix, own]));
    }
    return { tensors: {}, inputs: rewards };
  },
};
