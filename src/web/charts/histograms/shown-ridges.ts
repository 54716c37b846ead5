import { type CountScale, drawnEpochs, layRidges, type RidgeLayout } from './ridge-layout.js';
import type { TensorCourse } from './tensor-courses.js';

/** Most ridges in one cell: more would hide each other. */
const RIDGES = 16;

/**
 * What is drawn of a tensor up to an epoch; undefined when nothing was recorded by then.
 *
 * Weights grow slowly and stand on one axis. The feedback of the first epochs has outliers a thousand times as large as
 * that of a trained network: its axis is that of the chosen epoch.
 */
export function shownRidges(
  { kind, sources }: TensorCourse,
  epoch: number,
  scale: CountScale,
): RidgeLayout | undefined {
  const shown = sources.filter((source) => source.epoch <= epoch);
  if (shown.length === 0) return undefined;
  const drawn = drawnEpochs(shown.length - 1, RIDGES).map((at) => shown[at]!);
  return layRidges(drawn, scale, kind === 'weights' ? 'all' : 'front');
}
