import { percentText } from '../../../streams/text/number-text.js';
import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import { element } from '../../page/element.js';
import { colourOf, type Theme, theme } from '../../page/theme.js';
import type { Chart } from '../chart.js';
import { toCsv } from '../panel/to-csv.js';
import { moveCursor } from '../plot/cursor-keys.js';
import { type CurveContent, type Extent, lastAtOrBefore } from '../plot/curve.js';
import { type CurvePlot, createCurvePlot } from '../plot/curve-plot.js';
import { onceAFrame } from '../plot/once-a-frame.js';
import { dashOf } from '../plot/strokes.js';
import { percentTexts } from '../plot/ticks.js';
import { CURVE_SCALES, errorTexts, rescaled } from './curve-scales.js';
import { curveFigures, curveSummary, curveTable } from './rule-curve-figures.js';
import { meanCurve, type RuleCurves } from './rule-curves.js';
import { createRuleLegend } from './rule-legend.js';

/**
 * Learning curves of all rules: means over the seeds, with bands from the lowest to the highest seed; a cursor, a zoom, a
 * scale of accuracies or of errors, and a legend that lets one rule stand out.
 */
export function createRuleCurvesChart(
  { table, target }: Pick<ComparisonDocument, 'table' | 'target'>,
  curves: readonly RuleCurves[],
): Chart {
  const own = new Set(table.filter(({ ownData }) => ownData).map(({ name }) => name));
  const means = curves.map(meanCurve).map((mean) => (own.has(mean.rule) ? { ...mean, rule: `${mean.rule} *` } : mean));
  const scales = element('select', {}, ...CURVE_SCALES.map(({ name }, k) => element('option', { value: k }, name)));
  const control = element('label', { class: 'chart-control' }, 'Scale ', scales);
  const host = element('div', {
    class: 'rule-curves-plot',
    role: 'img',
    tabindex: 0,
    'aria-label': curveSummary(means),
  });
  const readout = element('output', { class: 'chart-readout' });
  const legend = createRuleLegend(
    means.map(({ rule }) => rule),
    () => frames.request(),
  );
  const whole = element(
    'div',
    { class: 'rule-curves' },
    element('div', { class: 'chart-controls' }, control),
    host,
    readout,
    legend.element,
    element(
      'p',
      { class: 'chart-explanation' },
      'Lines are means over the seeds; bands reach from the lowest to the highest seed. Drag to zoom.',
    ),
  );
  let cursor: number | undefined;
  let window: Extent | undefined;

  const content = (colours: Theme): CurveContent => ({
    marks: [],
    levels: target === undefined ? [] : [{ y: target, text: `target ${percentTexts([target])[0]}`, side: 'below' }],
    curves: means.map(({ rule, epochs, mean, low, high }, number) => ({
      ...{ x: epochs, y: mean, band: { low, high }, label: rule },
      ...{ colour: colourOf(colours, number), dash: dashOf(number) },
      width: legend.chosen === number ? 3 : 2,
      opacity: legend.chosen === undefined || legend.chosen === number ? 1 : 0.2,
    })),
  });
  const createPlot = (): CurvePlot => {
    const scale = CURVE_SCALES[Number(scales.value)]!;
    const made = createCurvePlot({
      title: scale.heading,
      across: 'epochs',
      scale: scale.scale,
      ...(scale.scale === 'linear' ? { hard: { from: 0, to: 1 } } : {}),
      tickTexts: scale.scale === 'linear' ? percentTexts : errorTexts,
      axisWidth: 56,
      content: (colours) => rescaled(content(colours), scale),
      onCursor: (at) => setCursor(at),
      onWindow: (next) => setWindow(next),
    });
    made.show(window);
    made.setCursor(cursor);
    host.replaceChildren(made.element);
    return made;
  };
  let plot = createPlot();
  const show = (): void => {
    const at = cursor === undefined ? Number.POSITIVE_INFINITY : Math.round(cursor);
    readout.textContent = Number.isFinite(at) ? `After epoch ${at}:` : 'After the last epoch of each:';
    const values = means.map(({ epochs, mean }) => {
      const place = lastAtOrBefore(epochs, at);
      return place < 0 ? '–' : percentText(mean[place]!);
    });
    legend.show(values, theme.value);
  };
  const setCursor = (at: number | undefined): void => {
    if (at === cursor) return;
    cursor = at;
    plot.setCursor(at);
    show();
  };
  const setWindow = (next: Extent | undefined): void => {
    window = next;
    plot.show(next);
  };
  const frames = onceAFrame(() => {
    plot.request();
    show();
  });
  const themes = theme.subscribe(() => frames.request());
  const onScale = (): void => {
    plot.destroy();
    plot = createPlot();
  };
  const onKey = (event: KeyboardEvent): void => {
    const moved = moveCursor(event, cursor, plot.window, { smallest: 2 });
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    if ('cursor' in moved) setCursor(moved.cursor);
    else setWindow(moved.window);
  };
  scales.addEventListener('change', onScale);
  host.addEventListener('keydown', onKey);
  return {
    name: 'rule-curves',
    title: 'Learning curves of all rules',
    element: whole,
    figures: () => curveFigures(means),
    csv: () => toCsv(curveTable(curves)),
    canvases: () => [plot.canvas],
    destroy() {
      frames.cancel();
      themes.unsubscribe();
      scales.removeEventListener('change', onScale);
      host.removeEventListener('keydown', onKey);
      legend.destroy();
      plot.destroy();
      whole.remove();
    },
  };
}
