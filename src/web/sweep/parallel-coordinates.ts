import { metricText } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { Chart } from '../charts/chart.js';
import type { Sheet } from '../charts/plot/fitted-canvas.js';
import { FONT, FONT_FAMILY, fitted } from '../charts/plot/picture-text.js';
import { meanColour } from './mean-colour.js';
import { distanceToLine, parallelAxes } from './parallel-layout.js';
import { createPointedChart } from './pointed-chart.js';
import { meanExtent, type SweptAxis } from './swept-axes.js';

const HEIGHT = 360;
const TOP = 44;
const BOTTOM = 20;
const SIDE = 46;
/** A line farther away than this is not pointed at. */
const REACH = 14;

/** Every row of a sweep as a line over all its keys, coloured by its mean. */
export function createParallelCoordinates(document: SweepDocument, keys: readonly SweptAxis[]): Chart {
  const { table, report } = document;
  const { metric } = report;
  const axes = parallelAxes(document, keys, (mean) => metricText(metric, mean));
  const extent = meanExtent(document) ?? { from: 0, to: 0 };
  const mean = (row: number): number => table[row]!.estimate?.mean ?? Number.NEGATIVE_INFINITY;
  /** From the smallest mean to the largest, which is painted last and seen best. */
  const order = [...table.keys()].toSorted((a, b) => mean(a) - mean(b));
  const x = (axis: number, width: number): number => SIDE + (axis / (axes.length - 1)) * (width - 2 * SIDE);
  const y = (at: number): number => TOP + (1 - at) * (HEIGHT - TOP - BOTTOM);
  const pointsOf = (row: number, width: number): readonly (readonly [number, number])[] =>
    axes.flatMap(({ places }, axis) => {
      const at = places[row];
      return at === undefined ? [] : [[x(axis, width), y(at)] as const];
    });

  const paintLine = ({ context, width, theme }: Sheet, row: number, isChosen: boolean): void => {
    const colour = Number.isFinite(mean(row))
      ? `rgb(${meanColour(theme, mean(row), extent).join(' ')})`
      : theme.warning;
    context.strokeStyle = isChosen ? theme.text : colour;
    context.lineWidth = isChosen ? 3 : 2;
    context.beginPath();
    for (const [n, [across, down]] of pointsOf(row, width).entries())
      if (n === 0) context.moveTo(across, down);
      else context.lineTo(across, down);
    context.stroke();
  };
  const paintAxes = ({ context, width, theme }: Sheet): void => {
    const room = (width - 2 * SIDE) / (axes.length - 1);
    axes.forEach(({ name, labels }, axis) => {
      const across = x(axis, width);
      context.strokeStyle = theme.muted;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(across, TOP - 4);
      context.lineTo(across, HEIGHT - BOTTOM + 4);
      context.stroke();
      // Names stand in two lines in turn, so that each has the room of two.
      const align = axis === 0 ? 'left' : axis === axes.length - 1 ? 'right' : 'center';
      const start = axis === 0 ? 0 : axis === axes.length - 1 ? width : across;
      context.textAlign = align;
      context.textBaseline = 'middle';
      context.font = `600 ${FONT}`;
      context.fillStyle = theme.text;
      context.fillText(fitted(context, name, Math.max(60, 1.7 * room)), start, axis % 2 === 0 ? 9 : 25);
      context.font = `11px ${FONT_FAMILY}`;
      context.textAlign = axis === axes.length - 1 ? 'right' : 'left';
      for (const { text, at } of labels) {
        const left = axis === axes.length - 1 ? across - 5 : across + 5;
        const shown = fitted(context, text, Math.max(40, room - 10));
        context.lineWidth = 3;
        context.lineJoin = 'round';
        context.strokeStyle = theme.background;
        context.strokeText(shown, left, y(at));
        context.fillText(shown, left, y(at));
      }
    });
  };
  return createPointedChart(document, {
    name: 'parallel',
    title: `${metric} by ${keys.map(({ key }) => key).join(', ')}`,
    height: () => HEIGHT,
    paint: (sheet, chosen) => {
      for (const row of order) paintLine(sheet, row, false);
      if (chosen !== undefined) paintLine(sheet, chosen, true);
      paintAxes(sheet);
    },
    rowAt: (across, down, width) => {
      let [nearest, distance] = [undefined as number | undefined, REACH];
      for (const row of order) {
        const points = pointsOf(row, width);
        for (let n = 1; n < points.length; n++) {
          const away = distanceToLine([across, down], points[n - 1]!, points[n]!);
          if (away <= distance) [nearest, distance] = [row, away];
        }
      }
      return nearest;
    },
    moved: (key, row) => {
      const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[key];
      if (step === undefined) return undefined;
      return row === undefined ? order.at(-1) : (order[order.indexOf(row) + step] ?? row);
    },
    explanation:
      'Each line is a row of the table, stronger for a larger mean. Point at a line, or go through them with the arrow keys.',
  });
}
