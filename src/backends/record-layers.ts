import type { NetworkPlan } from '../core/network/plan-network.js';

/**
 * Finds the layers whose spikes are to be recorded.
 *
 * @returns The index of each; −1 for the network's input.
 * @throws RangeError for a layer that the network does not have.
 */
export function layersToRecord({ description, layers }: NetworkPlan, ids: readonly string[]): readonly number[] {
  const names = [description.input.id, ...layers.map(({ id }) => id)];
  return ids.map((id) => {
    const index = names.indexOf(id) - 1;
    if (index >= -1) return index;
    throw new RangeError(
      `there is no layer "${id}" to record; layers are ${names.map((name) => `"${name}"`).join(', ')}`,
    );
  });
}
