import { INITIALIZER_OPTIONS } from '../initializers.js';
import type { LayerDescription, LayerKind, Readout } from '../layers/layer.js';
import { NEURON_OPTIONS } from '../neurons/neuron.js';
import type { OptionForm } from '../option-form.js';
import { kindProblems, type OptionProblem } from '../option-problems.js';

const weighted = { bias: { type: 'flag' } } as const;

/** What the options of each layer may be that have nothing to do with its shape. */
export const LAYER_OPTIONS: { readonly [K in LayerKind]: Readonly<Record<string, OptionForm>> } = {
  dense: weighted,
  conv2d: weighted,
  'max-pool': {},
  'average-pool': {},
  flatten: {},
  sum: {},
  'batch-norm': { epsilon: { type: 'number', above: 0 } },
};

export const READOUTS = ['rate', 'mean', 'last'] as const satisfies readonly Readout[];

/** Kinds and numbers of a layer, of its neuron and of its starting weights that nothing can be made of. */
export function layerOptionProblems(layer: LayerDescription): readonly OptionProblem[] {
  const own = kindProblems(layer, LAYER_OPTIONS, 'kind').map((problem) => ({
    ...problem,
    field: problem.field.replace(/^kind\./, ''),
  }));
  return [
    ...own,
    ...('neuron' in layer ? kindProblems(layer.neuron, NEURON_OPTIONS, 'neuron') : []),
    ...('initial' in layer ? kindProblems(layer.initial, INITIALIZER_OPTIONS, 'initial') : []),
  ];
}
