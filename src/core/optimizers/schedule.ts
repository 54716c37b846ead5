import type { ScheduleDescription } from './optimizer.js';

/** Where a run stands, for its schedule. */
export interface Position {
  /** Optimizer steps already taken. */
  readonly step: number;
  readonly totalSteps: number;
  /** Epochs already finished. */
  readonly epoch: number;
}

/**
 * Factor on the learning rate for the next step.
 *
 *     constant    1
 *     step        factor^⌊epoch / every⌋
 *     cosine      floor + (1 − floor) · (1 + cos(π · step / totalSteps)) / 2
 *     one-cycle   1/25 → 1 over the first `warmUp` of the run, 1 → 1/250,000 over the rest, both half cosines
 *
 * The one-cycle is PyTorch's OneCycleLR with its defaults, except that momentum is left alone.
 */
export function scheduleFactor(schedule: ScheduleDescription, { step, totalSteps, epoch }: Position): number {
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(epoch / schedule.every);
    case 'cosine':
      return halfCosine(1, schedule.floor, step / totalSteps);
    case 'one-cycle': {
      const peak = schedule.warmUp * totalSteps - 1;
      const last = totalSteps - 1;
      if (step <= peak) return halfCosine(1 / 25, 1, peak > 0 ? step / peak : 1);
      return halfCosine(1, 1 / 250_000, last > peak ? (step - peak) / (last - peak) : 1);
    }
  }
}

/** From `start` (at 0) to `end` (at 1) along half a cosine. */
function halfCosine(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
