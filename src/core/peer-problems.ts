import { frontProblems } from './front-contribution/front-rule.js';
import { SURROGATE_OPTIONS } from './gradients/gradient-rule.js';
import type { NetworkDescription } from './layers/layer.js';
import type { PeerLearning } from './learning.js';
import { ensembleProblems } from './mean-field/ensemble-rule.js';
import { kindProblems, type OptionProblem } from './option-problems.js';
import { PEER_PARTS } from './peer-rule.js';
import { rstdpProblem } from './plasticity/rstdp-rule.js';
import { responsibilityProblems } from './responsibility/responsibility-rule.js';

/**
 * Every reason why a learner cannot train a network as it is told to.
 *
 * @returns Fields are those of `learn`: `rule`, `form`, `optimizer`, `surrogate` …
 */
export function peerProblems(
  learning: PeerLearning,
  network: Pick<NetworkDescription, 'input' | 'layers'>,
): readonly OptionProblem[] {
  return [...ruleProblems(learning, network), ...surrogateProblems(learning, network)];
}

function ruleProblems(
  { rule, optimizer, clip, loss }: PeerLearning,
  network: Pick<NetworkDescription, 'input' | 'layers'>,
): readonly OptionProblem[] {
  switch (rule.kind) {
    case 'responsibility':
    case 'responsibility-lfp':
      return [...responsibilityProblems(rule, network), ...clipProblems(rule.kind, clip)];
    case 'front-contribution':
      return frontProblems(rule, network, { optimizer, loss, ...(clip === undefined ? {} : { clip }) });
    case 'mean-field-ensemble':
      return [...ensembleProblems(rule, network), ...clipProblems(rule.kind, clip)];
    case 'perturbation':
      return [];
    case 'r-stdp': {
      const problem = rstdpProblem(rule, network.layers);
      return problem ? [{ ...problem, field: 'rule' }] : [];
    }
  }
}

function clipProblems(rule: string, clip: number | undefined): readonly OptionProblem[] {
  if (clip === undefined) return [];
  return [{ field: 'clip', expected: `no clip for the rule "${rule}"`, got: String(clip) }];
}

function surrogateProblems(
  { rule, surrogate }: PeerLearning,
  { layers }: Pick<NetworkDescription, 'input' | 'layers'>,
): readonly OptionProblem[] {
  const jumps = layers.find((layer) => 'neuron' in layer && ['step', 'sign'].includes(layer.neuron.kind));
  if (surrogate && !jumps)
    return [
      { field: 'surrogate', expected: 'none: every unit has a derivative of its own', got: `"${surrogate.kind}"` },
    ];
  if (surrogate) return kindProblems(surrogate, SURROGATE_OPTIONS, 'surrogate');
  if (!jumps || !PEER_PARTS[rule.kind].surrogate) return [];
  return [
    {
      field: 'surrogate',
      expected: `a surrogate for the units of "${jumps.id}", which have no derivative`,
      got: 'none',
    },
  ];
}
