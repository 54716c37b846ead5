import type { NeuronPlace } from '../../run/watch/look.js';
import type { RunStore } from '../view/run-store.js';

/** Layers that are pinned at first, from the outputs backwards. */
const LAYERS = 3;

/**
 * Neurons whose membranes a report shows at first: of each of the last layers the one that fired most, among those whose
 * membranes are known.
 */
export function firstPins({ facts, presentations }: RunStore): readonly NeuronPlace[] {
  const known = presentations[0]?.look.voltages.neurons ?? [];
  const layers = (facts?.layers ?? []).filter(({ id }) => known.some(({ layer }) => layer === id)).slice(-LAYERS);
  return layers.map(({ id, size }) => {
    const counts = new Uint32Array(size);
    for (const { look } of presentations)
      for (const { layer, units } of look.spikes) if (layer === id) for (const unit of units) counts[unit]!++;
    const units = known.filter(({ layer }) => layer === id).map(({ unit }) => unit);
    return { layer: id, unit: units.reduce((best, unit) => (counts[unit]! > counts[best]! ? unit : best)) };
  });
}
