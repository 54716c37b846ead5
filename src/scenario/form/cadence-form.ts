import { z } from 'zod';
import { measureText } from '../phases/read-moment.js';
import type { Cadence } from '../scenario.js';

const CADENCE = /^([1-9]\d{0,8}) (step|epoch)s?$/;

/** After how many optimizer steps or epochs something takes place, each time: `1 epoch`, `50 steps`. */
export function cadence(error = 'a number of epochs or optimizer steps, such as "1 epoch" or "50 steps"'): z.ZodString {
  return z.string({ error }).regex(CADENCE, { error });
}

/** Reads what `cadence` lets through. */
export function cadenceOf(text: string): Cadence {
  const [, every, unit] = CADENCE.exec(text) ?? [];
  return { unit: unit === 'step' ? 'step' : 'epoch', every: Number(every) };
}

/** A cadence as a file writes it. */
export function cadenceText({ unit, every }: Cadence): string {
  return measureText({ unit, value: every });
}
