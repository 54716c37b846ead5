import { merge } from 'rxjs';

import type { RunFacts } from '../../../streams/frames/view-frame.js';
import { element } from '../../page/element.js';
import { colourOf } from '../../page/theme.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { toCsv } from '../panel/to-csv.js';
import { type FittedCanvas, fitCanvas, type Sheet } from '../plot/fitted-canvas.js';
import { framesOf } from '../plot/frames-of.js';
import { onceAFrame } from '../plot/once-a-frame.js';
import { cutText, histogramAt, histogramFigures, histogramTable, histogramText } from './histogram-figures.js';
import { paintRidges } from './paint-ridges.js';
import type { CountScale } from './ridge-layout.js';
import { shownRidges } from './shown-ridges.js';
import { type TensorCourse, tensorCourses, whyNoFeedback } from './tensor-courses.js';

interface Cell {
  readonly host: HTMLElement;
  readonly fitted: FittedCanvas;
}

/**
 * Weights and feedback of every layer as ridges over the epochs, with a slider over the epochs that were recorded. The
 * slider stays at the newest epoch until somebody moves it away, then at the chosen one for as long as the run is shown.
 */
export function createHistogramChart(view: View): Chart {
  const slider = element('input', { type: 'range', min: 0, max: 0, step: 1, value: 0 });
  const said = element('output');
  const scale = element(
    'select',
    {},
    element('option', { value: 'logarithmic' }, 'logarithmic'),
    element('option', { value: 'linear' }, 'linear'),
  );
  const controls = element(
    'div',
    { class: 'chart-controls' },
    element('label', { class: 'chart-control' }, 'Epoch ', slider, said),
    element('label', { class: 'chart-control' }, 'Counts ', scale),
  );
  const grid = element('div', { class: 'histogram-grid' });
  const why = element('p', { class: 'chart-empty', hidden: true });
  const whole = element('div', { class: 'histogram-chart' }, controls, grid, why);
  const cells: Cell[] = [];
  let courses: readonly TensorCourse[] = [];
  /** What the slider was moved to, and in which run; undefined: the newest. */
  let choice: { readonly facts: RunFacts | undefined; readonly epoch: number } | undefined;

  const facts = (): RunFacts | undefined => shownRun(view)?.facts;
  const epochs = (): readonly number[] => (shownRun(view)?.histograms ?? []).map(({ epoch }) => epoch);
  /** Place of the epoch that is shown among those recorded; −1 when none is. A choice ends with its run. */
  const place = (): number => {
    const last = epochs().length - 1;
    if (!choice || choice.facts !== facts()) return last;
    const { epoch } = choice;
    return Math.min(
      last,
      Math.max(
        0,
        epochs().findLastIndex((recorded) => recorded <= epoch),
      ),
    );
  };
  const epoch = (): number => epochs()[place()] ?? Number.POSITIVE_INFINITY;
  const layout = (course: TensorCourse) => shownRidges(course, epoch(), scale.value as CountScale);
  /** What is said of a tensor beside its name. */
  const lines = (course: TensorCourse): readonly string[] => {
    const [histogram, cut] = [histogramAt(course, epoch()), layout(course)?.cut];
    return [histogram ? histogramText(histogram) : 'not recorded', ...(cut ? [cutText(cut)] : [])];
  };
  const paint = (number: number, sheet: Sheet): void => {
    const course = courses[number];
    const ridges = course && layout(course);
    if (!ridges) return;
    const layer = layerOf(course.tensor, facts()?.layers ?? []);
    paintRidges(sheet, {
      title: course.title,
      lines: lines(course),
      layout: ridges,
      colour: colourOf(sheet.theme, layer),
    });
  };
  const fitCells = (): void => {
    while (cells.length > courses.length) {
      const cell = cells.pop()!;
      cell.fitted.destroy();
      cell.host.remove();
    }
    while (cells.length < courses.length) {
      const number = cells.length;
      const host = element('div', { class: 'histogram-cell', role: 'img' });
      grid.append(host);
      cells.push({ host, fitted: fitCanvas(host, (sheet) => paint(number, sheet)) });
    }
  };
  const draw = (): void => {
    const run = shownRun(view);
    courses = run ? tensorCourses(run) : [];
    slider.max = String(Math.max(0, epochs().length - 1));
    slider.value = String(Math.max(0, place()));
    controls.hidden = courses.length === 0;
    said.textContent = Number.isFinite(epoch()) ? String(epoch()) : '';
    slider.setAttribute('aria-valuetext', `epoch ${said.textContent}`);
    fitCells();
    cells.forEach(({ host, fitted }, k) => {
      host.setAttribute('aria-label', `${courses[k]!.title}: ${lines(courses[k]!).join('; ')}`);
      fitted.request();
    });
    const reason = run ? whyNoFeedback(run) : undefined;
    why.textContent = reason ?? '';
    why.hidden = reason === undefined;
  };
  const frames = onceAFrame(draw);
  const onSlide = (): void => {
    const chosen = epochs()[Number(slider.value)];
    choice = slider.value === slider.max || chosen === undefined ? undefined : { facts: facts(), epoch: chosen };
    frames.request();
  };
  const onScale = (): void => frames.request();
  slider.addEventListener('input', onSlide);
  scale.addEventListener('change', onScale);
  const listening = merge(framesOf(view, ['run', 'histograms']), view.state.run).subscribe(() => frames.request());
  return {
    name: 'histograms',
    title: 'Weights and feedback',
    element: whole,
    figures: () => histogramFigures(shownRun(view), epoch()),
    csv: () => toCsv(histogramTable(shownRun(view))),
    canvases: () => cells.map(({ fitted }) => fitted.canvas),
    destroy() {
      frames.cancel();
      listening.unsubscribe();
      slider.removeEventListener('input', onSlide);
      scale.removeEventListener('change', onScale);
      for (const { fitted } of cells) fitted.destroy();
      whole.remove();
    },
  };
}

/** Number of the layer that a tensor belongs to: that with the longest name, because names may have dots. */
function layerOf(tensor: string, layers: readonly { readonly id: string }[]): number {
  const named = layers.filter(({ id }) => tensor.startsWith(`${id}.`)).toSorted((a, b) => b.id.length - a.id.length);
  return named[0] ? layers.indexOf(named[0]) : 0;
}
