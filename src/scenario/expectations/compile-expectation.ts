import type { Reading } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parse-expression.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { listed, quoted } from '../problems/words.js';
import type { Expectation } from '../scenario.js';
import type { Path } from '../tree/tree.js';
import { type Bound, compileBound, constantOf } from './compile-bound.js';
import { type Measurement, unitOf } from './measurement.js';
import { type MeasuredRun, type NameScope, nameProblem, readMeasurement, scopeOf } from './read-measurement.js';

const CONDITIONS = ['atLeast', 'atMost', 'between', 'equals'] as const;
type ConditionName = (typeof CONDITIONS)[number];

/** What `equals` of a digest is held against: what an earlier run had. */
export const SNAPSHOT = 'snapshot';

/** What a measurement must be. */
export type CompiledCondition =
  | { readonly kind: 'silent' | 'snapshot' }
  | { readonly kind: ConditionName; readonly bounds: readonly Bound[]; readonly tolerance: number };

/** An expectation that means something. */
export interface CompiledExpectation {
  readonly that: string;
  readonly measurement: Measurement;
  readonly condition: CompiledCondition;
}

/** What is wrong with a part of an expectation. */
export interface ExpectationProblem extends TextProblem {
  /** The part, such as `in` or `between`, 0; none: the whole. */
  readonly path: Path;
}

/** What an expectation is about, as words; whatever cannot be read so is taken for a name. */
export function readThat(that: string): Pick<Reading, 'name' | 'of' | 'phase'> {
  const parsed = parseExpression(that);
  if ('expression' in parsed && parsed.expression.kind === 'reading') return parsed.expression;
  return { name: that, of: undefined, phase: undefined };
}

/** What is wrong with an expectation whatever the run is: its name, and which conditions it has. */
export function formProblems(expectation: Expectation, scope: NameScope): readonly ExpectationProblem[] {
  const { that, tolerance, equals } = expectation;
  const reading = readThat(that);
  const problem = nameProblem(reading, scope);
  if (problem) return [{ path: ['that'], ...problem }];
  if (reading.phase !== undefined)
    return [{ path: ['that'], expected: 'no "@": the key "in" names the phase', got: quoted(that) }];
  const given = CONDITIONS.filter((condition) => expectation[condition] !== undefined);
  const got = given.length === 0 ? 'none' : listed(given);
  if (reading.name === 'silent' && given.length > 0)
    return [{ path: [], expected: `no condition for ${quoted(that)}, which holds or does not`, got }];
  if (reading.name === 'digest' && (given.length !== 1 || equals !== SNAPSHOT))
    return [
      {
        path: [],
        expected: `equals: ${SNAPSHOT} for ${quoted(that)}`,
        got: equals === undefined ? got : JSON.stringify(equals),
      },
    ];
  if (reading.name !== 'digest' && equals === SNAPSHOT)
    return [{ path: ['equals'], expected: 'a value: only digests have snapshots', got: quoted(SNAPSHOT) }];
  if (reading.name !== 'silent' && given.length !== 1)
    return [{ path: [], expected: `exactly one of ${listed(CONDITIONS)}`, got }];
  if (tolerance !== undefined && (equals === undefined || reading.name === 'digest'))
    return [{ path: ['tolerance'], expected: 'none without "equals" and a number', got: String(tolerance) }];
  return [];
}

/** Reads an expectation as far as its run gives it a meaning; or says all that is wrong with it. */
export function compileExpectation(
  expectation: Expectation,
  run: MeasuredRun,
): { readonly compiled: CompiledExpectation } | { readonly problems: readonly ExpectationProblem[] } {
  const wrong = formProblems(expectation, scopeOf(run));
  if (wrong.length > 0) return { problems: wrong };
  const { that, in: phase, window } = expectation;
  const measurement = readMeasurement(readThat(that), { phase, window }, run);
  if ('expected' in measurement) {
    const { blames, ...problem } = measurement;
    return { problems: [{ path: [blames], ...problem }] };
  }
  const condition = compileCondition(expectation, measurement, run);
  return 'problems' in condition ? condition : { compiled: { that, measurement, condition } };
}

function compileCondition(
  expectation: Expectation,
  measurement: Measurement,
  run: MeasuredRun,
): CompiledCondition | { readonly problems: readonly ExpectationProblem[] } {
  const unit = unitOf(measurement);
  if (unit === 'text') return { kind: 'snapshot' };
  const kind = CONDITIONS.find((condition) => expectation[condition] !== undefined);
  if (unit === 'truth' || kind === undefined) return { kind: 'silent' };
  const written = expectation[kind]!;
  const bounds: Bound[] = [];
  const problems: ExpectationProblem[] = [];
  const add = (bound: number | string, path: Path) => {
    const read = compileBound(bound, measurement, run);
    if ('problem' in read) problems.push({ path, ...read.problem });
    else bounds.push(read.bound);
  };
  if (typeof written !== 'object') add(written, [kind]);
  else for (const [n, bound] of written.entries()) add(bound, [kind, n]);
  const [low, high] = bounds.map(constantOf);
  if (problems.length === 0 && low !== undefined && high !== undefined && low > high)
    problems.push({ path: [kind], expected: 'the lower bound first', got: `[${[written].flat().join(', ')}]` });
  return problems.length > 0 ? { problems } : { kind, bounds, tolerance: expectation.tolerance ?? 0 };
}
