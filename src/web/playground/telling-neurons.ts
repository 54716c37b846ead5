import type { NeuronPlace } from '../../run/watch/look.js';
import type { RunStore } from '../view/run-store.js';

/** Layers that are looked at, from the outputs backwards. */
const LAYERS = 2;
/** Share of the steps at which a neuron fires whose membrane tells most: one that always fires hardly moves. */
const SHARE = 0.2;

/** Of each of the last layers with membranes the neuron whose membrane is worth a first look in the newest presentation. */
export function tellingNeurons({
  facts,
  presentations,
}: Pick<RunStore, 'facts' | 'presentations'>): readonly NeuronPlace[] {
  const look = presentations.at(-1)?.look;
  const layers = (facts?.layers ?? []).filter(({ spikes, membrane }) => spikes && membrane).slice(-LAYERS);
  return layers.map(({ id, size }) => {
    const counts = new Uint32Array(size);
    for (const { layer, units } of look?.spikes ?? []) if (layer === id) for (const unit of units) counts[unit]!++;
    const away = Array.from(counts, (count) => Math.abs(count - SHARE * (look?.steps ?? 0)));
    return { layer: id, unit: away.indexOf(Math.min(...away)) };
  });
}
