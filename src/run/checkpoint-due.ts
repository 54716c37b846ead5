import type { CheckpointCadence } from '../scenario/scenario.js';
import type { CoursePosition } from './course-position.js';

/** Steps between two checkpoints that nobody asked for, at least: writing one takes as long as a few of them. */
const AUTO_STEPS = 40;

/** Whether a checkpoint is to be written where a training stands, after a step or at the end of an epoch. */
export function checkpointDue(
  cadence: CheckpointCadence,
  { epoch, step, checkpointAt }: CoursePosition,
  after: 'step' | 'epoch',
): boolean {
  if (cadence === 'never') return false;
  if (cadence === 'auto') return after === 'epoch' && step - checkpointAt >= AUTO_STEPS;
  return cadence.unit === after && (after === 'step' ? step : epoch) % cadence.every === 0;
}
