import type { NetworkPlan } from '../core/network/plan-network.js';
import { type NetworkState, variablesOf } from '../core/neurons/neuron-variables.js';

/**
 * Checks that a state is one of a network for a batch: exactly its variables, finite, `[batch × size]`.
 *
 * @throws RangeError with the first variable that is not so.
 */
export function checkState(plan: NetworkPlan, batch: number, state: NetworkState): void {
  for (const { id, neuron, size } of plan.layers) {
    const wanted: readonly string[] = variablesOf(neuron);
    const given = Object.entries(state[id] ?? {});
    if (given.length !== wanted.length || given.some(([name]) => !wanted.includes(name)))
      throw new RangeError(`state of "${id}": expected ${list(wanted)}, got ${list(given.map(([name]) => name))}`);
    for (const [name, { length }] of given)
      if (length !== batch * size)
        throw new RangeError(`state of "${id}", ${name}: expected ${batch * size} values, got ${length}`);
    for (const [name, values] of given) {
      const odd = values.findIndex((value) => !Number.isFinite(value));
      if (odd >= 0)
        throw new RangeError(`state of "${id}", ${name}[${odd}]: expected a finite number, got ${values[odd]}`);
    }
  }
  const names = plan.layers.map(({ id }) => id);
  const odd = Object.keys(state).find((id) => !names.includes(id));
  if (odd !== undefined) throw new RangeError(`state: expected one of the layers ${list(names)}, got "${odd}"`);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'no variables' : names.map((name) => `"${name}"`).join(', ');
}
