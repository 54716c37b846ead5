import { BehaviorSubject } from 'rxjs';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';

import type { Chart } from '../../src/web/charts/chart.js';
import { createFigureView } from '../../src/web/charts/panel/figure-view.js';
import { createMarks } from '../../src/web/charts/time/marks.js';
import { createMembranes } from '../../src/web/charts/time/membranes.js';
import { createOverview } from '../../src/web/charts/time/overview.js';
import { createRaster } from '../../src/web/charts/time/raster.js';
import { createRates } from '../../src/web/charts/time/rates.js';
import styles from '../../src/web/charts/time/time-charts.css?inline';
import { followTheme } from '../../src/web/page/theme.js';
import { RunStore } from '../../src/web/view/run-store.js';
import { createViewState, type View } from '../../src/web/view/view-state.js';
import { type FixtureOptions, fixtureFacts, fixtureFrames } from './fixture.js';
import { borrowedListeners, watchListeners } from './listeners.js';
import { countedPixels, differingPixels, inkIn, spikesBesidePlace } from './raster-pixels.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`${uPlotStyles}
${styles}
body { margin: 12px; background: var(--background); color: var(--text); font: 14px system-ui, sans-serif; }`);
document.adoptedStyleSheets = [sheet];
watchListeners();
followTheme();

const MAKERS = {
  marks: createMarks,
  raster: createRaster,
  rates: createRates,
  membranes: createMembranes,
  overview: createOverview,
} as const;
type Name = keyof typeof MAKERS;

/** All time charts of a view, one below the other. */
function createAll(view: View): Readonly<Record<Name, Chart>> {
  const made = Object.entries(MAKERS).map(([name, create]) => [name, create(view)]);
  return Object.fromEntries(made) as Record<Name, Chart>;
}

/** Two animation frames: what was asked for in the first one is drawn after the second. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const usual = fixtureFrames();

const page = {
  view: undefined as unknown as View,
  store: undefined as unknown as RunStore,
  charts: undefined as unknown as ReturnType<typeof createAll>,
  drawn,
  borrowedListeners,
  fixtureFacts,
  fixtureFrames,
  RunStore,

  /** Shows a run instead of whatever was shown. */
  async show(store: RunStore | undefined): Promise<void> {
    page.destroy();
    page.view = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>(store ? [store] : []) };
    page.store = store as RunStore;
    page.charts = createAll(page.view);
    document.body.replaceChildren(...Object.values(page.charts).map((chart) => chart.element));
    await drawn();
  },
  /** Frames are made once: every test begins with them. */
  fixture(options?: FixtureOptions): Promise<void> {
    const store = new RunStore();
    for (const frame of options ? fixtureFrames(options) : usual) store.apply(frame);
    return page.show(store);
  },
  destroy(): void {
    if (page.charts) for (const chart of Object.values(page.charts)) chart.destroy();
  },
  async look(from: number, to: number): Promise<void> {
    page.view.state.window.next({ from, to });
    await drawn();
  },
  /** First cells of the table of a chart's figures, as it stands in a page. */
  tableRows(name: Name): readonly (string | null)[] {
    const table = createFigureView();
    table.show(page.charts[name].figures());
    return [...table.element.querySelectorAll('tbody th')].map(({ textContent }) => textContent);
  },
  spikesBesidePlace: () => spikesBesidePlace(page.charts.raster, page.store, page.view.state.window.value),
  countedPixels: () => countedPixels(page.charts.raster, page.store, page.view.state.window.value),
  inkIn: (name: Name, from: number, to: number) => inkIn(page.charts[name], page.view.state.window.value, from, to),
  /** Pixels in which a chart differs from one that is made now, for the same window. */
  async differsFromFresh(name: Name = 'raster'): Promise<number> {
    const fresh = MAKERS[name](page.view);
    document.body.append(fresh.element);
    await drawn();
    const differing = differingPixels(page.charts[name], fresh);
    fresh.destroy();
    return differing;
  },
};

Object.assign(globalThis, { timeCharts: page });
await page.fixture();
