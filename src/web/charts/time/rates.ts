import uPlot from 'uplot';

import { colourOf, theme } from '../../page/theme.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type View, type ViewState } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { toCsv } from '../panel/to-csv.js';
import { fewDigits } from '../plot/ticks.js';
import { leftOut } from './left-out.js';
import { drawLineLabels } from './line-labels.js';
import { marksIn } from './mark-layout.js';
import { drawPhaseBands } from './phase-bands.js';
import { MOST_POINTS, type PopulationRates } from './population-rates.js';
import { drawBorders } from './presentation-borders.js';
import { setLines } from './set-lines.js';
import { noSpikes, plural, rateWords, stepWords, windowWords } from './step-words.js';
import { createTimeChart } from './time-chart.js';
import { createWindowRates } from './window-rates.js';

/** Bins are drawn as steps where each has so much room, in CSS pixels. */
const ROOM_FOR_STEPS = 3;

/** Rate of each layer that spikes, counted in bins or under a Gaussian. */
export function createRates(view: View): Chart {
  const { state } = view;
  const compute = createWindowRates(view);
  let rates: PopulationRates = { binSteps: 1, starts: new Float64Array(0), rates: [] };
  const stepped = uPlot.paths.stepped!({ align: 1 });
  const linear = uPlot.paths.linear!();
  const paths: uPlot.Series.PathBuilder = (plot, series, from, to) => {
    const room = (plot.over.clientWidth / (plot.scales['x']!.max! - plot.scales['x']!.min!)) * rates.binSteps;
    const build = state.kernel.value.kind === 'bin' && room >= ROOM_FOR_STEPS ? stepped : linear;
    return build(plot, series, from, to);
  };
  const colour = (number: number): string =>
    colourOf(theme.value, shownRun(view)?.rows.layers[number]?.colour ?? number);

  return createTimeChart(view, {
    name: 'rates',
    title: 'Population rates',
    height: (width) => (width < 600 ? 140 : 170),
    changes: state.kernel,
    empty: noSpikes,
    plot: {
      bottom: true,
      left: {
        values: (_, values) => values.map((value) => fewDigits(value)),
        space: 28,
      },
      under(plot) {
        const run = shownRun(view);
        if (!run || noSpikes(run)) return;
        drawBorders(plot, run, state.window.value, theme.value);
        drawPhaseBands(plot, marksIn(run, state.window.value), theme.value);
      },
      over(plot) {
        const run = shownRun(view);
        if (!run || noSpikes(run)) return;
        const labels = run.rows.layers.map(({ layer }, number) => {
          const last = rates.rates[number]?.findLast((rate) => !Number.isNaN(rate)) ?? 0;
          return { text: layer.id, colour: colour(number), value: last };
        });
        drawLineLabels(plot, labels, theme.value);
      },
    },
    update(plot, run) {
      rates = compute(run);
      const lines = rateLines(rates, state.kernel.value.kind === 'bin');
      setLines(plot, lines, (number) => ({ stroke: () => colour(number), width: 1.5, paths }));
      const most = Math.max(0, ...rates.rates.map(largest));
      plot.setScale('y', { min: 0, max: most > 0 ? most * 1.08 : 1 });
    },
    summary(run) {
      const { rates: layers } = compute(run);
      const means = run.rows.layers.map(({ layer }, number) => `${layer.id} ${fewDigits(meanOf(layers[number]!))}`);
      return `mean spikes of a neuron and step in ${windowWords(state.window.value)}: ${means.join(', ')}`;
    },
    words(run, { step }) {
      const { starts, binSteps, rates: layers } = compute(run);
      const bin = Math.floor((step - (starts[0] ?? 0)) / binSteps);
      const lines = run.rows.layers.map(({ layer }, number) => {
        const value = layers[number]![bin] ?? Number.NaN;
        return `${layer.id}: ${Number.isNaN(value) ? 'nothing shown' : rateWords(value, run.facts!.dt)}`;
      });
      return [stepWords(run, step), ...lines];
    },
    figures: (run) => ratesFigures(compute(run), run, state, MOST_TABLE_ROWS),
    csv: (run) => toCsv(ratesFigures(compute(run), run, state, MOST_POINTS)),
  });
}

/** Rates as a plot takes them: those of a bin stand at its first step, those of a Gaussian at its middle. */
function rateLines({ starts, binSteps, rates }: PopulationRates, isBin: boolean): uPlot.AlignedData {
  const shift = isBin ? 0 : binSteps / 2;
  const x = Array.from(starts, (start) => start + shift);
  const lines = rates.map((values) => Array.from(values, (rate) => (Number.isNaN(rate) ? null : rate)));
  // A step ends where the next one begins: the last one needs an end of its own.
  if (isBin && x.length > 0) {
    x.push(x.at(-1)! + binSteps);
    for (const line of lines) line.push(line.at(-1)!);
  }
  return [x, ...lines];
}

/** The newest bins as a table. */
function ratesFigures(
  { starts, binSteps, rates }: PopulationRates,
  run: RunStore,
  state: ViewState,
  most: number,
): FigureTable {
  const note = leftOut(starts.length, 'points', most);
  const first = Math.max(0, starts.length - most);
  const { kind, width } = state.kernel.value;
  const under =
    kind === 'bin' ? `in bins of ${plural(binSteps, 'step')}` : `under a Gaussian of σ = ${plural(width, 'step')}`;
  return {
    caption: `Spikes of a neuron and step in ${windowWords(state.window.value)}, ${under}`,
    columns: ['step', ...run.rows.layers.map(({ layer }) => layer.id)],
    rows: Array.from(starts.subarray(first), (start, k) => [
      start,
      ...rates.map((values) => (Number.isNaN(values[first + k]!) ? undefined : values[first + k]!)),
    ]),
    ...(note !== undefined && { note }),
  };
}

function meanOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((a, b) => a + b, 0) / Math.max(1, known.length);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, value)), 0);
}
