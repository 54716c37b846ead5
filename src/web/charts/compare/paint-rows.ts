import { colourOf } from '../../page/theme.js';
import type { Sheet } from '../plot/fitted-canvas.js';
import { FONT, FONT_FAMILY, fitted } from '../plot/picture-text.js';
import { linearTicks, WHOLE } from '../plot/ticks.js';
import { layRowPlot, type PlotRow, type RowColumn, type RowLayout, type RowMark, type RowPlot } from './row-plot.js';

/** Measures all texts and places the rows. */
export function measureRows({ context, width }: Pick<Sheet, 'context' | 'width'>, plot: RowPlot): RowLayout {
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => context.measureText(text).width));
  context.font = `600 ${FONT}`;
  const names = widest(plot.rows.map(({ name }) => name));
  context.font = FONT;
  const texts = plot.columns.map(({ marks }) =>
    widest(marks.flatMap((mark) => (typeof mark === 'string' ? [] : [mark.text]))),
  );
  return layRowPlot(width, plot, names, texts);
}

/** Paints names, axes and marks of all rows. */
export function paintRows(sheet: Sheet, plot: RowPlot, layout: RowLayout): void {
  for (const [k, column] of plot.columns.entries()) paintAxis(sheet, column, layout, layout.columns[k]!);
  plot.rows.forEach((row, number) => {
    const name = row.isBaseline ? `600 ${FONT}` : FONT;
    const { context, theme } = sheet;
    context.font = name;
    context.fillStyle = theme.text;
    context.textBaseline = 'middle';
    context.textAlign = layout.isNarrow ? 'left' : 'right';
    const right = layout.columns[0]!.left - 12;
    const room = layout.isNarrow ? sheet.width : right;
    haloed(sheet, fitted(context, row.name, room), layout.isNarrow ? 0 : right, layout.names[number]!);
    plot.columns.forEach((column, k) => {
      const mark = column.marks[number]!;
      const place = layout.columns[k]!;
      if (typeof mark === 'string') paintAbsence(sheet, mark, layout, place, number);
      else if (column.style === 'dot') paintDot(sheet, column, mark, row, layout, place, number);
      else paintBar(sheet, column, mark, row, layout, place, number);
    });
  });
  paintApart(sheet, plot, layout);
}

/** Writes a text over lines of the axis, which stay readable beside it. */
function haloed({ context, theme }: Sheet, text: string, x: number, y: number): void {
  context.strokeStyle = theme.background;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

type Place = RowLayout['columns'][number];

function scaleOf({ from, to }: RowColumn, { left, right }: Place): (value: number) => number {
  return (value) => left + ((Math.min(to, Math.max(from, value)) - from) / (to - from || 1)) * (right - left);
}

function paintAxis(
  { context, theme }: Sheet,
  column: RowColumn,
  { top, bottom, apart }: RowLayout,
  place: Place,
): void {
  const x = scaleOf(column, place);
  const ticks = linearTicks(column.from, column.to, Math.max(2, Math.floor((place.right - place.left) / 72)), WHOLE);
  const texts = column.tickTexts(ticks);
  context.lineWidth = 1;
  ticks.forEach((tick, k) => {
    const at = Math.round(x(tick)) + 0.5;
    context.strokeStyle = theme.grid;
    context.beginPath();
    context.moveTo(at, top);
    context.lineTo(at, bottom + 4);
    context.stroke();
    context.font = `11px ${FONT_FAMILY}`;
    context.fillStyle = theme.muted;
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.fillText(texts[k]!, at, bottom + 7);
  });
  context.strokeStyle = theme.muted;
  for (const line of column.lines) {
    const at = Math.round(x(line)) + 0.5;
    context.setLineDash(line === 0 ? [] : [3, 3]);
    context.beginPath();
    context.moveTo(at, top);
    // The baseline's value says nothing of rules with data of their own.
    context.lineTo(at, line === column.from ? bottom : (apart ?? bottom));
    context.stroke();
  }
  context.setLineDash([]);
  context.font = `600 12px ${FONT_FAMILY}`;
  context.fillStyle = theme.text;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText(fitted(context, column.title, place.textLeft - place.left + 60), place.left, 2);
}

function paintAbsence(
  { context, theme }: Sheet,
  text: string,
  { middles }: RowLayout,
  { left }: Place,
  number: number,
): void {
  context.font = FONT;
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 4, middles[number]!);
}

function paintDot(
  sheet: Sheet,
  column: RowColumn,
  mark: RowMark,
  row: PlotRow,
  { middles, names, texts, isNarrow }: RowLayout,
  place: Place,
  number: number,
): void {
  const { context, theme, width } = sheet;
  const x = scaleOf(column, place);
  const middle = middles[number]!;
  const colour = colourOf(theme, row.colour);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.globalAlpha = 0.45;
  for (const value of mark.runs ?? []) context.fillRect(x(value) - 0.75, middle - 7, 1.5, 14);
  context.globalAlpha = 1;
  if (mark.low !== undefined && mark.high !== undefined) {
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x(mark.low), middle);
    context.lineTo(x(mark.high), middle);
    for (const [end, isCut] of [
      [mark.low, mark.cut?.low],
      [mark.high, mark.cut?.high],
    ] as const) {
      if (isCut) continue;
      context.moveTo(x(end), middle - 5);
      context.lineTo(x(end), middle + 5);
    }
    context.stroke();
  }
  context.beginPath();
  const at = x(mark.value);
  if (row.isBaseline) {
    context.moveTo(at, middle - 6.5);
    for (const [right, down] of [
      [6.5, 0],
      [0, 6.5],
      [-6.5, 0],
    ] as const)
      context.lineTo(at + right, middle + down);
    context.closePath();
  } else context.arc(at, middle, 5, 0, 2 * Math.PI);
  context.fillStyle = mark.isSure === false ? theme.background : colour;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
  context.font = FONT;
  context.fillStyle = theme.text;
  context.textBaseline = 'middle';
  const isBeside = texts[number] === names[number];
  context.textAlign = isNarrow && isBeside ? 'right' : 'left';
  haloed(sheet, mark.text, isNarrow ? (isBeside ? width : 0) : place.textLeft, texts[number]!);
}

function paintBar(
  { context, theme }: Sheet,
  column: RowColumn,
  mark: RowMark,
  row: PlotRow,
  { middles }: RowLayout,
  place: Place,
  number: number,
): void {
  const x = scaleOf(column, place);
  const middle = middles[number]!;
  context.fillStyle = colourOf(theme, row.colour);
  context.globalAlpha = row.isBaseline ? 1 : 0.75;
  const start = x(Math.max(column.from, 0));
  context.fillRect(start, middle - 6, Math.max(1, x(mark.value) - start), 12);
  context.globalAlpha = 1;
  context.font = FONT;
  context.fillStyle = theme.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(mark.text, x(mark.value) + 5, middle);
}

function paintApart({ context, theme, width }: Sheet, { apart }: RowPlot, layout: RowLayout): void {
  if (layout.apart === undefined) return;
  context.font = `italic 11px ${FONT_FAMILY}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.background;
  context.fillRect(0, layout.apart - 9, width, 18);
  context.fillStyle = theme.muted;
  context.fillText(fitted(context, apart, width), 0, layout.apart);
}
