import { readThat } from '../expectations/compile-expectation.js';
import { readMeasurement } from '../expectations/read-measurement.js';
import { METRICS, metricOfPhase } from '../metrics.js';
import { nodeNames } from '../phases/node-names.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { metricOf, readingText, unknownReading } from '../phases/readings.js';
import { listed } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import type { SweepPoint } from '../sweep.js';

/** What is wrong with the name of a metric, whatever the run is; its phase is not looked at. */
export function metricProblem(written: string): TextProblem | undefined {
  const reading = readThat(written);
  return metricOf(reading) ? undefined : unknownReading(reading, Object.keys(METRICS));
}

/** The metric with its phase: the one that is named, else the last that measures it, as in `expect`. */
function metricIn(
  { phases, network, nodes, encode, time }: Scenario,
  written: string,
): { readonly metric: string } | TextProblem {
  const reading = readThat(written);
  // The network of a scenario that was resolved is sound.
  const names = nodeNames(network, nodes, encode.kind)!;
  const found = readMeasurement(reading, { phase: reading.phase }, { phases, steps: time.steps, names });
  if ('expected' in found) return found;
  const name = readingText(reading);
  return { metric: found.phase === undefined ? name : metricOfPhase(name, found.phase) };
}

/**
 * The metric that a sweep reports, with the phase that it is of where its runs have phases: `accuracy(test)@recover`. It has
 * to be the same in all runs.
 *
 * @param written A metric, `@` and a phase behind it or not.
 */
export function reportedMetric(
  written: string,
  points: readonly SweepPoint[],
): { readonly metric: string } | TextProblem {
  const found = points.map(({ scenario }) => metricIn(scenario, written));
  const problem = found.find((one) => 'expected' in one);
  if (problem) return problem;
  const metrics = [...new Set(found.flatMap((one) => ('metric' in one ? [one.metric] : [])))];
  if (metrics.length === 1) return { metric: metrics[0]! };
  return { expected: 'a metric of a phase that all runs have', got: `"${written}", which is ${listed(metrics)}` };
}
