import type { NetworkDescription } from '../../core/layers/layer.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import { variablesOf } from '../../core/neurons/neuron-variables.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import type { TraceVariable } from '../scenario.js';

/** In the order in which they are written. */
export const TRACE_VARIABLES: readonly TraceVariable[] = ['voltage', 'current', 'adaptation'];

/** What of a network can be traced. */
export interface Traceable {
  /** Names of all layers, the input's too. */
  readonly ids: ReadonlySet<string>;
  /** Variables of the layers whose neurons have a membrane. */
  readonly variables: ReadonlyMap<string, readonly TraceVariable[]>;
}

export function traceable({ input, layers }: NetworkDescription): Traceable {
  const variables = layers.flatMap((layer) => {
    if (!('neuron' in layer) || !isSpiking(layer.neuron)) return [];
    const kept = variablesOf(layer.neuron);
    // Whatever charges a membrane is a current, also where no synapse keeps it.
    return [[layer.id, TRACE_VARIABLES.filter((one) => one === 'current' || kept.includes(one))] as const];
  });
  return { ids: new Set([input, ...layers].map(({ id }) => id)), variables: new Map(variables) };
}

/** Why a variable of a layer cannot be traced. */
export function traceProblem({ ids, variables }: Traceable, layer: string, variable: string): TextProblem | undefined {
  const own = variables.get(layer);
  if (own?.some((one) => one === variable)) return undefined;
  if (own) {
    const expected = `a variable that "${layer}" has (${listed(own)})`;
    return { expected, got: quoted(variable), ...suggested(variable, own) };
  }
  const able = [...variables.keys()];
  const expected =
    able.length === 0
      ? 'none: no neuron of this network has a membrane'
      : `a layer whose neurons have a membrane (${listed(able)})`;
  return { expected, got: quoted(layer), ...(ids.has(layer) ? {} : suggested(layer, able)) };
}

function suggested(word: string, words: readonly string[]): Pick<TextProblem, 'suggestion'> {
  const suggestion = nearestName(word, words);
  return suggestion === undefined ? {} : { suggestion };
}
