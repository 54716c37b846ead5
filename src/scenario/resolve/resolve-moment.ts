import { type Located, reportAt } from '../form/check-form.js';
import type { Moment, Stretch, Unit } from '../phases/moment.js';
import { type Measure, measureText, readMeasure } from '../phases/read-moment.js';
import { gotText } from '../problems/words.js';
import { plainValue } from '../tree/tree.js';
import { type PhaseContext, wholeText } from './phase-context.js';

/** Reads a number, a time or a text; undefined when it is not sound, or when nothing is known of steps. */
function resolveMeasure(part: Located, bare: Unit, { kind, dt, report }: PhaseContext): Measure | undefined {
  const written = plainValue(part.tree);
  // Whatever else it is was told by its form.
  if (dt === undefined || (typeof written !== 'number' && typeof written !== 'string')) return undefined;
  const measure = readMeasure(written, { phase: kind, dt, bare });
  if ('unit' in measure) return measure;
  reportAt(part, measure.expected, report, { got: measure.got });
  return undefined;
}

function isWhole(part: Located, { unit, value }: Measure, context: PhaseContext): boolean {
  if (Number.isSafeInteger(value)) return true;
  reportAt(part, `a whole number of ${measureText({ unit, value: 0 }).slice(2)}`, context.report);
  return false;
}

/**
 * Reads the moment of an event.
 *
 * @param units What it may count. 0 by itself is the beginning in any unit.
 */
export function resolveMoment(part: Located, units: readonly Unit[], context: PhaseContext): Moment | undefined {
  const measure = resolveMeasure(part, 'step', context);
  if (!measure || !isWhole(part, measure, context)) return undefined;
  const unit = units.includes(measure.unit) || measure.value > 0 ? measure.unit : units.at(-1)!;
  const { report, kind, lengths } = context;
  if (!units.includes(unit)) {
    const names = units.map((one) => measureText({ unit: one, value: 0 }).slice(2));
    reportAt(part, `a number of ${names.join(' or ')}, such as "2 ${names.at(-1)}"`, report);
    return undefined;
  }
  const length = lengths[unit];
  if (length === undefined || measure.value < length) return { unit, at: measure.value };
  const expected = `a moment before the end of ${wholeText(kind, unit)} (${measureText({ unit, value: length })})`;
  reportAt(part, expected, report, { got: measureText(measure) });
  return undefined;
}

/**
 * Reads how long something lasts.
 *
 * @param unit That of the moment at which it begins; undefined: whatever the phase counts.
 */
export function resolveStretch(part: Located, unit: Unit | undefined, context: PhaseContext): Stretch | undefined {
  const measure = resolveMeasure(part, 'step', context);
  if (!measure || !isWhole(part, measure, context)) return undefined;
  if (unit !== undefined && measure.unit !== unit) {
    const expected = `a length in ${measureText({ unit, value: 0 }).slice(2)}, as its moment`;
    reportAt(part, expected, context.report, { got: gotText(part.tree) });
    return undefined;
  }
  if (measure.value > 0) return { unit: measure.unit, length: measure.value };
  reportAt(part, 'a length > 0', context.report);
  return undefined;
}

/** Reads a point of a course: epochs of a `train` phase, steps of another one. */
export function resolvePoint(part: Located, context: PhaseContext): number | undefined {
  const unit = context.kind === 'train' ? 'epoch' : 'step';
  const measure = resolveMeasure(part, unit, context);
  if (!measure) return undefined;
  if (measure.unit !== unit) {
    reportAt(part, `a number of ${measureText({ unit, value: 0 }).slice(2)}`, context.report);
    return undefined;
  }
  return unit === 'epoch' || isWhole(part, measure, context) ? measure.value : undefined;
}

/** Checks that something that lasts is over when the phase is, or the presentation. */
export function checkEnd(
  part: Located,
  at: Moment | undefined,
  { unit, length }: Stretch,
  { kind, lengths, report }: PhaseContext,
): boolean {
  const whole = lengths[unit];
  const begin = at?.unit === unit ? at.at : 0;
  if (whole === undefined || begin + length <= whole) return true;
  const expected = `an end within ${wholeText(kind, unit)} (${measureText({ unit, value: whole })})`;
  const end = measureText({ unit, value: begin + length });
  reportAt(part, expected, report, { got: begin === 0 ? end : `${begin} + ${length} = ${end}` });
  return false;
}
