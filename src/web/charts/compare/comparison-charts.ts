import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import type { StepMeasures } from '../../../sweep/step-measures.js';
import type { Chart } from '../chart.js';
import type { FigureTable } from '../figure-table.js';
import { accuracyFigures, accuracyRows } from './accuracy-rows.js';
import { createRowChart } from './create-row-chart.js';
import { createDeviationChart } from './deviation-chart.js';
import { differenceFigures, differenceRows } from './difference-rows.js';
import { pruningFigures, pruningRows } from './pruning-rows.js';
import { type RuleCurves, ruleCurvesOf } from './rule-curves.js';
import { createRuleCurvesChart } from './rule-curves-chart.js';
import { targetFigures, targetRows } from './target-rows.js';

/** The measure of front contribution under `shadow: true`. */
const DEVIATION = 'deviation';

/**
 * All charts that a comparison has figures for, in the order of reading.
 *
 * @param steps  What the runs measured in single steps; empty when nothing was.
 * @param curves Learning curves of the rules; those that the document tells unless given.
 */
export function createComparisonCharts(
  document: ComparisonDocument,
  steps: readonly StepMeasures[],
  curves: readonly RuleCurves[] = ruleCurvesOf(document),
): readonly Chart[] {
  const { baseline, jobs, threads, cpu } = document;
  const differences = differenceFigures(document);
  return [
    createRowChart({
      name: 'accuracy',
      title: 'Test accuracy',
      plot: accuracyRows(document),
      figures: accuracyFigures(document),
      summary: sentence('Test accuracy after the last epoch, best first', accuracyFigures(document)),
      explanation: `Thin strokes are single seeds, the broken line is ${baseline}. Intervals are cut at 0 and 100 %.`,
    }),
    ...(differences.rows.length === 0
      ? []
      : [
          createRowChart({
            name: 'differences',
            title: `Differences to ${baseline}`,
            plot: differenceRows(document),
            figures: differences,
            summary: verdicts(baseline, differences),
            explanation:
              'Paired by seed. Filled: the 95 % interval excludes 0. Hollow: it does not, so nothing is decided.',
          }),
        ]),
    ...(curves.some(({ seeds }) => seeds.length > 0) ? [createRuleCurvesChart(document, curves)] : []),
    ...(document.target === undefined
      ? []
      : [
          createRowChart({
            name: 'target',
            title: 'Time to the target',
            plot: targetRows(document),
            figures: targetFigures(document),
            summary: sentence('Epochs to the target, quickest first', targetFigures(document)),
            explanation: `Medians over the seeds that reached it; in brackets how many did. Seconds on ${cpu}; runs at a time: ${jobs}, threads of each: ${threads}.`,
          }),
        ]),
    ...(document.prune.length === 0
      ? []
      : [
          createRowChart({
            name: 'pruning',
            title: 'Accuracy without the smallest weights (%)',
            plot: pruningRows(document),
            figures: pruningFigures(document),
            summary: sentence('Test accuracy with all weights, sturdiest rule first', pruningFigures(document)),
            explanation: 'Means over the seeds, after that share of the smallest weights was set to 0.',
          }),
        ]),
    ...(steps.some(({ measures }) => measures[DEVIATION] !== undefined)
      ? [createDeviationChart(steps, DEVIATION)]
      : []),
  ];
}

/** The second column of a table, rule by rule. */
function sentence(beginning: string, { rows }: FigureTable): string {
  const said = rows.map(
    ([rule, value]) => `${rule} ${value === undefined ? 'not measured' : Number(value).toPrecision(4)}`,
  );
  return `${beginning}: ${said.join('; ')}.`;
}

function verdicts(baseline: string, { rows }: FigureTable): string {
  return `Test accuracy compared with ${baseline}: ${rows.map((row) => `${row[0]} ${row.at(-1)}`).join('; ')}.`;
}
