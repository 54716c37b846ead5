import { isSpiking, NEURONS, type NeuronDescription } from '../../src/core/neurons/neuron.js';
import type { ContractCase } from './cases/contract-case.js';
import { CASES } from './cases/contract-cases.js';
import { SESSION_RULES } from './session-rules.js';

/** The families that a case belongs to: what it has of layers, neurons, inputs, learning. */
function familiesOf({ network, chunks, optimizer, clip, rule, degenerate, learningSteps }: ContractCase) {
  return [
    ...network.layers.map(({ kind }) => `layer ${kind}`),
    ...network.layers.flatMap((layer) => ('neuron' in layer ? neuronFamilies(layer.neuron) : [])),
    ...chunks.map(({ input }) => `input ${input}`),
    ...(chunks.length > 1 ? ['several chunks'] : []),
    ...chunks.flatMap(({ stimuli = [] }) => stimuli.flatMap(({ cut }) => ['stimulus', ...(cut ? ['units cut'] : [])])),
    ...(learningSteps === 0 ? [] : ['reward of the inputs']),
    `read-out ${network.readout}`,
    `rule ${rule.kind}`,
    ...('surrogate' in rule ? [`surrogate ${rule.surrogate.kind}`] : []),
    `optimizer ${optimizer.kind}`,
    ...(clip === undefined ? [] : ['feedback clipped']),
    ...(degenerate ? ['degenerate'] : []),
  ];
}

function neuronFamilies(neuron: NeuronDescription): readonly string[] {
  if (!isSpiking(neuron)) return [`${NEURONS[neuron.kind].family} units`];
  if (neuron.kind !== 'lif') return [neuron.kind];
  return [`lif, ${neuron.reset}`, neuron.resetDelay ? 'lif, reset delay' : 'lif, no reset delay'];
}

/** Families that the named cases and session rules belong to, in order; a session rule is a family of its own. */
export function familiesOfNames(names: readonly string[]): readonly string[] {
  const cases = CASES.filter(({ name }) => names.includes(name)).flatMap(familiesOf);
  const rules = SESSION_RULES.map(({ name }) => name).filter((name) => names.includes(name));
  return [...new Set([...cases, ...rules])].sort();
}
