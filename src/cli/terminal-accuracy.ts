import { percentText } from '../streams/text/number-text.js';
import { columnsText } from './result-text.js';
import { type EpochValue, sparkline } from './terminal-sparkline.js';

/** Columns of everything but the sparkline: a name, `100.00 %` three times, an epoch of up to eight digits, gaps. */
const BESIDE = 5 + 3 * 8 + 8 + 5 * 2;

/** Accuracy over the epochs, of those splits that have been measured. */
export interface Accuracies {
  readonly train: readonly EpochValue[];
  readonly test: readonly EpochValue[];
}

/**
 * A table of first, last and best accuracy with a sparkline each, both of the same scale: their lowest and highest value.
 * The best one is the first of its height.
 *
 * @param columns Width of the terminal, >= 60.
 * @param heights Characters of a sparkline, lowest first; empty: the table goes without.
 * @returns Empty when there are fewer than two epochs: nothing has gone up or down.
 */
export function accuracyText(accuracies: Accuracies, columns: number, heights: string): string {
  const splits = (['train', 'test'] as const).filter((split) => accuracies[split].length > 0);
  const all = splits.flatMap((split) => accuracies[split]);
  const epochs = all.reduce((last, { epoch }) => Math.max(last, epoch), 0);
  if (epochs < 2) return '';
  const lowest = all.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = all.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const drawn = (values: readonly EpochValue[]): string[] =>
    heights === '' ? [] : [sparkline(values, epochs, columns - BESIDE, { lowest, highest }, heights)];
  const rows = splits.map((split) => {
    const values = accuracies[split];
    const best = values.reduce((most, next) => (next.value > most.value ? next : most));
    const figures = [values[0]!, values.at(-1)!, best].map(({ value }) => percentText(value));
    return [split, ...drawn(values), ...figures, String(best.epoch)];
  });
  const head = [...(heights === '' ? [] : ['']), 'accuracy', 'first', 'last', 'best', 'epoch'];
  const firstFigure = heights === '' ? 1 : 2;
  return columnsText(
    [head, ...rows],
    [0, 1, 2, 3].map((k) => firstFigure + k),
  );
}
