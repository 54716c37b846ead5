import { HeavisideError } from '../core/heaviside-error.js';

interface Bounds {
  /** Smallest allowed value. */
  readonly min?: number;
  /** Every allowed value is larger than this. */
  readonly above?: number;
  /** Largest allowed value. */
  readonly max?: number;
}

function boundsText({ min, above, max }: Bounds): string {
  const low = min === undefined ? (above === undefined ? '' : ` > ${above}`) : ` >= ${min}`;
  return max === undefined ? low : `${low}${low === '' ? '' : ' and'} <= ${max}`;
}

function refuse(place: string, expected: string, value: number): never {
  throw new HeavisideError('HV_OPTION_RANGE', 'usage', `${place}: expected ${expected}, got ${value}`, {
    remedy: `Set ${place} to ${expected}.`,
    facts: { place, value },
  });
}

function within(value: number, { min = -Infinity, above = -Infinity, max = Infinity }: Bounds): boolean {
  return value >= min && value > above && value <= max;
}

/**
 * Returns `value` when it is a finite number within bounds.
 *
 * @param place Where a person set it: `data.noise`, `encode.gain`.
 * @throws HeavisideError `HV_OPTION_RANGE` that names the place, what is allowed and what came.
 */
export function requireNumber(place: string, value: number, bounds: Bounds = {}): number {
  const inside = Number.isFinite(value) && within(value, bounds);
  return inside ? value : refuse(place, `a finite number${boundsText(bounds)}`, value);
}

/** As {@link requireNumber}, for whole numbers. */
export function requireWhole(place: string, value: number, bounds: Bounds = {}): number {
  const inside = Number.isSafeInteger(value) && within(value, bounds);
  return inside ? value : refuse(place, `a whole number${boundsText(bounds)}`, value);
}
