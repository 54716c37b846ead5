import uPlot from 'uplot';

import { colourOf, theme } from '../../page/theme.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { toCsv } from '../panel/to-csv.js';
import { fewDigits } from '../plot/ticks.js';
import { leftOut } from './left-out.js';
import { marksIn } from './mark-layout.js';
import { drawMembraneLanes } from './membrane-drawing.js';
import { laneScale, type MembraneLanes, membraneLanes } from './membrane-lanes.js';
import { drawPhaseBands } from './phase-bands.js';
import { drawBorders } from './presentation-borders.js';
import { setLines } from './set-lines.js';
import { neuronWords, plural, stepWords, windowWords } from './step-words.js';
import { createTimeChart } from './time-chart.js';

/** So many membranes are drawn; more would be too low to read. */
const MOST_LANES = 8;
const LANE_HEIGHT = 74;
const AROUND = 34;

/** Membranes of the pinned neurons, one below the other, with threshold and spikes. */
export function createMembranes(view: View): Chart {
  const { state } = view;
  const pinned = () => state.pinned.value.slice(0, MOST_LANES);
  const collect = (run: RunStore): MembraneLanes => membraneLanes(run, state.window.value, pinned());
  let shown: MembraneLanes = { steps: new Float64Array(0), lanes: [] };
  const colour = (number: number): string => {
    const id = shown.lanes[number]?.neuron.layer;
    const layer = shownRun(view)?.rows.layers.find((rows) => rows.layer.id === id);
    return colourOf(theme.value, layer?.colour ?? number);
  };
  const empty = (run: RunStore | undefined): string | undefined => {
    if (!run?.facts || run.presentations.length === 0) return 'Nothing recorded yet.';
    if (!run.facts.layers.some(({ membrane }) => membrane)) return 'No unit of this network has a membrane.';
    if (isWithoutVoltages(run)) return 'No membrane was recorded: "record: { traces: … }" in the scenario keeps some.';
    return state.pinned.value.length === 0 ? 'Click a row of the raster to see a membrane.' : undefined;
  };

  return createTimeChart(view, {
    name: 'membranes',
    title: 'Membranes',
    height() {
      const run = shownRun(view);
      const isEmpty = state.pinned.value.length === 0 || (run !== undefined && isWithoutVoltages(run));
      return isEmpty ? 72 : AROUND + LANE_HEIGHT * pinned().length;
    },
    changes: state.pinned,
    empty,
    plot: {
      bottom: true,
      left: { splits: () => [], values: () => [], grid: { show: false } },
      under(plot) {
        const run = shownRun(view);
        if (!run || empty(run)) return;
        drawBorders(plot, run, state.window.value, theme.value);
        drawPhaseBands(plot, marksIn(run, state.window.value), theme.value);
      },
      over(plot) {
        const run = shownRun(view);
        if (!run || empty(run)) return;
        drawMembraneLanes(plot, { ...shown, colours: shown.lanes.map((_, k) => colour(k)), theme: theme.value });
      },
    },
    update(plot, run) {
      shown = collect(run);
      const { steps, lanes } = shown;
      const lines = lanes.map((lane, number) => {
        const scale = laneScale(lane, number, lanes.length);
        return Array.from(lane.voltages, (voltage) => (Number.isNaN(voltage) ? null : scale(voltage)));
      });
      setLines(plot, [Array.from(steps, (step) => step + 0.5), ...lines], (number) => ({
        stroke: () => colour(number),
        width: 1.5,
        paths: uPlot.paths.linear!(),
      }));
      plot.setScale('y', { min: 0, max: Math.max(1, lanes.length) });
    },
    summary(run) {
      const { lanes } = collect(run);
      const words = lanes.map(
        ({ neuron, spikes, missing }) =>
          `${neuronWords(neuron)} ${missing ?? `spikes ${plural(spikes.length, 'time')}`}`,
      );
      return `${words.join(', ')}, in ${windowWords(state.window.value)}${hidden(state.pinned.value.length)}`;
    },
    words(run, { step, top }) {
      const { steps, lanes } = shown;
      const at = steps.lastIndexOf(step);
      const place = Math.floor(top / LANE_HEIGHT);
      const near = lanes[place] ? [lanes[place]] : lanes;
      const values = near.map(({ neuron, voltages, thresholds, spikes, missing }) => {
        const voltage = voltages[at];
        if (missing !== undefined) return `${neuronWords(neuron)}: ${missing}`;
        if (voltage === undefined || Number.isNaN(voltage)) return `${neuronWords(neuron)}: not recorded here`;
        const known = thresholds.find(({ from, to }) => from <= step && step < to)?.threshold ?? Number.NaN;
        const told = Number.isNaN(known) ? '' : ` (threshold ${fewDigits(known)})`;
        return `${neuronWords(neuron)}: ${fewDigits(voltage)}${told}${spikes.includes(step) ? ', spike' : ''}`;
      });
      return [...values, stepWords(run, step)];
    },
    figures: (run) => membraneFigures(collect(run), MOST_TABLE_ROWS, state.pinned.value.length),
    csv: (run) => toCsv(membraneFigures(collect(run), Number.POSITIVE_INFINITY, state.pinned.value.length)),
  });
}

/** Whether phases recorded no membrane, and none will be shown: who steers a run is shown those of its looks. */
function isWithoutVoltages({ facts, everSteerable, presentations }: RunStore): boolean {
  if (!facts?.phases || everSteerable) return false;
  return presentations.every(({ look }) => look.voltages.neurons.length === 0);
}

function hidden(pinned: number): string {
  return pinned > MOST_LANES ? `; ${pinned - MOST_LANES} more are pinned than are shown` : '';
}

/** The newest steps as a table: voltage of each neuron after each step. */
function membraneFigures({ steps, lanes }: MembraneLanes, most: number, pinned: number): FigureTable {
  // The first of two equal steps is the border between presentations.
  const rows = [...steps.keys()].filter((k) => steps[k + 1] !== steps[k]);
  const spiked = lanes.map(({ spikes }) => new Set(spikes));
  const note = [leftOut(rows.length, 'steps', most), hidden(pinned).slice(2)].filter(Boolean).join(' ');
  return {
    caption: 'Membrane voltage after each step',
    columns: ['step', ...lanes.flatMap(({ neuron }) => [neuronWords(neuron), `${neuronWords(neuron)} spikes`])],
    rows: rows
      .slice(most === Number.POSITIVE_INFINITY ? 0 : -most)
      .map((k) => [
        steps[k]!,
        ...lanes.flatMap(({ voltages }, lane) => [
          Number.isNaN(voltages[k]!) ? undefined : voltages[k]!,
          spiked[lane]!.has(steps[k]!) ? 1 : 0,
        ]),
      ]),
    ...(note !== '' && { note }),
  };
}
