import { checkExpression, type Meaning } from '../expressions/check-expression.js';
import { evaluateExpression, readingsOf } from '../expressions/evaluate-expression.js';
import type { Expression, Reading, Unit } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parse-expression.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { readingText } from '../phases/readings.js';
import { quoted } from '../problems/words.js';
import { COUNTED, type Measurement, unitOf } from './measurement.js';
import { quantityWords } from './quantity.js';
import { type MeasuredRun, readMeasurement } from './read-measurement.js';

/** A bound of a condition: what was written, as an expression, and everything that it reads. */
export interface Bound {
  readonly expression: Expression;
  /** As it was written, where a run decides its value; undefined for a constant. */
  readonly text: string | undefined;
  readonly measurements: ReadonlyMap<Reading, Measurement>;
}

/**
 * Reads a bound of what an expectation measures. What it reads without a phase is of the phase and the window of that;
 * another phase must come before it.
 *
 * @param written A number, a quantity or an expression.
 */
export function compileBound(
  written: number | string,
  of: Measurement,
  run: MeasuredRun,
): { readonly bound: Bound } | { readonly problem: TextProblem } {
  const wanted = unitOf(of) as Unit;
  if (typeof written === 'number') {
    const expression: Expression = { kind: 'number', value: written, unit: 0, at: 0 };
    if (wanted === 0) return { bound: { expression, text: undefined, measurements: new Map() } };
    return { problem: { expected: quantityWords(wanted), got: String(written) } };
  }
  const parsed = parseExpression(written);
  if ('problem' in parsed) return { problem: withoutPlace(parsed.problem) };
  const { expression } = parsed;
  const measurements = new Map<Reading, Measurement>();
  const meaning = (reading: Reading): Meaning => {
    const found = readWithin(reading, of, run);
    if ('expected' in found) return withoutPlace(found);
    measurements.set(reading, found);
    const unit = unitOf(found);
    return unit === 'text' ? { expected: 'a number', got: quoted(readingText(reading)) } : { unit };
  };
  const [problem] = checkExpression(expression, meaning, wanted);
  if (problem) return { problem: withoutPlace(problem) };
  return { bound: { expression, text: readingsOf(expression).length > 0 ? written : undefined, measurements } };
}

/** The value of a constant bound; undefined where a run decides it. */
export function constantOf({ expression, text }: Bound): number | undefined {
  return text === undefined ? Number(evaluateExpression(expression, () => Number.NaN)) : undefined;
}

function readWithin(reading: Reading, of: Measurement, run: MeasuredRun) {
  const phase = reading.phase ?? of.phase;
  const last = run.phases.findIndex(({ id }) => id === of.phase);
  const window = 'window' in of && phase === of.phase ? of.window : undefined;
  const isCount = (COUNTED as readonly string[]).includes(reading.name);
  const asked = { phase, ...(isCount ? { window } : {}), among: run.phases.slice(0, last + 1) };
  return readMeasurement(reading, asked, run);
}

function withoutPlace({ expected, got, suggestion }: TextProblem): TextProblem {
  return { expected, got, ...(suggestion === undefined ? {} : { suggestion }) };
}
