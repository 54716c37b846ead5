import type { NetworkDescription } from '../layers/layer.js';
import type { NeuronDescription } from '../neurons/neuron.js';
import type { OptionProblem } from '../option-problems.js';
import { sizeOf } from '../shape.js';

/** A plain multilayer network: dense layers one after the other, linear outputs. */
export interface DenseChain {
  /** Units from the input to the output. */
  readonly sizes: readonly number[];
  /** Names of the layers, first hidden to output. */
  readonly names: readonly string[];
  /** Whether each layer has a bias. */
  readonly biases: readonly boolean[];
  /** What all hidden units are; identity where there is no hidden layer. */
  readonly hidden: NeuronDescription;
}

/** What a learner with networks of its own can take. */
export interface ChainNeeds {
  readonly hidden: readonly NeuronDescription['kind'][];
  /** `always`: every layer has a bias, `never`: none has; `any`: as the layers say. */
  readonly bias: 'always' | 'never' | 'any';
}

type Layers = Pick<NetworkDescription, 'layers'>;

/**
 * What keeps a network from being a chain of dense layers with linear outputs, as a learner needs it.
 *
 * @returns Fields name the layer's: `layers.h1.bias`; `layers` for what they are together.
 */
export function denseChainProblems(rule: string, { layers }: Layers, needs: ChainNeeds): readonly OptionProblem[] {
  const found: OptionProblem[] = [];
  const problem = (id: string, key: string, expected: string, got: string): void => {
    found.push({ field: `layers.${id}.${key}`, expected: `${expected} for the rule "${rule}"`, got });
  };
  const kinds = new Set<string>();
  layers.forEach((layer, index) => {
    if (layer.kind !== 'dense') {
      problem(layer.id, 'kind', '"dense"', `"${layer.kind}"`);
      return;
    }
    const before = layers[index - 1]?.id;
    if (layer.from && before !== undefined && (layer.from.length > 1 || layer.from[0] !== before))
      problem(layer.id, 'from', `"${before}", the layer before,`, layer.from.map((id) => `"${id}"`).join(', '));
    const last = index === layers.length - 1;
    const allowed = last ? ['identity'] : needs.hidden;
    const { kind } = layer.neuron;
    if (!allowed.includes(kind)) problem(layer.id, 'neuron', oneOf(allowed), `"${kind}"`);
    else if (!last) kinds.add(kind);
    if (needs.bias === 'never' && layer.bias) problem(layer.id, 'bias', 'false', 'true');
    if (needs.bias === 'always' && !layer.bias) problem(layer.id, 'bias', 'true', 'false');
  });
  if (kinds.size > 1)
    found.push({
      field: 'layers',
      expected: `hidden units of one kind for the rule "${rule}"`,
      got: [...kinds].join(', '),
    });
  return found;
}

function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1 ? quoted[0]! : `one of ${quoted.join(', ')}`;
}

/** The chain that a network is; to be asked once `denseChainProblems` has found none. */
export function denseChain({ input, layers }: NetworkDescription): DenseChain {
  const dense = layers.filter((layer) => layer.kind === 'dense');
  return {
    sizes: [sizeOf(input.shape), ...dense.map(({ size }) => size)],
    names: dense.map(({ id }) => id),
    biases: dense.map(({ bias }) => bias),
    hidden: dense.length > 1 ? dense[0]!.neuron : { kind: 'identity' },
  };
}
