import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import { namedTensors } from '../../trainers/session-learner.js';
import { restoredNumbers } from '../resume/restored-numbers.js';
import { cutsFrom, type StoredSilence, storedCuts, storedVectors, vectorsFrom } from '../resume/stored-cuts.js';
import type { NetworkStanding } from './phase-network.js';

/** What of a network's standing is no tensor; plain data. */
export interface StandingFacts {
  readonly parameters: Readonly<Record<string, number>>;
  readonly step: number;
  readonly silenced: StoredSilence;
  /** Whether neurons are not at rest. */
  readonly moving: boolean;
}

/** A standing, or what is known of it besides the numbers, which a checkpoint keeps anyway. */
type Kept = Omit<NetworkStanding, 'numbers'> & { readonly numbers?: NetworkStanding['numbers'] };

/** A network's standing as tensors of a checkpoint, whose names begin with `head`, and the rest of it. */
export function storedStanding(
  { parameters, numbers, cuts, membranes }: Kept,
  head: string,
  plan: NetworkPlan,
): { readonly facts: StandingFacts; readonly tensors: readonly NamedTensor[] } {
  const named = numbers ? namedTensors(plan, numbers.tensors, numbers.optimizer.moments) : [];
  const cut = storedCuts(cuts, head);
  return {
    facts: {
      parameters,
      step: numbers?.optimizer.step ?? 0,
      silenced: cut.silenced,
      moving: membranes !== undefined,
    },
    tensors: [
      ...named.map((tensor) => ({ ...tensor, name: `${head}${tensor.name}` })),
      ...cut.tensors,
      ...Object.entries(membranes ?? {}).flatMap(([layer, variables]) =>
        storedVectors(`${head}state.${layer}.`, variables as Tensors),
      ),
    ],
  };
}

/** The reverse of `storedStanding`, but for the numbers. @param tensors Of the checkpoint. */
export function standingFrom(
  { parameters, silenced, moving }: StandingFacts,
  head: string,
  tensors: readonly NamedTensor[],
): Kept {
  const cuts = cutsFrom(silenced, head, tensors);
  if (!moving) return { parameters, cuts };
  const membranes: Record<string, Record<string, Float64Array>> = {};
  for (const [name, values] of vectorsFrom(`${head}state.`, tensors)) {
    const [layer, variable] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    membranes[layer] = { ...membranes[layer], [variable]: values };
  }
  return { parameters, cuts, membranes: membranes as NetworkState };
}

/** The same with its numbers. */
export function wholeStandingFrom(
  facts: StandingFacts,
  head: string,
  tensors: readonly NamedTensor[],
  plan: NetworkPlan,
): NetworkStanding {
  const own = tensors.flatMap((tensor) => {
    return tensor.name.startsWith(head) ? [{ ...tensor, name: tensor.name.slice(head.length) }] : [];
  });
  return { ...standingFrom(facts, head, tensors), numbers: restoredNumbers(plan, own, facts.step, 'the checkpoint') };
}
