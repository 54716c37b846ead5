import uPlot from 'uplot';

import { element } from '../../page/element.js';
import { type Theme, theme } from '../../page/theme.js';
import { type CurveContent, type Extent, extentAcross, extentUp, logarithmicScale, roomyScale } from './curve.js';
import { type CurveGestures, listenToPointers, UNBOUND } from './curve-gestures.js';
import { onceAFrame } from './once-a-frame.js';
import { labelRoom, MARK_LINE } from './paint-annotations.js';
import { paintCurves } from './paint-curves.js';
import { headRoom, paintHead } from './paint-head.js';
import { FONT } from './picture-text.js';
import { linearTicks, logarithmicTicks, tickTexts, WHOLE } from './ticks.js';

/** What a plot shows, and who hears of its pointers: cursor and window are theirs to set. */
export interface CurvePlotOptions extends CurveGestures {
  /** What goes up; stands above the plot. */
  readonly title: string;
  /** What is said of it below the title. */
  readonly note?: string;
  /** What goes across; left out where the plot below says it. */
  readonly across?: string;
  readonly scale: 'linear' | 'logarithmic';
  /** Values that a linear scale never passes: 0 and 1 for shares. */
  readonly hard?: Partial<Extent>;
  /** The scale up; that of the curves in sight unless given. */
  readonly up?: Extent;
  /** Ticks of the scale up; round ones unless given. */
  readonly ticks?: readonly number[];
  /** Texts of ticks; numbers unless given. */
  readonly tickTexts?: (ticks: readonly number[]) => readonly string[];
  /** Width of the axis at the left in CSS pixels, so that plots below each other line up. */
  readonly axisWidth: number;
  /** Labels that room is kept for at the right, so that plots below each other line up; those of the curves unless given. */
  readonly labels?: () => readonly string[];
  /** Lines of texts above the plot that room is kept for; 0 unless given. */
  readonly markLines?: number;
  /** The axis across begins here at the latest. */
  readonly origin?: number;
  readonly content: (colours: Theme) => CurveContent;
}

/** A plot of curves with axes, cursor and zoom. */
export interface CurvePlot {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Draws what is known now at the next animation frame. */
  request(): void;
  /** Shows a part across; undefined: everything. */
  show(window: Extent | undefined): void;
  setCursor(at: number | undefined): void;
  /** What is in sight across. */
  readonly window: Extent;
  destroy(): void;
}

const NO_DATA: uPlot.AlignedData = [
  [0, 1],
  [null, null],
];

/**
 * uPlot draws axes, grid and cursor; the curves, which have places of their own each, are painted over them. A logarithmic
 * scale is linear in the logarithm, because uPlot refuses to show ranges below 1e-16.
 */
