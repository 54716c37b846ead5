import { HeavisideError } from '../core/heaviside-error.js';
import {
  type Cuts,
  type LearnedNumbers,
  type NeuronGroup,
  noCuts,
  recut,
  silencedAfter,
} from '../core/network/cut-connections.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { Learner } from './learner.js';

/**
 * Lets neurons of a learner be cut off and given back, and remembers what they had. Every presentation begins at rest, so
 * that nothing drives a neuron without connections and bias: it is silent.
 *
 * @param first  What is cut already, in a network that goes on.
 * @param change Puts what `changed` makes of the learner's numbers in their place. When it throws, they stay.
 */
export function neuronCutting(
  plan: NetworkPlan,
  first: Cuts | undefined,
  change: (changed: (numbers: LearnedNumbers) => LearnedNumbers) => Promise<void>,
): Required<Pick<Learner, 'silence' | 'restore' | 'cuts'>> {
  let cuts = first ?? noCuts;
  const changing = (kind: 'silence' | 'restore') => async (layer: string, units: readonly number[]) => {
    const silenced = silencedByHand(plan, cuts.silenced, kind, { layer, units });
    let after = cuts;
    await change((numbers) => {
      const next = recut(plan, numbers, cuts, { ...cuts, silenced });
      after = next.cuts;
      return next.numbers;
    });
    cuts = after;
  };
  return { silence: changing('silence'), restore: changing('restore'), cuts: () => cuts };
}

/**
 * Which neurons are cut off after somebody has changed that.
 *
 * @throws HeavisideError HV_INTERVENTION when that changes nothing, and what `silencedAfter` throws.
 */
export function silencedByHand(
  plan: NetworkPlan,
  before: Cuts['silenced'],
  kind: 'silence' | 'restore',
  group: NeuronGroup,
): Cuts['silenced'] {
  const { layer } = group;
  const silenced = silencedAfter(plan, before, kind, group);
  // One adds neurons only, the other takes some away only.
  if (silenced.get(layer)!.size === (before.get(layer)?.size ?? 0)) throw nothingToChange(kind, layer);
  return silenced;
}

function nothingToChange(kind: 'silence' | 'restore', layer: string): HeavisideError {
  const wanted = kind === 'silence' ? 'are not cut off yet' : 'are cut off';
  const message = `nothing to change: expected neurons of "${layer}" that ${wanted}, got none`;
  return new HeavisideError('HV_INTERVENTION', 'usage', message);
}
