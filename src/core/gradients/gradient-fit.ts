import type { LayerDescription } from '../layers/layer.js';
import type { LossName } from '../losses/loss.js';
import type { OptionProblem } from '../option-problems.js';
import type { GradientRule } from './gradient-rule.js';
import { isDifferentiable } from './static-derivative.js';

/** Why a rule cannot train a network: layers without a derivative, and no surrogate. */
export function gradientProblem(
  { kind }: GradientRule,
  layers: readonly LayerDescription[],
): OptionProblem | undefined {
  if (kind !== 'backprop') return undefined;
  const stuck = layers.filter((layer) => 'neuron' in layer && !isDifferentiable(layer.neuron));
  if (stuck.length === 0) return undefined;
  const named = stuck.map((layer) => `"${layer.id}" (${'neuron' in layer ? layer.neuron.kind : ''})`).join(', ');
  return {
    field: 'kind',
    expected: `a rule for layers without a derivative: "surrogate" or one of LFP, because of ${named}`,
    got: '"backprop"',
  };
}

/**
 * Whether a network has the outputs that a loss and the data need: one a class; squared errors also take a single one for
 * two classes.
 *
 * @param outputs Width of the last layer. @param data The data's name and classes; undefined while only their file knows.
 */
export function lossProblem(
  loss: LossName,
  outputs: number,
  data: { readonly name: string; readonly classes: number } | undefined,
): (Omit<OptionProblem, 'field'> & { readonly field: 'outputs' | 'loss' }) | undefined {
  if (outputs === 1) {
    if (loss === 'cross-entropy')
      return { field: 'loss', expected: '"squared-error" for a single output', got: '"cross-entropy"' };
    if (data === undefined || data.classes === 2) return undefined;
  }
  if (data === undefined || outputs === data.classes) return undefined;
  return {
    field: 'outputs',
    expected: `${data.classes} outputs, one for each class of ${data.name}`,
    got: String(outputs),
  };
}
