import type { FrameOf } from '../../streams/frames/view-frame.js';
import type { FigureTable } from '../charts/figure-table.js';

/** Everything that was measured, one row for each pass over the training or test samples. */
export function metricsTable(metrics: readonly FrameOf<'metrics'>[]): FigureTable {
  const names = [...new Set(metrics.flatMap((told) => Object.keys(told.metrics)))];
  return {
    caption: 'Metrics of each epoch',
    columns: ['epoch', 'step', 'split', ...names],
    rows: metrics.map(({ epoch, step, split, metrics: values }) => [
      ...[epoch, step, split],
      ...names.map((name) => values[name]),
    ]),
  };
}
