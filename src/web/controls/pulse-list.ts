import type { NeuronPlace, Pulse } from '../../run/watch/look.js';

/** What a pulse is like, apart from whom it reaches. */
export type PulseShape = Omit<Pulse, 'layer' | 'units'>;

function isLike(pulse: Pulse, layer: string, { at, duration, amplitude }: PulseShape): boolean {
  return pulse.layer === layer && pulse.at === at && pulse.duration === duration && pulse.amplitude === amplitude;
}

/**
 * Gives a neuron a pulse, or takes it back if it has this very one: a click on a row does the one and the other in turn.
 * Neurons of one layer with the same pulse share an entry.
 */
export function togglePulse(
  pulses: readonly Pulse[],
  { layer, unit }: NeuronPlace,
  shape: PulseShape,
): readonly Pulse[] {
  const shared = pulses.find((pulse) => isLike(pulse, layer, shape));
  if (!shared) return [...pulses, { layer, units: [unit], ...shape }];
  const units = shared.units.includes(unit)
    ? shared.units.filter((other) => other !== unit)
    : [...shared.units, unit].toSorted((a, b) => a - b);
  return pulses.flatMap((pulse) => (pulse !== shared ? [pulse] : units.length === 0 ? [] : [{ ...pulse, units }]));
}

/** A list without a pulse, which may come from another telling of the same run. */
export function withoutPulse(pulses: readonly Pulse[], gone: Pulse): readonly Pulse[] {
  const isGone = ({ layer, units, ...shape }: Pulse): boolean =>
    isLike(gone, layer, shape) &&
    units.length === gone.units.length &&
    units.every((unit, k) => unit === gone.units[k]);
  return pulses.filter((pulse) => !isGone(pulse));
}

/** Most numbers that are written out. */
const SHOWN = 6;

/** Neurons in words: `h1: 3, 7`. */
export function unitsText(layer: string, units: readonly number[]): string {
  const more = units.length > SHOWN ? ` and ${units.length - SHOWN} more` : '';
  return `${layer}: ${units.slice(0, SHOWN).join(', ')}${more}`;
}

/** A pulse in words: `h1: 3, 7 · +1.5 · steps 5–9`. */
export function pulseText({ layer, units, at, duration, amplitude }: Pulse): string {
  const steps = duration === 1 ? `step ${at}` : `steps ${at}–${at + duration - 1}`;
  return `${unitsText(layer, units)} · ${amplitude < 0 ? '−' : '+'}${Math.abs(amplitude)} · ${steps}`;
}
