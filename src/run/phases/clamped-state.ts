import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import { type Effect, unitsIn } from './effects.js';
import type { Lesioned } from './lesioned-state.js';

/** Units whose membranes are held, by layer, and at what. */
export type Held = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Which membranes voltage clamps hold; the clamp that began last holds, also where it is a current clamp. Nothing holds
 * those of lesioned neurons.
 */
export function heldUnits({ layers }: NetworkPlan, clamps: readonly Effect[], lesioned: Lesioned): Held {
  const held = new Map<string, Map<number, number>>();
  for (const { id } of layers)
    for (const { drive } of clamps)
      for (const unit of unitsIn(drive.nodes, id)) {
        if (lesioned.get(id)?.has(unit)) continue;
        const own = held.get(id) ?? new Map<number, number>();
        if (drive.kind === 'voltage-clamp') own.set(unit, drive.value);
        else own.delete(unit);
        held.set(id, own);
      }
  return held;
}

/**
 * The state before a step in which membranes are held. With v = 0, i = 0 and nothing owed, a current of the clamp's value
 * charges the membrane to exactly that, whatever the neuron: `m = decay · 0 + value`. It fires by its own threshold.
 */
export function clearedState(state: NetworkState, held: Held, batch: number): NetworkState {
  return changedState(state, held, batch, { voltage: () => 0, current: () => 0, pending: () => 0 });
}

/** The state after such a step: the membrane is at the clamp's value, whatever a reset made of it. */
export function heldState(state: NetworkState, held: Held, batch: number): NetworkState {
  return changedState(state, held, batch, { voltage: (value) => value, current: () => 0 });
}

type Changes = Readonly<Partial<Record<'voltage' | 'current' | 'pending', (value: number) => number>>>;

function changedState(state: NetworkState, held: Held, batch: number, changes: Changes): NetworkState {
  return Object.fromEntries(
    Object.entries(state).map(([layer, variables]) => {
      const own = held.get(layer);
      if (!own || own.size === 0) return [layer, variables];
      const changed = Object.entries(variables).map(([name, values]) => {
        const change = changes[name as keyof Changes];
        if (!change) return [name, values];
        const next = values.slice();
        const size = values.length / batch;
        for (const [unit, value] of own)
          for (let sample = 0; sample < batch; sample++) next[sample * size + unit] = change(value);
        return [name, next];
      });
      return [layer, Object.fromEntries(changed)];
    }),
  );
}
