import { durationText, secondsOf, stepsIn } from '../form/time-form.js';
import { quoted } from '../problems/words.js';
import type { Unit } from './moment.js';
import type { Phase } from './phase.js';
import type { TextProblem } from './read-nodes.js';

/** A number of steps, batches or epochs. */
export interface Measure {
  readonly unit: Unit;
  readonly value: number;
}

/** Where a moment or a length stands. */
export interface MeasureContext {
  readonly phase: Phase['kind'];
  /** Seconds a step. */
  readonly dt: number;
  /** What a number by itself counts; steps unless told. */
  readonly bare?: Unit;
}

const COUNTED = /^(\d+(?:\.\d+)?) ?(steps?|batch(?:es)?|epochs?)$/;
const UNITS: Readonly<Record<string, Unit>> = { s: 'step', b: 'batch', e: 'epoch' };
const WORDS: { readonly [K in Unit]: readonly [one: string, many: string] } = {
  step: ['step', 'steps'],
  batch: ['batch', 'batches'],
  epoch: ['epoch', 'epochs'],
};

/** A number of something in words: `1 epoch`, `10 batches`. */
export function measureText({ unit, value }: Measure): string {
  return `${value} ${WORDS[unit][value === 1 ? 0 : 1]}`;
}

/** As a file writes it: a number of steps by itself, everything else in words. */
export function writtenMeasure(measure: Measure): number | string {
  return measure.unit === 'step' ? measure.value : measureText(measure);
}

/** What may be written, for messages. */
function expected({ phase, bare = 'step' }: MeasureContext): string {
  if (bare === 'epoch') return 'a number of epochs';
  const steps = 'a number of steps, or a time such as 100ms';
  return phase === 'train' ? `${steps}, "3 epochs" or "10 batches"` : steps;
}

/**
 * Reads a moment or a length: a number, a time in whole steps, or in a `train` phase a text such as `3 epochs`.
 *
 * @returns A value >= 0, of steps and batches a whole one; or what is wrong.
 */
export function readMeasure(written: number | string, context: MeasureContext): Measure | TextProblem {
  const { phase, dt, bare = 'step' } = context;
  const wrong = { expected: expected(context), got: typeof written === 'number' ? String(written) : quoted(written) };
  // Minus zero is zero.
  if (typeof written === 'number') return written >= 0 ? { unit: bare, value: written + 0 } : wrong;
  const counted = COUNTED.exec(written);
  if (counted) {
    const measure = { unit: UNITS[counted[2]![0]!]!, value: Number(counted[1]) };
    if (measure.unit !== 'step' && phase !== 'train') return wrong;
    if (measure.unit !== 'epoch' && !Number.isSafeInteger(measure.value)) return wrong;
    return measure;
  }
  const seconds = secondsOf(written);
  if (Number.isNaN(seconds)) return wrong;
  const steps = stepsIn(seconds, dt);
  if (steps === undefined || !Number.isSafeInteger(steps))
    return { ...wrong, expected: `whole steps of ${durationText(dt)}` };
  return { unit: 'step', value: steps };
}
