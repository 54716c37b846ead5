import { rowKeys, settingText } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';

/** A key and the values that the rows of a sweep have for it: numbers ascending, all else in the order of the sweep. */
export interface SweptAxis {
  readonly key: string;
  readonly values: readonly unknown[];
  readonly texts: readonly string[];
  /** Whether every value is a number. */
  readonly isNumeric: boolean;
}

/** The keys that differ between the rows of a sweep. */
export function sweptAxes(document: SweepDocument): readonly SweptAxis[] {
  return rowKeys(document).flatMap((key) => {
    const byText = new Map(document.table.map(({ settings }) => [JSON.stringify(settings[key]), settings[key]]));
    const found = [...byText.values()];
    if (found.length < 2) return [];
    const numbers = found.filter((value) => typeof value === 'number');
    const isNumeric = numbers.length === found.length;
    const values = isNumeric ? numbers.toSorted((a, b) => a - b) : found;
    return [{ key, values, texts: values.map(settingText), isNumeric }];
  });
}

/** Which value of an axis a row has. */
export function placeOn({ values }: SweptAxis, value: unknown): number {
  const text = JSON.stringify(value);
  return values.findIndex((other) => JSON.stringify(other) === text);
}

/** The smallest and the largest mean of a sweep; undefined when nothing was measured. */
export function meanExtent({ table }: SweepDocument): { readonly from: number; readonly to: number } | undefined {
  const means = table.flatMap(({ estimate }) => (estimate && Number.isFinite(estimate.mean) ? [estimate.mean] : []));
  if (means.length === 0) return undefined;
  const [from, to] = means.reduce(
    ([low, high], mean) => [Math.min(low, mean), Math.max(high, mean)],
    [means[0]!, means[0]!],
  );
  return { from, to };
}
