import {
  compileExpectation,
  type ExpectationProblem,
  formProblems,
  readThat,
} from '../expectations/compile-expectation.js';
import { numberUnitOf, type Window } from '../expectations/measurement.js';
import { quantityWords, readQuantity } from '../expectations/quantity.js';
import { type MeasuredRun, readMeasurement } from '../expectations/read-measurement.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { EXPECTATION_FORM } from '../form/expect-form.js';
import { wholeMetric } from '../metrics.js';
import { nodeNames } from '../phases/node-names.js';
import type { PhaseOutline } from '../phases/phase.js';
import { readMeasure } from '../phases/read-moment.js';
import type { Report } from '../problems/problem.js';
import type { Expectation } from '../scenario.js';
import type { Draft } from './draft.js';

/** What expectations are held against; a part is undefined when the file's is not sound. */
interface ExpectedRun extends Pick<Draft, 'nodes' | 'network' | 'encode' | 'time'> {
  readonly phases: readonly PhaseOutline[] | undefined;
}

/** A number, or a text with a unit. */
type Written = number | string;

type Tell = (problem: ExpectationProblem) => undefined;

/** Reports at the part that is to blame, or at what would hold it. */
function teller(part: Located, report: Report): Tell {
  return ({ path, expected, got, suggestion }) => {
    const blamed = path.reduce<Located>((at, step) => below(at, step) ?? at, part);
    return void reportAt(blamed, expected, report, { got, suggestion });
  };
}

function toleranceOf(written: Written, that: string, tell: Tell): number | undefined {
  const unit = numberUnitOf(readThat(that).name);
  const read = readQuantity(written, unit);
  if ('expected' in read) return tell({ path: ['tolerance'], ...read });
  if (read.value >= 0) return read.value;
  return tell({ path: ['tolerance'], expected: `${quantityWords(unit)}, not below 0`, got: String(written) });
}

function stepOf(written: Written, dt: number, path: ExpectationProblem['path'], tell: Tell): number | undefined {
  const read = readMeasure(written, { phase: 'run', dt });
  return 'expected' in read ? tell({ path, ...read }) : read.value;
}

function windowOf([from, to]: readonly [Written, Written], dt: number, tell: Tell): Window | undefined {
  const [first, last] = [stepOf(from, dt, ['window', 0], tell), stepOf(to, dt, ['window', 1], tell)];
  return first === undefined || last === undefined ? undefined : [first, last];
}

/** The window from `after` to the end of what is measured. */
function restAfter(
  written: Written,
  { that, in: phase }: Pick<Expectation, 'that' | 'in'>,
  dt: number,
  run: MeasuredRun,
  tell: Tell,
): Window | undefined {
  const from = stepOf(written, dt, ['after'], tell);
  const whole = readMeasurement(readThat(that), { phase }, run);
  if ('expected' in whole) return tell({ path: [whole.blames], ...whole });
  if (!('window' in whole)) return tell({ path: ['after'], expected: `none for "${that}"`, got: String(written) });
  if (from === undefined) return undefined;
  const [, end] = whole.window;
  if (from < end) return [from, end];
  return tell({
    path: ['after'],
    expected: `a moment within the ${end} steps of "${whole.phase}"`,
    got: String(written),
  });
}

function resolveExpectation(
  part: Located,
  { phases, time }: ExpectedRun,
  measured: MeasuredRun | undefined,
  report: Report,
): Expectation | undefined {
  const fields = checkForm(EXPECTATION_FORM, part, report);
  if (fields === undefined) return undefined;
  const tell = teller(part, report);
  const { window: given, after, tolerance: written, ...rest } = fields;
  const tolerance = written === undefined ? undefined : toleranceOf(written, rest.that, tell);
  if (written !== undefined && tolerance === undefined) return undefined;
  const expectation = {
    ...rest,
    that: wholeMetric(rest.that),
    ...(tolerance === undefined ? {} : { tolerance }),
  } as Expectation;
  const problems = formProblems(expectation, { hasPhases: phases?.length !== 0 });
  if (given && after !== undefined) tell({ path: ['after'], expected: 'no "window" as well', got: String(after) });
  for (const problem of problems) tell(problem);
  if (problems.length > 0 || (given && after !== undefined)) return undefined;
  const dt = time?.dt;
  // What is wrong with these was reported where they are.
  if (!measured || dt === undefined) return undefined;
  let window = given && windowOf(given, dt, tell);
  if (after !== undefined) window = restAfter(after, expectation, dt, measured, tell);
  if ((given || after !== undefined) && !window) return undefined;
  const whole = window ? { ...expectation, window } : expectation;
  const compiled = compileExpectation(whole, measured);
  if ('compiled' in compiled) return whole;
  for (const problem of compiled.problems) tell(problem);
  return undefined;
}

function measuredRun({ phases, nodes, network, encode, time }: ExpectedRun): MeasuredRun | undefined {
  const names = network && nodes && nodeNames(network, nodes, encode?.kind);
  return phases && names && time && { phases, steps: time.steps, names };
}

/** Reads `expect`; none when it is missing. */
export function resolveExpect(
  part: Located | undefined,
  run: ExpectedRun,
  report: Report,
): readonly Expectation[] | undefined {
  if (part === undefined) return [];
  if (part.tree.kind !== 'list') {
    reportAt(part, 'a list of expectations', report);
    return undefined;
  }
  const { items } = part.tree;
  const measured = measuredRun(run);
  const sound = items.flatMap(
    (tree, n) => resolveExpectation({ tree, path: [...part.path, n] }, run, measured, report) ?? [],
  );
  return sound.length === items.length ? sound : undefined;
}
