import { readThat } from '../expectations/compile-expectation.js';
import type { CountedName } from '../expectations/measurement.js';
import { type MeasuredRun, readMeasurement } from '../expectations/read-measurement.js';
import { METRIC_WORDS, metricOfPhase } from '../metrics.js';
import { nodeNames } from '../phases/node-names.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { metricOf, readingText, unknownReading } from '../phases/readings.js';
import { listed, quoted } from '../problems/words.js';
import type { Expectation, Scenario } from '../scenario.js';
import type { Sweep, SweepPoint } from '../sweep.js';

/** Readings of phases that have a mean. */
const AVERAGED: readonly string[] = ['rate', 'spikes'] satisfies readonly CountedName[];

/** A metric with its phase, and the window of a reading that has one. */
export type ReportedMetric = Pick<Sweep['report'], 'metric' | 'window'>;

/**
 * What is wrong with the name of a metric or a reading, whatever the run is; its phase is not looked at.
 *
 * @param expect What the scenario expects, whose readings are named too.
 */
export function metricProblem(written: string, expect: readonly Expectation[]): TextProblem | undefined {
  const reading = readThat(written);
  if (metricOf(reading) || AVERAGED.includes(reading.name)) return undefined;
  const expected = expect.map(({ that }) => readThat(that)).filter(({ name }) => AVERAGED.includes(name));
  const own = [...new Set(expected.map(readingText))];
  const problem = unknownReading(reading, [...METRIC_WORDS, ...own]);
  if (own.length > 0) return problem;
  return { ...problem, expected: `${problem.expected}, or a reading that "expect" has, such as "rate(h1)"` };
}

/**
 * A reading is taken from the expectation that has it, which is all that a finished run tells of it.
 *
 * @param text The reading without its phase.
 */
function expectedIn({ expect }: Scenario, text: string, phase: string, run: MeasuredRun): ReportedMetric | TextProblem {
  const same = expect.filter(({ that, in: named, window }) => {
    const own = readThat(that);
    if (readingText(own) !== text) return false;
    const measured = readMeasurement(own, { phase: named, window }, run);
    return 'phase' in measured && measured.phase === phase;
  });
  const [only] = same;
  if (only && same.length === 1) {
    const { window } = only;
    return { metric: metricOfPhase(text, phase), ...(window === undefined ? {} : { window }) };
  }
  const got = quoted(metricOfPhase(text, phase));
  if (only) return { expected: 'a reading that "expect" has once', got: `${got}, ${same.length} times` };
  const none = text.startsWith('rate') ? '0Hz' : '0';
  return { expected: `a reading that "expect" has too, as in { that: ${text}, in: ${phase}, atLeast: ${none} }`, got };
}

/** The metric with its phase: the one that is named, else the last that measures it, as in `expect`. */
function metricIn(scenario: Scenario, written: string): ReportedMetric | TextProblem {
  const { phases, network, nodes, encode, time } = scenario;
  const reading = readThat(written);
  // The network of a scenario that was resolved is sound.
  const names = nodeNames(network, nodes, encode.kind)!;
  const run = { phases, steps: time.steps, names };
  const found = readMeasurement(reading, { phase: reading.phase }, run);
  if ('expected' in found) return found;
  const name = readingText(reading);
  if (AVERAGED.includes(found.kind) && found.phase !== undefined) return expectedIn(scenario, name, found.phase, run);
  return { metric: found.phase === undefined ? name : metricOfPhase(name, found.phase) };
}

/**
 * The metric that a sweep reports, with the phase that it is of where its runs have phases: `accuracy(test)@recover`. It has
 * to be the same in all runs.
 *
 * @param written A metric or a reading such as `rate(h1)`, `@` and a phase behind it or not.
 */
export function reportedMetric(written: string, points: readonly SweepPoint[]): ReportedMetric | TextProblem {
  const found = points.map(({ scenario }) => metricIn(scenario, written));
  const problem = found.find((one) => 'expected' in one);
  if (problem) return problem;
  const named = found.flatMap((one) => ('metric' in one ? [one] : []));
  const metrics = [...new Set(named.map(({ metric }) => metric))];
  // Windows that differ between points are what is swept: the settings tell them.
  const [{ window } = {}] = named;
  const isShared = window !== undefined && named.every((one) => String(one.window) === String(window));
  if (metrics.length === 1) return { metric: metrics[0]!, ...(isShared ? { window } : {}) };
  return { expected: 'a metric of a phase that all runs have', got: `"${written}", which is ${listed(metrics)}` };
}
