import { BehaviorSubject } from 'rxjs';
import uplotStyles from 'uplot/dist/uPlot.min.css?inline';
import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import type { StepMeasures } from '../../src/sweep/step-measures.js';
import type { Chart } from '../../src/web/charts/chart.js';
import { createComparisonCharts } from '../../src/web/charts/compare/comparison-charts.js';
import { createHistogramChart } from '../../src/web/charts/histograms/create-histogram-chart.js';
import { createLearningChart, REDRAW_MS } from '../../src/web/charts/learning/create-learning-chart.js';
import styles from '../../src/web/charts/panel/charts.css?inline';
import { createPanel, type Panel } from '../../src/web/charts/panel/panel.js';
import { runPanel } from '../../src/web/charts/panel/run-panel.js';
import { createRewardMap } from '../../src/web/charts/reward-map/create-reward-map.js';
import { element } from '../../src/web/page/element.js';
import { followTheme, theme } from '../../src/web/page/theme.js';
import { RunStore } from '../../src/web/view/run-store.js';
import { createViewState, type View } from '../../src/web/view/view-state.js';
import { comparisonFixture, DEVIATIONS } from './comparison-fixture.js';
import { type FixtureOptions, fixtureFrames } from './fixture.js';
import { watchTexts } from './painted-texts.js';

const PAGE = `body { margin: 0; padding: 12px; background: var(--background); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; } main { display: grid; gap: 12px; }`;

for (const text of [uplotStyles, styles, PAGE]) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
document.head.append(element('meta', { name: 'viewport', content: 'width=device-width' }));
const main = document.body.appendChild(element('main'));
const textsOn = watchTexts();
followTheme();

const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([]) };
const made = new Map<string, Panel>();
const CHARTS: Readonly<Record<string, (view: View) => Chart>> = {
  learning: createLearningChart,
  histograms: createHistogramChart,
  'reward-map': createRewardMap,
};

function add(panel: Panel): void {
  made.set(panel.chart.name, panel);
  main.append(panel.element);
}

const twoFrames = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Until everything that a change of the runs brings has been drawn, also by the chart that rests longest in between. */
async function rested(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, REDRAW_MS));
  await twoFrames();
}

/** A copy of a canvas that may be read: reading the canvas itself would change how the browser keeps it. */
function copyOf(canvas: HTMLCanvasElement): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context;
}

/** Colour of every pixel of a canvas: red, green, blue and opacity in turns. */
function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray<ArrayBuffer> {
  return copyOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data as Uint8ClampedArray<ArrayBuffer>;
}

/** Numbers of the pixels of exactly this colour, row by row. */
function placesOf(canvas: HTMLCanvasElement, colour: string): readonly number[] {
  const data = pixelsOf(canvas);
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const found: number[] = [];
  for (let k = 0; k < data.length; k += 4)
    if (data[k + 3] === 255 && wanted.every((value, channel) => data[k + channel] === value)) found.push(k / 4);
  return found;
}

/** What tests ask of this page. */
const inPage = {
  view,
  /** A panel for each chart, before any run is known. */
  show: (...names: string[]): void => {
    for (const name of names) add(createPanel(CHARTS[name]!(view), runPanel(view)));
  },
  /** Runs of the fixture, each with some of its frames changed. */
  runs: (
    each: readonly (FixtureOptions & { readonly without?: readonly string[]; readonly facts?: object })[],
  ): Promise<void> => {
    const stores = each.map(({ without = [], facts = {}, ...options }) => {
      const store = new RunStore();
      for (const frame of fixtureFrames({ presentations: 6, sizes: [64, 20, 10], ...options }))
        if (frame.kind === 'run') store.apply({ ...frame, ...facts });
        else if (frame.kind === 'look' && without.includes('inputReward')) {
          const { inputReward: _, ...look } = frame.look;
          store.apply({ ...frame, look });
        } else if (frame.kind === 'histograms' && without.includes('feedback')) store.apply({ ...frame, feedback: [] });
        else if (!without.includes(frame.kind)) store.apply(frame);
      return store;
    });
    view.runs.next(stores);
    return rested();
  },
  fail: (code: string, message: string): Promise<void> => {
    view.runs.value[0]!.apply({
      ...{ kind: 'ended', reason: 'failed', metrics: {}, expect: [], epochs: 1, seconds: 1 },
      failure: { code, message },
    });
    return rested();
  },
  compare: (document: ComparisonDocument = comparisonFixture(), steps: readonly StepMeasures[] = DEVIATIONS): void => {
    for (const chart of createComparisonCharts(document, steps))
      add(createPanel(chart, { subject: () => document.name }));
  },
  canvas: (name: string, number = 0): HTMLCanvasElement => made.get(name)!.chart.canvases()[number]!,
  /** Colour of one pixel, in CSS pixels of the canvas. */
  pixel: (name: string, x: number, y: number, number = 0): readonly number[] => {
    const at = (place: number): number => Math.floor(place * devicePixelRatio);
    return [...copyOf(inPage.canvas(name, number)).getImageData(at(x), at(y), 1, 1).data];
  },
  /** Pixels of exactly this colour. */
  count: (name: string, colour: string, number = 0): number => placesOf(inPage.canvas(name, number), colour).length,
  /** Middle of the smallest box around all pixels of exactly this colour, in CSS pixels of the canvas. */
  middle: (name: string, colour: string, number = 0): readonly [x: number, y: number] => {
    const canvas = inPage.canvas(name, number);
    const places = placesOf(canvas, colour);
    const [xs, ys] = [places.map((at) => at % canvas.width), places.map((at) => Math.floor(at / canvas.width))];
    const between = (all: readonly number[]): number =>
      (Math.min(...all) + Math.max(...all) + 1) / 2 / devicePixelRatio;
    return [between(xs), between(ys)];
  },
  /** Pixels that are painted at all. */
  ink: (name: string, number = 0): number =>
    pixelsOf(inPage.canvas(name, number)).filter((value, k) => k % 4 === 3 && value > 0).length,
  /** The same for pictures that are the same, and for no others. */
  picture: async (name: string, number = 0): Promise<string> => {
    const digest = await crypto.subtle.digest('SHA-256', pixelsOf(inPage.canvas(name, number)));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  },
  /** Texts of a picture and their places, in device pixels. */
  texts: (name: string, number = 0) => textsOn(inPage.canvas(name, number)),
  theme: () => theme.value,
  drawn: twoFrames,
  destroy: (): { readonly left: number; readonly heard: boolean } => {
    for (const panel of made.values()) panel.destroy();
    made.clear();
    const heard = view.runs.observed || view.runs.value.some(({ changed }) => changed.observed);
    return { left: main.childElementCount + document.querySelectorAll('canvas, dialog').length, heard };
  },
};
Object.assign(globalThis, { inPage });
