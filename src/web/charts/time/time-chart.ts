import { EMPTY, filter, merge, type Observable, switchMap } from 'rxjs';
import type uPlot from 'uplot';

import type { ViewFrame } from '../../../streams/frames/view-frame.js';
import { element } from '../../page/element.js';
import { theme } from '../../page/theme.js';
import { followNewest } from '../../view/follow-newest.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type TimeWindow, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import type { FigureTable } from '../figure-table.js';
import { toCsv } from '../panel/to-csv.js';
import { onceAFrame } from '../plot/once-a-frame.js';
import { watchPixelRatio } from '../plot/pixel-ratio.js';
import { createHoverWords } from './hover-words.js';
import { listenToGestures, type RowGestures } from './time-gestures.js';
import { listenToKeys } from './time-keys.js';
import { createTimePlot, type PlotParts } from './time-plot.js';

/** A place in a chart: a step, and how far below the plot's upper edge, in CSS pixels. */
interface Place {
  readonly step: number;
  readonly top: number;
}

/** Rows that can be pointed at, chosen and looked at more closely. */
export interface Rows extends RowGestures {
  /** Moves the row cursor. */
  move(rows: number): void;
  /** Does what a click on the row cursor's row would do. */
  choose(step: number): void;
  /** Where the row cursor is; undefined before it was moved. */
  top(): number | undefined;
}

/** What makes a chart on the time axis different from the others. */
export interface TimeChartParts {
  readonly name: string;
  readonly title: string;
  /** Height in CSS pixels for a width, and the element that the chart is drawn into. */
  height(width: number, host: HTMLElement): number;
  readonly plot: PlotParts;
  /** What it is redrawn for besides frames, the window and the theme. */
  readonly changes?: Observable<unknown>;
  /** The part of the time axis that is drawn; the window unless given. */
  span?(run: RunStore): TimeWindow;
  /** Gives the plot its figures and the limits of `y`; the drawing follows. */
  update(plot: uPlot, run: RunStore): void;
  /** Why there is nothing to see; undefined when there is. */
  empty(run: RunStore | undefined): string | undefined;
  /** One sentence on what is in sight. */
  summary(run: RunStore): string;
  /** What is at a place, line by line. */
  words(run: RunStore, place: Place): readonly string[];
  figures(run: RunStore): FigureTable;
  /** All figures as CSV; those of `figures` unless given. */
  csv?(run: RunStore): string;
  rows?(plot: uPlot): Rows;
  /** What a click on a step does where there are no rows. */
  click?(step: number): void;
  /** Told when the plot is there; returns what ends it. */
  attach?(plot: uPlot): () => void;
}

/** Frames that a chart on the time axis shows; a run that learns tells of many others. */
const ON_THE_AXIS: ReadonlySet<ViewFrame['kind']> = new Set([
  'run',
  'look',
  'stretch',
  'changed',
  'intervention',
  'ended',
]);

/** Makes a chart on the time axis: it follows window, cursor, theme, size and screen, and can be steered by pointer and keys. */
export function createTimeChart(view: View, parts: TimeChartParts): Chart {
  const { state } = view;
  const surface = element('div', {
    class: 'time-surface',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart on a time axis',
  });
  const note = element('p', { class: 'time-note' });
  const status = element('div', { class: 'time-status', role: 'status', 'aria-live': 'polite' });
  const host = element('div', { class: `time-chart time-${parts.name}` }, surface, note, status);
  const plot = createTimePlot(surface, { width: 600, height: parts.height(600, host) }, parts.plot);
  const rows = parts.rows?.(plot);
  const words = createHoverWords(host, plot);
  const span = (run: RunStore): TimeWindow => parts.span?.(run) ?? state.window.value;

  const placeCursor = (): void => {
    const step = state.cursor.value;
    const { min, max } = plot.scales['x']!;
    const shown = step !== undefined && step + 1 > min! && step < max!;
    const top = rows?.top() ?? -10;
    plot.setCursor({ left: shown ? plot.valToPos(step + 0.5, 'x') : -10, top: shown ? top : -10 }, false);
  };
  const draw = (): void => {
    const run = shownRun(view);
    const width = host.clientWidth;
    if (width === 0) return;
    const height = parts.height(width, host);
    const reason = parts.empty(run);
    note.textContent = reason ?? '';
    note.hidden = reason === undefined;
    host.classList.toggle('time-empty', reason !== undefined);
    plot.batch(() => {
      if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
      if (reason !== undefined || !run) return;
      const { from, to } = span(run);
      plot.setScale('x', { min: from, max: to });
      parts.update(plot, run);
    });
    const label = `${parts.title}: ${reason ?? parts.summary(run!)}`;
    if (surface.getAttribute('aria-label') !== label) surface.setAttribute('aria-label', label);
    placeCursor();
  };
  const frames = onceAFrame(draw);
  const request = (): void => frames.request();
  const said = (place: Place): readonly string[] => {
    const run = shownRun(view);
    return run && parts.empty(run) === undefined ? parts.words(run, place) : [];
  };
  const stopFollowing = followNewest(view);
  const run = merge(view.runs, state.run);
  const subscription = merge(
    run,
    run.pipe(
      switchMap(() => shownRun(view)?.changed ?? EMPTY),
      filter(({ kind }) => ON_THE_AXIS.has(kind)),
    ),
    state.window,
    theme,
    parts.changes ?? EMPTY,
  ).subscribe(request);
  subscription.add(state.cursor.subscribe(placeCursor));
  const sizes = new ResizeObserver(request);
  sizes.observe(host);
  const ends = [
    stopFollowing,
    watchPixelRatio(request),
    listenToGestures(view, plot, {
      rows,
      click: (step, top) => (rows ? rows.click(step, top) : () => parts.click?.(step)),
      whole: parts.span !== undefined,
      hover: (place) => words.show(place && { ...place, lines: said(place) }),
    }),
    listenToKeys(view, surface, {
      rows,
      announce(step) {
        status.textContent = said({ step, top: rows?.top() ?? 0 }).join(', ');
        request();
      },
    }),
    ...(parts.attach ? [parts.attach(plot)] : []),
  ];
  const inSight = <T>(read: (run: RunStore) => T, otherwise: T): T => {
    const run = shownRun(view);
    return run && parts.empty(run) === undefined ? read(run) : otherwise;
  };
  const csvOf = parts.csv ?? ((run: RunStore): string => toCsv(parts.figures(run)));
  return {
    name: parts.name,
    title: parts.title,
    element: host,
    figures: () =>
      inSight((run) => parts.figures(run), {
        caption: parts.empty(shownRun(view)) ?? parts.title,
        columns: [],
        rows: [],
      }),
    csv() {
      const text = inSight(csvOf, undefined);
      if (text === undefined) throw new RangeError(`${parts.title}: there are no figures to save yet`);
      return text;
    },
    canvases: () => inSight(() => [plot.ctx.canvas], []),
    destroy() {
      frames.cancel();
      subscription.unsubscribe();
      sizes.disconnect();
      for (const end of ends) end();
      plot.destroy();
      host.remove();
    },
  };
}
