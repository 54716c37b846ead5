import type { Conv2dDescription, DenseDescription, LayerDescription } from '../layers/layer.js';
import { hasSpikes } from '../neurons/neuron.js';
import type { OptionForms } from '../option-form.js';
import type { OptionProblem } from '../option-problems.js';

/**
 * Reward-modulated spike-timing-dependent plasticity: pairs of spikes leave an eligibility trace at their synapse, and a
 * reward at the end of the presentation turns what is left of it into a weight change.
 *
 * @see Izhikevich 2007, "Solving the Distal Reward Problem through Linkage of STDP and Dopamine Signaling"; Florian 2007,
 *   "Reinforcement Learning Through Modulation of Spike-Timing-Dependent Synaptic Plasticity"; Frémaux & Gerstner 2016,
 *   "Neuromodulated Spike-Timing-Dependent Plasticity, and Theory of Three-Factor Learning Rules"; Mozafari et al. 2018,
 *   "First-Spike-Based Visual Categorization Using Reward-Modulated STDP".
 */
export interface RstdpRule {
  readonly kind: 'r-stdp';
  /** τ₊, steps, > 0: the presynaptic trace keeps exp(−1 / τ₊) of itself a step. */
  readonly tauPlus: number;
  /** τ₋, steps, > 0: the same of the postsynaptic trace. */
  readonly tauMinus: number;
  /** τₑ, steps, > 0: the same of the eligibility trace. */
  readonly tauEligibility: number;
  /** A₊ >= 0: eligibility of a presynaptic spike followed at once by a postsynaptic one. */
  readonly aPlus: number;
  /** A₋ >= 0: loss of eligibility by the opposite order. */
  readonly aMinus: number;
  /**
   * Who gets which reward. `global`: every synapse 1 for a right answer and −1 for a wrong one, less what was expected.
   * `per-output`: the outputs each their own, when the answer was wrong 1 for the label's and −1 for the one that won in
   * its place; the layers before them the global one. Neurons here are deterministic, so that a global reward meets no
   * alternatives to choose from: expect little of it alone.
   */
  readonly modulator: 'global' | 'per-output';
  /** Share of the expected reward R̄ that survives a batch, 0..1; 1: nothing is expected. */
  readonly baselineDecay: number;
  /** Which layers learn. Behind hidden layers that stay random the last one often learns more than all together. */
  readonly layers: 'all' | 'last';
}

/** The rule with a line for people. */
export const RSTDP_RULES = {
  'r-stdp':
    'reward-modulated STDP: pairs of spikes leave eligibility traces, the reward turns them into weight changes',
} as const;

const positive = { type: 'number', above: 0 } as const;
const atLeastZero = { type: 'number', min: 0 } as const;

/** What the options of the rule may be. */
export const RSTDP_OPTIONS: OptionForms<RstdpRule> = {
  'r-stdp': {
    tauPlus: positive,
    tauMinus: positive,
    tauEligibility: positive,
    aPlus: atLeastZero,
    aMinus: atLeastZero,
    modulator: { type: 'choice', names: ['global', 'per-output'] satisfies readonly RstdpRule['modulator'][] },
    baselineDecay: { type: 'number', min: 0, max: 1 },
    layers: { type: 'choice', names: ['all', 'last'] satisfies readonly RstdpRule['layers'][] },
  },
};

/** What the rule has unless something else is asked for. */
export const RSTDP_DEFAULTS: RstdpRule = {
  kind: 'r-stdp',
  tauPlus: 4,
  tauMinus: 5,
  tauEligibility: 100,
  aPlus: 1,
  aMinus: 0.3,
  modulator: 'per-output',
  baselineDecay: 0.9,
  layers: 'all',
};

/**
 * Why the rule cannot train a network: weights of units without spikes, for which there is no spike timing, or outputs of
 * their own reward without weights of their own. Layers without weights pass on what they get, spikes or values.
 */
export function rstdpProblem(
  { kind, modulator }: RstdpRule,
  layers: readonly LayerDescription[],
): OptionProblem | undefined {
  const stuck = layers.filter(
    (layer) => layer.kind === 'batch-norm' || (isWeighted(layer) && !hasSpikes(layer.neuron)),
  );
  if (stuck.length > 0) {
    const named = stuck.map((layer) => `"${layer.id}" (${isWeighted(layer) ? layer.neuron.kind : layer.kind})`);
    return {
      field: 'kind',
      expected: `a rule that needs no spikes of the units that have weights, because of ${named.join(', ')}`,
      got: `"${kind}"`,
    };
  }
  const last = layers.at(-1);
  if (modulator === 'global' || last === undefined || isWeighted(last)) return undefined;
  return {
    field: 'modulator',
    expected: `"global", because the last layer, "${last.id}" (${last.kind}), has no weights`,
    got: `"${modulator}"`,
  };
}

function isWeighted(layer: LayerDescription): layer is DenseDescription | Conv2dDescription {
  return layer.kind === 'dense' || layer.kind === 'conv2d';
}
