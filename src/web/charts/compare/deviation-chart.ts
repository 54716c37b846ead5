import type { StepMeasures } from '../../../sweep/step-measures.js';
import { element } from '../../page/element.js';
import { colourOf, type Theme } from '../../page/theme.js';
import type { Chart } from '../chart.js';
import { toCsv } from '../panel/to-csv.js';
import { moveCursor } from '../plot/cursor-keys.js';
import { type CurveContent, type Extent, lastAtOrBefore } from '../plot/curve.js';
import { createCurvePlot } from '../plot/curve-plot.js';
import { fewDigits, powerText } from '../plot/ticks.js';
import {
  deviationExtent,
  deviationScale,
  LEAST,
  ROUNDING,
  type StepDeviations,
  stepDeviations,
} from './step-deviations.js';

/** Ticks that every scale of deviations has, those above its end aside. */
const TICKS: readonly number[] = [LEAST, 1e-15, 1e-10, 1e-5, 1];

/**
 * How far every form was from back-propagation, step by step: one plot a form on common logarithmic axes, with the median
 * over the seeds and a band from the smallest to the largest.
 *
 * @param measure Which of the measures: `deviation`.
 */
export function createDeviationChart(rows: readonly StepMeasures[], measure: string): Chart {
  const deviations = stepDeviations(rows, measure);
  const up = deviationScale(deviations);
  const summary = summaryOf(deviations);
  const grid = element('div', { class: 'deviation-grid', role: 'img', tabindex: 0, 'aria-label': summary });
  const readout = element('output', { class: 'chart-readout' });
  const explanation =
    'Line: median over the seeds; band: from the smallest to the largest. 0 and everything below 10⁻²⁰ is drawn at the bottom. Drag to zoom.';
  const whole = element(
    'div',
    { class: 'deviation-chart' },
    grid,
    readout,
    element('p', { class: 'chart-explanation' }, explanation),
  );
  let cursor: number | undefined;
  const plots = deviations.map((deviation, number) =>
    createCurvePlot({
      title: deviation.rule,
      note: `at most ${valueText(deviationExtent(deviation).to)}`,
      across: 'steps',
      scale: 'logarithmic',
      up,
      ticks: TICKS.filter((tick) => tick <= up.to),
      tickTexts: (ticks) => ticks.map((tick) => (tick === LEAST ? '0' : powerText(tick))),
      axisWidth: 46,
      content: (colours) => contentOf(deviation, number, colours),
      onCursor: (at) => setCursor(at),
      onWindow: (window) => show(window),
    }),
  );
  grid.append(...plots.map((plot) => plot.element));
  const show = (window: Extent | undefined): void => {
    for (const plot of plots) plot.show(window);
  };
  const setCursor = (at: number | undefined): void => {
    if (at === cursor) return;
    cursor = at;
    for (const plot of plots) plot.setCursor(at);
    readout.textContent = at === undefined ? '' : readoutText(deviations, Math.round(at));
  };
  const onKey = (event: KeyboardEvent): void => {
    const first = plots[0];
    const moved = first && moveCursor(event, cursor, first.window, { smallest: 4 });
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    if ('cursor' in moved) setCursor(moved.cursor);
    else show(moved.window);
  };
  grid.addEventListener('keydown', onKey);
  return {
    name: 'deviation',
    title: 'Difference from back-propagation, step by step',
    element: whole,
    figures: () => ({
      caption: `${measure}: largest difference of an output from back-propagation, over all steps`,
      columns: ['Rule', 'Steps', 'Seeds', 'Median at the last step', 'Smallest', 'Largest'],
      rows: deviations.map((deviation) => {
        const { rule, steps, seeds, median } = deviation;
        const { from, to } = deviationExtent(deviation);
        return [rule, steps.length, seeds, median.at(-1), from, to];
      }),
      ...(deviations.length === 0 ? { note: `No run measured ${measure}.` } : {}),
    }),
    csv: () =>
      toCsv({
        columns: ['rule', 'step', 'median', 'smallest', 'largest', 'seeds'],
        rows: deviations.flatMap(({ rule, steps, seeds, median, low, high }) =>
          steps.map((step, k) => [rule, step, median[k], low[k], high[k], seeds]),
        ),
      }),
    canvases: () => plots.map(({ canvas }) => canvas),
    destroy() {
      grid.removeEventListener('keydown', onKey);
      for (const plot of plots) plot.destroy();
      whole.remove();
    },
  };
}

function contentOf({ steps, median, low, high }: StepDeviations, number: number, colours: Theme): CurveContent {
  const shown = (values: readonly number[]): readonly number[] => values.map((value) => Math.max(value, LEAST));
  const curve = {
    ...{ x: steps, y: shown(median), band: { low: shown(low), high: shown(high) } },
    ...{ colour: colourOf(colours, number), dash: [], width: 1.5 },
  };
  const rounding = { y: ROUNDING, text: 'rounding of float64', side: 'above' } as const;
  return { curves: [curve], marks: [], levels: [rounding] };
}

function valueText(value: number): string {
  return fewDigits(value, 2);
}

/** What every form was at a step: `Step 57: Gram form 5.1×10⁻¹⁷ (0 to 2.2×10⁻¹⁶); …`. */
function readoutText(deviations: readonly StepDeviations[], step: number): string {
  const told = deviations.flatMap(({ rule, steps, median, low, high }) => {
    const at = lastAtOrBefore(steps, step);
    if (at < 0) return [];
    return [`${rule} ${valueText(median[at]!)} (${valueText(low[at]!)} to ${valueText(high[at]!)})`];
  });
  return `Step ${step}: ${told.join('; ')}`;
}

function summaryOf(deviations: readonly StepDeviations[]): string {
  const largest = deviations.map(
    (deviation) => `${deviation.rule} at most ${valueText(deviationExtent(deviation).to)}`,
  );
  return `Difference of each form from back-propagation, step by step. Over all steps and seeds: ${largest.join('; ')}.`;
}
