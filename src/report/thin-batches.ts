import { BatchSeries } from '../streams/frames/batch-series.js';
import { HISTORY_LIMITS } from '../streams/frames/frame-history.js';
import type { ViewFrame } from '../streams/frames/view-frame.js';

/** Frames with all batches in one, right behind the facts of the run, thinned as those of a live view that comes late. */
export function thinBatches(frames: readonly ViewFrame[]): readonly ViewFrame[] {
  const series = new BatchSeries(HISTORY_LIMITS.points);
  for (const frame of frames) if (frame.kind === 'batches') series.append(frame);
  const others = frames.filter(({ kind }) => kind !== 'batches');
  if (series.count === 0) return others;
  return others.toSpliced(1, 0, { kind: 'batches', ...series.whole() });
}
