import { BatchSeries } from '../streams/frames/batch-series.js';
import type { ViewFrame } from '../streams/frames/view-frame.js';

/** As many as a page keeps: more would only make the report larger. */
const MOST_BATCHES = 4096;

/** Frames with all batches in one, right behind the facts of the run, thinned as a page would thin them. */
export function thinBatches(frames: readonly ViewFrame[]): readonly ViewFrame[] {
  const series = new BatchSeries(MOST_BATCHES);
  for (const frame of frames) if (frame.kind === 'batches') series.append(frame);
  const others = frames.filter(({ kind }) => kind !== 'batches');
  if (series.count === 0) return others;
  return others.toSpliced(1, 0, { kind: 'batches', ...series.whole() });
}
