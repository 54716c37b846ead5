/** One figure of one row. */
export interface RowMark {
  readonly value: number;
  /** Ends of its interval, as far as they are shown. */
  readonly low?: number;
  readonly high?: number;
  /** Ends that the interval would pass: it is drawn without a cap there. */
  readonly cut?: { readonly low: boolean; readonly high: boolean };
  /** Values of the single runs. */
  readonly runs?: readonly number[];
  /** Whether it stands for a difference that is sure; drawn hollow when not. */
  readonly isSure?: boolean;
  readonly text: string;
}

/** One quantity: a mark in each row, on an axis of its own. */
export interface RowColumn {
  readonly title: string;
  readonly style: 'dot' | 'bar';
  readonly from: number;
  readonly to: number;
  readonly tickTexts: (ticks: readonly number[]) => readonly string[];
  /** Places of lines: 0 of differences, the baseline's value. */
  readonly lines: readonly number[];
  /** One a row; a text alone where there is no figure. */
  readonly marks: readonly (RowMark | string)[];
}

/** One rule. */
export interface PlotRow {
  readonly name: string;
  /** Which colour of the palette is its own. */
  readonly colour: number;
  readonly isBaseline: boolean;
  /** It stands below a line, with the others of its kind. */
  readonly isApart: boolean;
}

/** Figures of all rules, one row a rule. */
export interface RowPlot {
  readonly rows: readonly PlotRow[];
  readonly columns: readonly RowColumn[];
  /** What is said above the rows that stand apart. */
  readonly apart: string;
}

/** Where everything lies, in CSS pixels. */
export interface RowLayout {
  /** Whether names stand above their rows. */
  readonly isNarrow: boolean;
  /** Middle of each row's marks. */
  readonly middles: readonly number[];
  /** Middle of each row's name. */
  readonly names: readonly number[];
  /** Middle of the text of each row's dot. */
  readonly texts: readonly number[];
  readonly columns: readonly { readonly left: number; readonly right: number; readonly textLeft: number }[];
  /** Middle of the text above the rows apart; undefined where there are none. */
  readonly apart: number | undefined;
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

const ROW = 26;
const NARROW_ROW = 42;
/** A line for the text of a dot that has no room beside the name. */
const TEXT_LINE = 16;
const APART = 30;
const HEAD = 24;
const AXIS = 24;
const GAP = 18;
/** Below this width names stand above their rows. */
const NARROW = 560;

/**
 * Places rows and columns.
 *
 * @param nameWidth  Of the longest name.
 * @param textWidths Of the longest text of each column.
 */
export function layRowPlot(
  width: number,
  { rows, columns }: RowPlot,
  nameWidth: number,
  textWidths: readonly number[],
): RowLayout {
  const isNarrow = width < NARROW;
  const dotTexts = Math.max(0, ...columns.map(({ style }, k) => (style === 'dot' ? textWidths[k]! : 0)));
  const line = isNarrow && nameWidth + 12 + dotTexts > width ? TEXT_LINE : 0;
  const step = isNarrow ? NARROW_ROW + line : ROW;
  const firstApart = rows.findIndex(({ isApart }) => isApart);
  const head = HEAD;
  const begin = (row: number): number => head + row * step + (firstApart >= 0 && row >= firstApart ? APART : 0);
  const offset = isNarrow ? 29 + line : step / 2;
  const left = isNarrow ? 8 : Math.min(nameWidth + 14, width * 0.4);
  const wide = (width - left - GAP * (columns.length - 1)) / columns.length;
  const places = columns.map(({ style }, k) => {
    const start = left + k * (wide + GAP);
    // Texts of dots stand in a column of their own; in a narrow picture beside the name.
    const beside = style === 'dot' && !isNarrow ? textWidths[k]! + 12 : style === 'bar' ? textWidths[k]! + 6 : 18;
    const right = start + Math.max(30, wide - beside);
    return { left: start, right, textLeft: right + 12 };
  });
  const bottom = begin(rows.length - 1) + step;
  return {
    isNarrow,
    middles: rows.map((_, row) => begin(row) + offset),
    names: rows.map((_, row) => begin(row) + (isNarrow ? 10 : offset)),
    texts: rows.map((_, row) => begin(row) + (isNarrow ? 10 + line : offset)),
    columns: places,
    apart: firstApart >= 0 ? begin(firstApart) - 12 : undefined,
    top: head,
    bottom,
    height: bottom + AXIS,
  };
}

/** An interval as far as it lies within a range, and which ends were cut. A value outside keeps its place. */
export function cutInterval(
  low: number,
  high: number,
  from: number,
  to: number,
): { readonly low: number; readonly high: number; readonly cut: { readonly low: boolean; readonly high: boolean } } {
  return { low: Math.max(low, from), high: Math.min(high, to), cut: { low: low < from, high: high > to } };
}
