import type { Look, NeuronPlace } from '../../run/watch/look.js';
import type { ViewLayer } from '../../streams/frames/view-frame.js';

/** Of each of the last layers with membranes, the neuron that fired most in a presentation; the first where none fired. */
export function busiestNeurons(layers: readonly ViewLayer[], { spikes }: Look, most: number): readonly NeuronPlace[] {
  const known = layers.filter(({ membrane }) => membrane).slice(-most);
  return known.map(({ id, size }) => {
    const counts = new Uint32Array(size);
    for (const unit of spikes.find(({ layer }) => layer === id)?.units ?? []) counts[unit]!++;
    return { layer: id, unit: counts.indexOf(counts.reduce((best, count) => Math.max(best, count), 0)) };
  });
}
