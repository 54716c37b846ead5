import { NETWORK_LIMITS } from '../../core/network/network-limits.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { durationText, secondsOf, stepsIn, TIME_FORM } from '../form/time-form.js';
import type { Report } from '../problems/problem.js';
import { DEFAULT_DT } from '../run-settings.js';

export interface DraftTime {
  /** Seconds. */
  readonly dt: number;
  /** Omitted: the file does not say. */
  readonly steps?: number;
}

/** Steps in a time: it must be a whole multiple of `dt`. */
function stepsOf(part: Located, text: string, dt: number, report: Report): number | undefined {
  const steps = stepsIn(secondsOf(text), dt);
  if (steps !== undefined && steps >= 1 && steps <= NETWORK_LIMITS.steps) return steps;
  reportAt(part, `1 to ${NETWORK_LIMITS.steps} whole steps of ${durationText(dt)}`, report);
  return undefined;
}

/** Reads `time`; the whole of it may be missing. */
export function resolveTime(part: Located | undefined, report: Report): DraftTime | undefined {
  if (part === undefined) return { dt: DEFAULT_DT };
  const fields = checkForm(TIME_FORM, part, report);
  if (fields === undefined) return undefined;
  const dt = fields.dt === undefined ? DEFAULT_DT : secondsOf(fields.dt);
  if (fields.steps === undefined) return { dt };
  const at = below(part, 'steps') ?? part;
  const steps = typeof fields.steps === 'number' ? fields.steps : stepsOf(at, fields.steps, dt, report);
  return steps === undefined ? undefined : { dt, steps };
}
