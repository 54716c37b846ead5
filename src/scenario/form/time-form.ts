import { z } from 'zod';
import { NETWORK_LIMITS } from '../../core/network/network-limits.js';
import { integer, map } from './fields.js';

/** How many of each unit make a second. */
const PER_SECOND = { us: 1e6, ms: 1e3, s: 1 } as const;

const DURATION = /^(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)? ?(us|ms|s)$/;

/** A time longer than 0, with its unit: `1ms`, `0.5 s`, `20us`. */
export function duration(): z.ZodString {
  const error = 'a time with its unit (us, ms or s), such as 1ms';
  const positive = (text: string) => secondsOf(text) > 0 && Number.isFinite(secondsOf(text));
  return z.string({ error }).regex(DURATION, { error }).refine(positive, { error });
}

/** A time in seconds; NaN when the text is no time. */
export function secondsOf(text: string): number {
  const match = DURATION.exec(text);
  if (match === null) return Number.NaN;
  const unit = match[3] as keyof typeof PER_SECOND;
  return Number(`${match[1]}${match[2] ?? ''}`) / PER_SECOND[unit];
}

/** Steps of `dt` seconds in a time; undefined when it is no whole number of them. */
export function stepsIn(seconds: number, dt: number): number | undefined {
  const exact = seconds / dt;
  const steps = Math.round(exact);
  return Math.abs(exact - steps) <= 1e-9 * steps ? steps : undefined;
}

/** A time as people write it, such that `secondsOf` gives it back exactly. */
export function durationText(seconds: number): string {
  for (const unit of ['ms', 'us'] as const) {
    const text = `${Number((seconds * PER_SECOND[unit]).toPrecision(15))}${unit}`;
    if (secondsOf(text) === seconds) return text;
  }
  return `${seconds}s`;
}

export const TIME_FORM = map({
  dt: duration().optional(),
  steps: z
    .union([integer({ min: 1, max: NETWORK_LIMITS.steps }), duration()], {
      error: `an integer from 1 to ${NETWORK_LIMITS.steps}, or a time with its unit`,
    })
    .optional(),
});
