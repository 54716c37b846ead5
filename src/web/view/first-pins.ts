import type { NeuronPlace } from '../../run/watch/look.js';
import type { RunStore } from './run-store.js';

/** Layers that are looked at, from the outputs backwards. */
const LAYERS = 3;
/** Share of the steps at which a neuron fires whose membrane tells most: one that always fires hardly moves. */
const SHARE = 0.2;

/**
 * Of each of the last layers with membranes the neuron whose membrane is worth a first look, by its spikes in all
 * presentations; where membranes were recorded, one of those.
 */
export function firstPins({ facts, presentations }: Pick<RunStore, 'facts' | 'presentations'>): readonly NeuronPlace[] {
  const recorded = presentations.at(-1)?.look.voltages.neurons ?? [];
  const unitsOf = (id: string, size: number): readonly number[] =>
    recorded.length === 0
      ? Array.from({ length: size }, (_, unit) => unit)
      : recorded.filter(({ layer }) => layer === id).map(({ unit }) => unit);
  const ideal = SHARE * presentations.reduce((sum, { look }) => sum + look.steps, 0);
  return (facts?.layers ?? [])
    .filter(({ id, size, membrane }) => membrane && unitsOf(id, size).length > 0)
    .slice(-LAYERS)
    .map(({ id, size }) => {
      const counts = new Uint32Array(size);
      for (const { look } of presentations)
        for (const { layer, units } of look.spikes) if (layer === id) for (const unit of units) counts[unit]!++;
      const away = (unit: number): number => Math.abs(counts[unit]! - ideal);
      return { layer: id, unit: unitsOf(id, size).reduce((best, unit) => (away(unit) < away(best) ? unit : best)) };
    });
}
