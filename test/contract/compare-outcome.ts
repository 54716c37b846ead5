import type { ChunkReport, RecordedSpikes } from '../../src/backends/backend.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import type { CaseOutcome } from './case-outcome.js';
import type { Oracle } from './oracle.js';
import type { ShownCase } from './prepared-case.js';
import { createTally, type Findings, type Tally } from './tally.js';
import type { Quantity } from './tolerances.js';

/**
 * Compares what a backend made of a case with what the oracle says.
 *
 * @param start Tensors that the backend started from.
 */
export function compareOutcome(
  actual: CaseOutcome,
  oracle: Oracle,
  start: Tensors = oracle.prepared.request.tensors,
): Findings {
  const tally = createTally();
  const starts = { actual: start, expected: oracle.prepared.request.tensors };
  const { prepared, outcome: expected } = oracle;
  const shown = [prepared.test, ...prepared.lessons];
  const reports = (index: number): void => {
    const place = index === 0 ? 'test' : `step ${index}`;
    const safe = oracle.safeSteps[index]!;
    compareReports(tally, place, actual.reports[index]!, expected.reports[index]!, shown[index]!, safe);
  };
  // What comes first is told first: a mistake in the feedback changes every later spike.
  reports(0);
  if (expected.first && expected.inputReward) {
    reports(1);
    tally.numbers('feedback', 'input reward', actual.inputReward ?? [], expected.inputReward);
    compareTensors(
      tally,
      'feedback',
      'step 1',
      actual.first?.optimizer.moments ?? {},
      expected.first.optimizer.moments,
    );
    compareChanges(tally, 'feedback', 'step 1', actual.first?.tensors ?? {}, expected.first.tensors, starts);
    expected.feedbackNorms.forEach((norm, step) => {
      const place = `step ${step + 1}: feedback norm`;
      if (step > 0) reports(step + 1);
      tally.numbers(step === 0 ? 'feedback' : 'learning', place, [actual.feedbackNorms[step] ?? Number.NaN], [norm]);
    });
    const [got, wanted] = [actual.last.optimizer, expected.last.optimizer];
    if (got.step !== wanted.step) tally.problem(`optimizer: expected step ${wanted.step}, got ${got.step}`);
    compareTensors(tally, 'learning', 'the end', got.moments, wanted.moments);
  }
  compareChanges(tally, 'learning', 'the end', actual.last.tensors, expected.last.tensors, starts);
  return tally.findings();
}

function compareNames(tally: Tally, place: string, actual: Tensors, expected: Tensors): void {
  const names = (tensors: Tensors): string => Object.keys(tensors).sort().join(' ') || 'none';
  if (names(actual) !== names(expected))
    tally.problem(`${place}: expected tensors ${names(expected)}, got ${names(actual)}`);
}

function compareTensors(tally: Tally, quantity: Quantity, place: string, actual: Tensors, expected: Tensors): void {
  compareNames(tally, place, actual, expected);
  for (const [name, values] of Object.entries(expected))
    tally.numbers(quantity, `${place}: ${name}`, actual[name] ?? [], values);
}

const top = (numbers: Float64Array): number => numbers.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** Parameters as changes from the start, so that a small step is not hidden behind a large weight. */
function compareChanges(
  tally: Tally,
  quantity: Quantity,
  place: string,
  actual: Tensors,
  expected: Tensors,
  starts: { readonly actual: Tensors; readonly expected: Tensors },
): void {
  compareNames(tally, place, actual, expected);
  for (const [name, values] of Object.entries(expected)) {
    const [from, wantedFrom] = [starts.actual[name]!, starts.expected[name]!];
    const moved = values.map((value, k) => value - wantedFrom[k]!);
    // A parameter that moves by less than a thousandth is rounded to float32 more coarsely than it moves.
    const scale = top(moved) === 0 ? 0 : Math.max(top(moved), top(wantedFrom) / 1000);
    const got = (actual[name] ?? new Float64Array(0)).map((value, k) => value - from[k]!);
    tally.numbers(quantity, `${place}: change of ${name}`, got, moved, scale);
  }
}

/** @param safe Steps of each sample before the first at which a potential is too near to its threshold. */
function compareReports(
  tally: Tally,
  place: string,
  actual: readonly ChunkReport[],
  expected: readonly ChunkReport[],
  { chunks, labels }: ShownCase,
  safe: readonly number[],
): void {
  const batch = labels.length;
  let start = 0;
  chunks.forEach(({ steps }, index) => {
    const where = `${place}, chunk ${index + 1}`;
    const [got, wanted] = [actual[index]!, expected[index]!];
    const end = start + steps;
    wanted.recorded.forEach((recorded, k) => {
      compareSpikes(
        tally,
        where,
        got.recorded[k],
        recorded,
        (row) => start + Math.floor(row / batch) < safe[row % batch]!,
      );
    });
    const classes = wanted.outputSums.length / batch;
    const ofSafe = (values: Float64Array): Float64Array =>
      values.filter((_, k) => (safe[Math.floor(k / classes)] ?? 0) >= end);
    for (const name of ['outputSums', 'lastOutput'] as const)
      if (got[name].length !== wanted[name].length)
        tally.problem(`${where}: expected ${wanted[name].length} ${name}, got ${got[name].length}`);
      else tally.numbers('forward', `${where}: ${name}`, ofSafe(got[name]), ofSafe(wanted[name]));
    if (safe.every((count) => count >= end)) compareCounts(tally, where, got, wanted);
    start = end;
  });
}

/** Whole numbers, which must be the same. */
function compareCounts(tally: Tally, where: string, actual: ChunkReport, expected: ChunkReport): void {
  const layers = new Set([...Object.keys(expected.spikes), ...Object.keys(actual.spikes)]);
  for (const layer of layers)
    if (actual.spikes[layer] !== expected.spikes[layer])
      tally.problem(`${where}: expected ${expected.spikes[layer]} spikes of "${layer}", got ${actual.spikes[layer]}`);
  if (actual.synapticOperations !== expected.synapticOperations)
    tally.problem(
      `${where}: expected ${expected.synapticOperations} synaptic operations, got ${actual.synapticOperations}`,
    );
}

function compareSpikes(
  tally: Tally,
  where: string,
  actual: RecordedSpikes | undefined,
  expected: RecordedSpikes,
  isSafe: (row: number) => boolean,
): void {
  const { layer, offsets } = expected;
  if (
    actual?.layer !== layer ||
    actual.offsets.length !== offsets.length ||
    actual.units.length !== actual.offsets.at(-1)
  ) {
    tally.problem(
      `${where}: expected ${offsets.length - 1} rows of spikes of "${layer}", got ${actual ? `${actual.offsets.length - 1} of "${actual.layer}" with ${actual.units.length} spikes` : 'none'}`,
    );
    return;
  }
  let [compared, leftOut, wrong] = [0, 0, 0];
  let firstWrong = '';
  for (let row = 0; row < offsets.length - 1; row++) {
    const count = offsets[row + 1]! - offsets[row]!;
    if (!isSafe(row)) {
      leftOut += count;
      continue;
    }
    compared += count;
    const [wanted, got] = [expected, actual].map((r) => r.units.subarray(r.offsets[row], r.offsets[row + 1]).join(' '));
    if (wanted === got) continue;
    firstWrong ||= `row ${row}: expected units ${wanted || 'none'}, got ${got || 'none'}`;
    wrong++;
  }
  tally.spikes(compared, leftOut);
  if (wrong > 0) tally.problem(`${where}: ${wrong} rows of spikes of "${layer}" differ; ${firstWrong}`);
}
