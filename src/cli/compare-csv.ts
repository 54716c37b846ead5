import Papa from 'papaparse';

import type { ComparisonDocument } from '../sweep/comparison-document.js';
import type { ComparisonRow } from '../sweep/comparison-table.js';
import type { StepMeasures } from '../sweep/step-measures.js';

type Cell = string | number | undefined;

function cellsOf(row: ComparisonRow, { prune, columns }: ComparisonDocument): Readonly<Record<string, Cell>> {
  const { accuracy, difference, target } = row;
  return {
    rule: row.name,
    backend: row.backend,
    finished: row.finished,
    runs: row.runs,
    accuracy: accuracy?.mean,
    accuracySd: accuracy?.sd,
    accuracyLow: accuracy?.low,
    accuracyHigh: accuracy?.high,
    difference: difference?.mean,
    differenceLow: difference?.low,
    differenceHigh: difference?.high,
    targetReached: target?.reached,
    epochsToTarget: target?.epochs,
    secondsToTarget: target?.secondsToTarget,
    spikesPerSample: row.spikesPerSample,
    synapticOperationsPerSample: row.synapticOperationsPerSample,
    zeroWeights: row.zeroWeights,
    ...Object.fromEntries(prune.map((share) => [`accuracyPruned${share}`, row.pruned[String(share)]])),
    ...Object.fromEntries(
      columns.flatMap((name) => [
        [`${name} mean`, row.columns[name]?.mean],
        [`${name} maximum`, row.columns[name]?.maximum],
      ]),
    ),
    parameters: row.parameters,
    epochs: row.epochs,
    seconds: row.seconds,
  };
}

/** The document compare.csv: the table as plain numbers, shares as shares; what was not measured is empty. */
export function comparisonCsv(document: ComparisonDocument): string {
  return `${Papa.unparse(
    document.table.map((row) => cellsOf(row, document)),
    { newline: '\n' },
  )}\n`;
}

/** The document steps.csv: what runs measured in single steps, one line a step. */
export function stepsCsv(steps: readonly StepMeasures[]): string {
  const names = [...new Set(steps.flatMap(({ measures }) => Object.keys(measures)))];
  const lines = steps.map(({ rule, seed, step, measures }) => [
    rule,
    seed,
    step,
    ...names.map((name) => measures[name]),
  ]);
  return `${Papa.unparse({ fields: ['rule', 'seed', 'step', ...names], data: lines }, { newline: '\n' })}\n`;
}
