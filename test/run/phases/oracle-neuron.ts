import type { NeuronDescription, Reset } from '../../../src/core/neurons/neuron.js';

/** A unit of the oracle between two steps. Units without a membrane keep nothing. */
export interface Unit {
  readonly voltage: number;
  readonly current: number;
  readonly adaptation: number;
  readonly pending: number;
}

export const AT_REST: Unit = { voltage: 0, current: 0, adaptation: 0, pending: 0 };

/** What a unit did in a step. */
export interface UnitStep {
  readonly spike: 0 | 1;
  readonly after: Unit;
  /** Least distance of a potential from where the unit would have answered otherwise. */
  readonly margin: number;
}

/** A unit that answers by what drives it now. */
function staticStep(drive: number): UnitStep {
  // Where nothing was added up the sum is 0 in any arithmetic.
  return { spike: drive > 0 ? 1 : 0, after: AT_REST, margin: drive === 0 ? Number.POSITIVE_INFINITY : Math.abs(drive) };
}

/**
 * One step of one unit, by the equations of the neurons' descriptions.
 *
 * @param drive I of this step.
 * @param held  What a voltage clamp holds the membrane at; undefined: nothing holds it.
 */
export function unitStep(neuron: NeuronDescription, before: Unit, drive: number, held?: number): UnitStep {
  switch (neuron.kind) {
    case 'step':
      return staticStep(held ?? drive);
    case 'lif':
      return held === undefined ? lifStep(neuron, before, drive) : heldStep(neuron.threshold, before, held);
    case 'integrate-and-fire':
      return held === undefined
        ? lifStep({ ...neuron, decay: 1 }, before, drive)
        : heldStep(neuron.threshold, before, held);
    case 'synaptic-lif': {
      if (held !== undefined) return heldStep(neuron.threshold, before, held);
      const current = neuron.synapseDecay * before.current + drive;
      const step = lifStep(neuron, before, current);
      return { ...step, after: { ...step.after, current } };
    }
    case 'adaptive-lif': {
      const threshold = neuron.threshold + neuron.adaptation * before.adaptation;
      const full = neuron.decay * before.voltage + drive;
      const charge = held ?? (before.pending === 0 ? full : left(full, before.pending, neuron.reset));
      const spike = charge > threshold ? 1 : 0;
      const atOnce = held === undefined && spike === 1 && !neuron.resetDelay;
      const after: Unit = {
        ...before,
        voltage: atOnce ? left(charge, threshold, neuron.reset) : charge,
        pending: spike === 1 && neuron.resetDelay ? threshold : 0,
        adaptation: neuron.adaptationDecay * before.adaptation + spike,
      };
      return { spike, after, margin: Math.abs(charge - threshold) };
    }
    default:
      throw new RangeError(`the oracle has no ${neuron.kind}`);
  }
}

/** The membrane stands at the clamp's value, nothing flows through a synapse. */
function heldStep(threshold: number, before: Unit, held: number): UnitStep {
  const after = { ...before, voltage: held, current: 0 };
  return { spike: held > threshold ? 1 : 0, after, margin: Math.abs(held - threshold) };
}

interface Firing {
  readonly decay: number;
  readonly threshold: number;
  readonly reset: Reset;
  readonly resetDelay: boolean;
}

/** `q` looks at the membrane before the step; without delay what it took is given back where no spike takes it again. */
function lifStep({ decay, threshold, reset, resetDelay }: Firing, before: Unit, drive: number): UnitStep {
  const u = decay * before.voltage + drive;
  const q = reset !== 'none' && before.voltage > threshold ? 1 : 0;
  const m = q === 1 ? left(u, threshold, reset) : u;
  const spike = m > threshold ? 1 : 0;
  const undone = { subtract: threshold, zero: m, none: 0 }[reset];
  const voltage = resetDelay ? m : m - (spike - q) * undone;
  const pendingMargin = reset === 'none' ? Number.POSITIVE_INFINITY : Math.abs(before.voltage - threshold);
  return { spike, after: { ...before, voltage }, margin: Math.min(pendingMargin, Math.abs(m - threshold)) };
}

function left(charge: number, crossed: number, reset: Reset): number {
  return { subtract: charge - crossed, zero: 0, none: charge }[reset];
}
