import { isSpiking, type NeuronDescription } from '../neurons/neuron.js';
import { type StaticDescription, sigmoid } from '../neurons/static-units.js';

/** A derivative as a function of the weighted sum z. */
type Derivative = (z: number) => number;

/** Whether neurons have a derivative of their own: all but spiking neurons, steps and signs. */
export function isDifferentiable(neuron: NeuronDescription): boolean {
  return !isSpiking(neuron) && neuron.kind !== 'step' && neuron.kind !== 'sign';
}

/**
 * Derivative of a unit without memory. At the bend of `relu` and `leaky-relu`, z = 0, it is that of the left side.
 *
 * @param jump What takes the place of the derivative of a jump from 0 to 1, as a function of z; `step` is one such jump,
 *   `sign` two.
 */
export function staticDerivative(unit: StaticDescription, jump: Derivative): Derivative {
  switch (unit.kind) {
    case 'step':
      return jump;
    case 'sign':
      return (z) => 2 * jump(z);
    case 'identity':
      return () => 1;
    case 'relu':
      return (z) => (z > 0 ? 1 : 0);
    case 'leaky-relu':
      return (z) => (z > 0 ? 1 : unit.slope);
    case 'tanh':
      return (z) => 1 - Math.tanh(z) ** 2;
    case 'sigmoid':
      return (z) => sigmoid(z) * (1 - sigmoid(z));
    case 'silu':
      return (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z)));
  }
}
