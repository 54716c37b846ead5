import type { NetworkDescription } from '../../core/layers/layer.js';
import { hasSpikes } from '../../core/neurons/neuron.js';
import type { EncoderKind } from '../../data/encoders/encoder.js';

/** Encoders whose output is spikes, so that the input layer can be recorded like any other. */
const SPIKING_ENCODERS: readonly EncoderKind[] = ['rate', 'latency', 'delta', 'spikes'];

/**
 * Names of the layers whose outputs are spikes, the input first. The outputs of `sign` are -1 or +1: no spikes.
 *
 * @param encoder Omitted while it is not known: the input is then taken to spike.
 */
export function recordableLayers({ input, layers }: NetworkDescription, encoder?: EncoderKind): readonly string[] {
  const inputs = encoder === undefined || SPIKING_ENCODERS.includes(encoder) ? [input] : [];
  const firing = layers.filter((layer) => 'neuron' in layer && hasSpikes(layer.neuron));
  return [...inputs, ...firing].map(({ id }) => id);
}
