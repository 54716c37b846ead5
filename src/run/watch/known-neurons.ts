import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NeuronPlace, Pulse } from './look.js';

/** Units of a layer, or of the input; 0 for a layer that the network does not have. */
export function sizeOfLayer({ description, inputSize, layers }: NetworkPlan, id: string): number {
  if (id === description.input.id) return inputSize;
  return layers.find((layer) => layer.id === id)?.size ?? 0;
}

function isWhole(value: number, min: number): boolean {
  return Number.isSafeInteger(value) && value >= min;
}

/** The neurons that the network has. */
export function knownNeurons(plan: NetworkPlan, places: readonly NeuronPlace[]): readonly NeuronPlace[] {
  return places.filter(({ layer, unit }) => isWhole(unit, 0) && unit < sizeOfLayer(plan, layer));
}

/**
 * Pulses that a presentation can be given, each with those of its units that the network has.
 *
 * @param silenced Neurons that are cut off, by layer: no pulse reaches them.
 */
export function knownPulses(
  plan: NetworkPlan,
  pulses: readonly Pulse[],
  silenced: ReadonlyMap<string, ReadonlySet<number>> = new Map(),
): readonly Pulse[] {
  return pulses.flatMap((pulse) => {
    const { layer, at, duration, amplitude } = pulse;
    const size = sizeOfLayer(plan, layer);
    const units = pulse.units.filter((unit) => isWhole(unit, 0) && unit < size && !silenced.get(layer)?.has(unit));
    const sound = units.length > 0 && isWhole(at, 0) && isWhole(duration, 1) && Number.isFinite(amplitude);
    return sound ? [{ layer, units, at, duration, amplitude }] : [];
  });
}
