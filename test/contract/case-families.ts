import { isSpiking, type NeuronDescription } from '../../src/core/neurons/neuron.js';
import type { ContractCase } from './cases/contract-case.js';
import { CASES } from './cases/contract-cases.js';
import { SESSION_RULES } from './session-rules.js';

/** What a case asks for, in words; two cases with the same families run the same kinds of kernels. */
function familiesOf({ network, chunks, optimizer, clip, rule, degenerate, learningSteps }: ContractCase) {
  return [
    ...network.layers.map(({ kind }) => `layer ${kind}`),
    ...network.layers.flatMap((layer) => ('neuron' in layer && layer.neuron ? neuronFamily(layer.neuron) : [])),
    ...chunks.map(({ input }) => `input ${input}`),
    ...(chunks.length > 1 ? ['several chunks'] : []),
    ...(learningSteps === 0 ? ['forward only'] : ['reward of the inputs']),
    `read-out ${network.readout}`,
    `rule ${rule.kind}`,
    `optimizer ${optimizer.kind}`,
    ...(clip === undefined ? [] : [`${optimizer.kind}, feedback clipped`]),
    ...(degenerate ? ['degenerate'] : []),
  ];
}

function neuronFamily(neuron: NeuronDescription): string {
  if (!isSpiking(neuron)) return neuron.kind === 'step' || neuron.kind === 'sign' ? neuron.kind : 'analog';
  return 'reset' in neuron ? `${neuron.kind}, ${neuron.reset}` : neuron.kind;
}

/** Families that the named cases and session rules belong to, in order; a session rule is a family of its own. */
export function familiesOfNames(names: readonly string[]): readonly string[] {
  const cases = CASES.filter(({ name }) => names.includes(name)).flatMap(familiesOf);
  const rules = SESSION_RULES.map(({ name }) => name).filter((name) => names.includes(name));
  return [...new Set([...cases, ...rules])].sort();
}
