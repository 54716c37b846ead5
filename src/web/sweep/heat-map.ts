import { metricText } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { Chart } from '../charts/chart.js';
import type { Sheet } from '../charts/plot/fitted-canvas.js';
import { FONT, FONT_FAMILY, fitted } from '../charts/plot/picture-text.js';
import { cellAt, layHeatMap } from './heat-map-layout.js';
import { inkOn, meanColour, paintMeanScale } from './mean-colour.js';
import { createPointedChart } from './pointed-chart.js';
import { meanExtent, placeOn, type SweptAxis } from './swept-axes.js';

/** The row of the table for each cell, by row and column of the picture; undefined where there is none. */
function heatMapCells(
  { table }: SweepDocument,
  down: SweptAxis,
  across: SweptAxis,
): readonly (readonly (number | undefined)[])[] {
  const cells = down.values.map(() => across.values.map((): number | undefined => undefined));
  table.forEach(({ settings }, row) => {
    cells[placeOn(down, settings[down.key])]![placeOn(across, settings[across.key])] = row;
  });
  return cells;
}

const STEPS: Readonly<Record<string, readonly [column: number, row: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The mean for each pair of values of two keys, as colours and figures. */
export function createHeatMap(document: SweepDocument, down: SweptAxis, across: SweptAxis): Chart {
  const { table, report } = document;
  const { metric } = report;
  const cells = heatMapCells(document, down, across);
  const [columns, rows] = [across.values.length, down.values.length];
  const extent = meanExtent(document) ?? { from: 0, to: 0 };
  const measure = window.document.createElement('canvas').getContext('2d');
  const layout = (width: number) => {
    if (measure) measure.font = FONT;
    const labels = Math.max(0, ...down.texts.map((text) => measure?.measureText(text).width ?? 0));
    return layHeatMap(width, columns, rows, labels);
  };

  const paint = (sheet: Sheet, chosen: number | undefined): void => {
    const { context, theme, width } = sheet;
    const place = layout(width);
    context.textBaseline = 'middle';
    context.font = `600 ${FONT}`;
    context.fillStyle = theme.text;
    context.textAlign = 'left';
    context.fillText(fitted(context, `${down.key} ↓`, place.left + place.across * columns), 0, 9);
    cells.forEach((line, row) => {
      const middle = place.top + (row + 0.5) * place.down;
      context.font = FONT;
      context.fillStyle = theme.text;
      context.textAlign = 'right';
      context.fillText(fitted(context, down.texts[row]!, place.left - 12), place.left - 8, middle);
      context.textAlign = 'center';
      line.forEach((entry, column) => {
        const [x, y] = [place.left + column * place.across, place.top + row * place.down];
        const mean = entry === undefined ? undefined : table[entry]!.estimate?.mean;
        const colour = mean === undefined ? undefined : meanColour(theme, mean, extent);
        context.fillStyle = colour ? `rgb(${colour.join(' ')})` : theme.background;
        context.fillRect(x + 0.5, y + 0.5, place.across - 1, place.down - 1);
        context.strokeStyle = theme.grid;
        context.lineWidth = 1;
        if (!colour) context.strokeRect(x + 1, y + 1, place.across - 2, place.down - 2);
        const text = mean === undefined ? (entry === undefined ? '' : '–') : metricText(metric, mean);
        context.fillStyle = colour ? inkOn(colour) : theme.muted;
        if (context.measureText(text).width < place.across - 6) context.fillText(text, x + place.across / 2, middle);
        if (entry === undefined || entry !== chosen) return;
        // Two lines, of which one is seen on any colour.
        for (const [wide, stroke] of [
          [4, theme.background],
          [2, theme.text],
        ] as const) {
          context.lineWidth = wide;
          context.strokeStyle = stroke;
          context.strokeRect(x + 2, y + 2, place.across - 4, place.down - 4);
        }
      });
    });
    const below = place.top + rows * place.down;
    context.textAlign = 'center';
    context.fillStyle = theme.text;
    context.font = FONT;
    across.texts.forEach((text, column) => {
      const x = place.left + (column + 0.5) * place.across;
      context.fillText(fitted(context, text, place.across - 2), x, below + 11);
    });
    context.font = `600 12px ${FONT_FAMILY}`;
    context.textAlign = 'left';
    context.fillText(fitted(context, `${across.key} →`, width - place.left), place.left, below + 29);
    paintMeanScale(
      sheet,
      { left: place.left, top: below + 46, width: Math.min(220, width - place.left) },
      extent,
      metric,
    );
  };

  const find = (row: number | undefined) => {
    const line = cells.findIndex((entries) => row !== undefined && entries.includes(row));
    return line < 0 ? undefined : { row: line, column: cells[line]!.indexOf(row) };
  };
  return createPointedChart(document, {
    name: 'heat-map',
    title: `${metric} by ${down.key} and ${across.key}`,
    height: (width) => layout(width).height,
    paint,
    rowAt: (x, y, width) => {
      const cell = cellAt(layout(width), x, y);
      return cell && cells[cell.row]![cell.column];
    },
    moved: (key, row) => {
      const step = STEPS[key];
      if (!step) return undefined;
      const at = find(row);
      if (!at) return cells.flat().find((entry) => entry !== undefined);
      const next = cells[at.row + step[1]]?.[at.column + step[0]];
      return next ?? row;
    },
    explanation: 'Each cell is a mean. Point at a cell, or choose one with the arrow keys, for its interval.',
  });
}