export function createCurvePlot(options: CurvePlotOptions): CurvePlot {
  const host = element('div', { class: 'curve-plot' });
  const whole = element('div', { class: 'curve-plot-frame' }, host);
  const head = headRoom(options.note);
  const isLog = options.scale === 'logarithmic';
  let chosen: Extent | undefined;
  let [window, up]: [Extent, Extent] = [
    { from: 0, to: 1 },
    { from: 0, to: 1 },
  ];
  let content: CurveContent = { curves: [], marks: [], levels: [] };
  let room = 0;
  let cursor: number | undefined;

  const ticksUp = (): readonly number[] => {
    if (options.ticks) return options.ticks;
    const most = Math.max(3, Math.floor((host.clientHeight - head - 24) / 36));
    return (isLog ? logarithmicTicks : linearTicks)(up.from, up.to, most);
  };
  const textsUp = options.tickTexts ?? tickTexts;
  const axis = {
    stroke: () => theme.value.muted,
    font: FONT,
    grid: { stroke: () => theme.value.grid, width: 1 },
    ticks: { stroke: () => theme.value.grid, width: 1, size: 4 },
  };
  const plot = new uPlot(
    {
      width: 320,
      height: 160,
      padding: [head + (options.markLines ?? 0) * MARK_LINE, () => Math.max(room, 16), 2, 0],
      legend: { show: false },
      scales: {
        x: { time: false, auto: false, range: (_, from, to) => [from, to] },
        y: { auto: false, range: (_, from, to) => [from, to] },
      },
      series: [{}, { paths: () => null, points: { show: false } }],
      axes: [
        {
          ...axis,
          size: 22,
          gap: 4,
          ...(options.across === undefined
            ? {}
            : { label: options.across, labelSize: 18, labelFont: FONT, labelGap: 0 }),
          splits: () => [...linearTicks(window.from, window.to, Math.max(2, Math.floor(host.clientWidth / 80)), WHOLE)],
          values: (_, ticks) => [...tickTexts(ticks)],
        },
        {
          ...axis,
          size: options.axisWidth,
          gap: 4,
          splits: () => ticksUp().map((tick) => (isLog ? Math.log10(tick) : tick)),
          values: () => [...textsUp(ticksUp())],
        },
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        bind: UNBOUND,
      },
      hooks: {
        draw: [
          ({ ctx, bbox }) => {
            const { left, top, width, height } = bbox;
            const x = (value: number): number => left + ((value - window.from) / (window.to - window.from)) * width;
            const [low, high] = isLog ? [Math.log10(up.from), Math.log10(up.to)] : [up.from, up.to];
            const share = (value: number): number => ((isLog ? Math.log10(value) : value) - low) / (high - low);
            const y = (value: number): number => top + height * (1 - share(value));
            paintHead(ctx, options, uPlot.pxRatio, theme.value);
            paintCurves(ctx, content, { left, top, width, height, ratio: uPlot.pxRatio, x, y }, theme.value, {
              labels: room,
              markLines: options.markLines ?? 0,
            });
          },
        ],
      },
    },
    NO_DATA,
    host,
  );
  const canvas = plot.ctx.canvas;
  canvas.setAttribute('aria-hidden', 'true');
  const endGestures = listenToPointers(plot, options);

  const draw = (): void => {
    const { clientWidth: width, clientHeight: height } = host;
    if (width === 0 || height === 0) return;
    content = options.content(theme.value);
    room = labelRoom(plot.ctx, options.labels?.() ?? labelsOf(content), Math.max(60, width * 0.32));
    const everything = beginningAt(extentAcross(content) ?? { from: 0, to: 1 }, options.origin);
    window = chosen ? overlapOf(chosen, everything) : everything;
    if (!(window.to > window.from)) window = { from: window.from - 0.5, to: window.to + 0.5 };
    const values = extentUp(content, window, isLog);
    if (options.up) up = options.up;
    else if (values) up = isLog ? logarithmicScale(values) : roomyScale(values, options.hard);
    plot.batch(() => {
      if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
      plot.setScale('x', { min: window.from, max: window.to });
      const low = isLog ? Math.log10(up.from) : up.from;
      plot.setScale('y', { min: low, max: isLog ? Math.log10(up.to) : up.to });
      plot.redraw(false, true);
    });
    placeCursor();
  };
  const placeCursor = (): void => {
    const inSight = cursor !== undefined && cursor >= window.from && cursor <= window.to;
    const left = inSight ? plot.valToPos(cursor!, 'x') : -10;
    plot.setCursor({ left, top: inSight ? 0 : -10 }, false);
  };
  const frames = onceAFrame(draw);
  const sizes = new ResizeObserver(() => frames.request());
  sizes.observe(host);
  const themes = theme.subscribe(() => frames.request());
  return {
    element: whole,
    canvas,
    request: () => frames.request(),
    show(next) {
      chosen = next;
      frames.request();
    },
    setCursor(at) {
      cursor = at;
      placeCursor();
    },
    get window() {
      return window;
    },
    destroy() {
      frames.cancel();
      endGestures();
      sizes.disconnect();
      themes.unsubscribe();
      plot.destroy();
    },
  };
}

function labelsOf({ curves }: CurveContent): readonly string[] {
  return curves.flatMap(({ label }) => label ?? []);
}

function beginningAt({ from, to }: Extent, origin = from): Extent {
  return { from: Math.min(from, origin), to };
}

function overlapOf(chosen: Extent, everything: Extent): Extent {
  const overlap = { from: Math.max(chosen.from, everything.from), to: Math.min(chosen.to, everything.to) };
  return overlap.to > overlap.from ? overlap : everything;
}
