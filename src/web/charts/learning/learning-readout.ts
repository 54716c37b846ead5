import { metricWords } from '../../page/figure-text.js';
import type { RunStore } from '../../view/run-store.js';
import { learningSeries, QUANTITIES, valueAt } from './learning-series.js';

/** What a run's curves say at an epoch, or at their end: `epoch 3.50: accuracy 93.1 % train, 95.0 % test; …`. */
export function readoutText(run: RunStore, at = Number.POSITIVE_INFINITY): string {
  const now = valueAt({ epochs: run.batches.column('epoch'), values: run.batches.column('epoch') }, at);
  const told = QUANTITIES.flatMap((quantity) => {
    const { batches, train, test } = learningSeries(run, quantity);
    const values = [
      ['batch', valueAt(batches, at)],
      ['train', valueAt(train, at)],
      ['test', valueAt(test, at)],
    ] as const;
    const { text } = metricWords(quantity.name);
    const known = values.flatMap(([kind, found]) => (found ? [[kind, text(found.value)] as const] : []));
    if (known.length === 0) return [];
    const texts = known.map(([kind, value]) => (quantity.test === undefined ? value : `${kind} ${value}`));
    return [`${quantity.title.toLowerCase()} ${texts.join(', ')}`];
  });
  return told.length === 0 ? 'nothing yet' : `epoch ${(now?.epoch ?? 0).toFixed(2)}: ${told.join('; ')}`;
}
