import uPlot from 'uplot';

import { countText } from '../../../streams/text/number-text.js';
import { theme } from '../../page/theme.js';
import { UNBOUND } from '../plot/curve-gestures.js';
import { FONT_FAMILY } from '../plot/picture-text.js';

/** What one chart adds to the plot that all time charts have in common. */
export interface PlotParts {
  /** Lines; none for charts that paint by themselves. */
  readonly series?: readonly uPlot.Series[];
  /** The axis at the left: what it says at which places of scale `y`. */
  readonly left?: Pick<uPlot.Axis, 'splits' | 'values' | 'grid' | 'incrs' | 'space'>;
  /** `-1`: `y` grows downwards. */
  readonly direction?: 1 | -1;
  /** Whether steps are written below the plot. */
  readonly bottom: boolean;
  /** Whether a line follows the pointer's height, too. */
  readonly rowCursor?: boolean;
  /** Paints below the lines, onto the grid. */
  readonly under?: (plot: uPlot) => void;
  /** Paints onto the lines. */
  readonly over?: (plot: uPlot) => void;
}

/** Room beside the plots, in CSS pixels: the same in all time charts, so that a step is at the same place in each. */
export function margins(width: number): { readonly left: number; readonly right: number } {
  return width < 600 ? { left: 58, right: 52 } : { left: 68, right: 112 };
}

/** Of texts, in CSS pixels. */
const FONT_SIZE = 12;
const TICK = 3;
const LABEL_ROOM = 26;
const EDGE = 8;
/** Steps between ticks: steps are whole. */
const STEPS = [1, 2, 5, 10, 25, 50, 100, 250, 500]
  .flatMap((step) => [step, step * 1e3, step * 1e6])
  .toSorted((a, b) => a - b);

/** Makes the plot of a time chart: scales `x` (steps) and `y` are set by whoever draws. */
export function createTimePlot(
  host: HTMLElement,
  size: { readonly width: number; readonly height: number },
  parts: PlotParts,
): uPlot {
  const stroke = (): string => theme.value.muted;
  const line = { stroke: () => theme.value.grid, width: 1 };
  const axis = { stroke, font: canvasFont(1), border: { show: true, ...line }, ticks: { ...line, size: TICK }, gap: 4 };
  return new uPlot(
    {
      ...size,
      padding: [EDGE, (plot) => margins(plot.width).right, parts.bottom ? 0 : EDGE, 0],
      legend: { show: false },
      cursor: {
        x: true,
        y: parts.rowCursor ?? false,
        points: { show: false },
        drag: { setScale: false, x: false, y: false },
        // Whatever happens on it happens through the state that all charts share.
        bind: UNBOUND,
      },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, auto: false, range: (_, from, to) => [from ?? 0, to ?? 1] },
        y: { auto: false, dir: parts.direction ?? 1, range: (_, from, to) => [from ?? 0, to ?? 1] },
      },
      axes: [
        {
          ...axis,
          incrs: STEPS,
          space: 70,
          size: LABEL_ROOM,
          show: parts.bottom,
          grid: { show: false },
          values: (_, steps) => steps.map((step) => countText(step)),
        },
        { ...axis, grid: { ...line }, ...parts.left, scale: 'y', size: (plot) => margins(plot.width).left },
      ],
      series: [{}, ...(parts.series ?? [])],
      hooks: {
        ...(parts.under && { drawAxes: [parts.under] }),
        ...(parts.over && { draw: [parts.over] }),
      },
    },
    [[], ...(parts.series ?? []).map((): number[] => [])],
    host,
  );
}

/** Place of a step on the canvas, in its own pixels. */
export function stepPixel({ bbox, scales }: uPlot): (step: number) => number {
  const { min = 0, max = 1 } = scales['x']!;
  const perStep = bbox.width / (max! - min!);
  return (step) => bbox.left + (step - min!) * perStep;
}

/** The font of all texts, for a context that counts `ratio` pixels a CSS pixel: the screen's own unless given. */
export function canvasFont(ratio = devicePixelRatio): string {
  return `${Math.round(FONT_SIZE * ratio)}px ${FONT_FAMILY}`;
}
