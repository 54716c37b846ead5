import type { Tensors } from '../../core/layers/tensors.js';
import type { Cuts } from '../../core/network/cut-connections.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import { namedTensors } from '../../trainers/session-learner.js';
import { restoredNumbers } from '../resume/restored-numbers.js';
import type { NetworkStanding } from './phase-network.js';

/** What of a network's standing is no tensor; plain data. */
export interface StandingFacts {
  readonly parameters: Readonly<Record<string, number>>;
  readonly step: number;
  readonly silenced: Readonly<Record<string, readonly number[]>>;
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
  return {
    facts: {
      parameters,
      step: numbers?.optimizer.step ?? 0,
      silenced: Object.fromEntries([...cuts.silenced].map(([layer, units]) => [layer, [...units]])),
      moving: membranes !== undefined,
    },
    tensors: [
      ...named.map((tensor) => ({ ...tensor, name: `${head}${tensor.name}` })),
      ...vectors(`${head}kept.`, cuts.kept),
      ...vectors(
        `${head}severed.`,
        Object.fromEntries([...cuts.severed].map(([tensor, places]) => [tensor, Float64Array.from(places)])),
      ),
      ...Object.entries(membranes ?? {}).flatMap(([layer, variables]) =>
        vectors(`${head}state.${layer}.`, variables as Tensors),
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
  const below = (part: string) => {
    const own = tensors.filter(({ name }) => name.startsWith(`${head}${part}`));
    return own.map(({ name, values }) => [name.slice(head.length + part.length), values] as const);
  };
  const cuts: Cuts = {
    silenced: new Map(Object.entries(silenced).map(([layer, units]) => [layer, new Set(units)])),
    severed: new Map(below('severed.').map(([tensor, places]) => [tensor, new Set(places)])),
    kept: Object.fromEntries(below('kept.')),
  };
  if (!moving) return { parameters, cuts };
  const membranes: Record<string, Record<string, Float64Array>> = {};
  for (const [name, values] of below('state.')) {
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

function vectors(head: string, values: Tensors): readonly NamedTensor[] {
  return Object.entries(values).map(([name, array]) => ({
    name: `${head}${name}`,
    shape: [array.length],
    values: array,
  }));
}
