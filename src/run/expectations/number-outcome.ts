import { type Bound, constantOf } from '../../scenario/expectations/compile-bound.js';
import type { CompiledCondition } from '../../scenario/expectations/compile-expectation.js';
import { type Measurement, unitOf } from '../../scenario/expectations/measurement.js';
import { evaluateExpression } from '../../scenario/expressions/evaluate-expression.js';
import type { Reading } from '../../scenario/expressions/expression.js';
import { type Condition, conditionText } from '../condition-text.js';
import { missingText, type Outcome } from './outcome.js';
import type { Readings } from './readings.js';

type Valued = Extract<CompiledCondition, { bounds: readonly Bound[] }>;

/** The number that a measurement comes to: of `silent` the spikes that there were. */
function numberOf(measurement: Measurement, readings: Readings): number {
  return numberIn(measurement, readings) ?? Number.NaN;
}

function numberIn(measurement: Measurement, readings: Readings): number | undefined {
  switch (measurement.kind) {
    case 'metric':
      return readings.metric(measurement.name, measurement.phase);
    case 'rate':
      return readings.rate(measurement.nodes, measurement.window, measurement.phase);
    case 'spikes':
    case 'silent':
      return readings.spikes(measurement.nodes, measurement.window, measurement.phase);
    case 'digest':
      return undefined;
  }
}

/** Holds a number against its condition. */
export function numberOutcome(
  that: string,
  measurement: Measurement,
  condition: CompiledCondition,
  readings: Readings,
): Outcome {
  const value = numberOf(measurement, readings);
  const missing = Number.isNaN(value) ? { why: missingText(that, measurement) } : {};
  if (!('bounds' in condition)) return { value, expected: 'no spikes', pass: value === 0, ...missing };
  const bounds = condition.bounds.map((bound) => boundValue(bound, readings));
  const asked = conditionOfBounds(condition, bounds, unitOf(measurement) === -1);
  const expected = conditionText(asked, sourceOf(condition));
  const unknown = bounds.findIndex(Number.isNaN);
  const why = unknown < 0 ? missing : { why: `${condition.bounds[unknown]!.text} has no value in this run` };
  return { value, expected, pass: holds(asked, value), ...why, ...missing };
}

function boundValue({ expression, measurements }: Bound, readings: Readings): number {
  const read = (reading: Reading): number => {
    const measurement = measurements.get(reading);
    return measurement ? numberOf(measurement, readings) : Number.NaN;
  };
  return Number(evaluateExpression(expression, read));
}

function conditionOfBounds(
  { kind, tolerance }: Valued,
  [first, second]: readonly number[],
  isRate: boolean,
): Condition {
  const unit = isRate ? ({ unit: 'Hz' } as const) : {};
  const bound = first ?? Number.NaN;
  if (kind === 'between') return { between: [bound, second ?? Number.NaN], ...unit };
  return { [kind]: bound, ...(tolerance > 0 ? { tolerance } : {}), ...unit };
}

/** What the bounds come from; undefined when all of them are constants. */
function sourceOf({ bounds }: Valued): string | undefined {
  if (bounds.every(({ text }) => text === undefined)) return undefined;
  return bounds.map((bound) => bound.text ?? String(constantOf(bound))).join(' and ');
}

function holds({ atLeast, atMost, between, equals, tolerance = 0 }: Condition, value: number): boolean {
  if (atLeast !== undefined) return value >= atLeast;
  if (atMost !== undefined) return value <= atMost;
  if (between) return value >= between[0] && value <= between[1];
  if (equals === undefined) return false;
  return value === equals || Math.abs(value - equals) <= tolerance;
}
