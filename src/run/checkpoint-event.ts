import type { Checkpoint } from '../record/checkpoint-file.js';
import type { Learner } from '../trainers/learner.js';
import type { RunEvent } from './run-event.js';
import type { Tally } from './tally.js';

/** Where a run stands. With the seed it is everything: random streams are named after it, none is carried along. */
export interface Progress {
  readonly seed: number;
  /** The epoch in progress or just finished; counts from 1. */
  readonly epoch: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Sums over the batches of this epoch, while it is unfinished. */
  readonly sums?: Tally;
}

/**
 * Everything that a later run needs to continue exactly: weights in the field's exchange layout, the optimizer's moments
 * beside them (`optimizer.h1.weight.mean` …), and as facts the place in the run: `seed`, `batch` (done in this epoch),
 * `optimizer.step`, and while the epoch is unfinished its `sums` as JSON.
 */
export async function checkpointEvent(
  reason: Checkpoint['reason'],
  { seed, epoch, batch, step, sums }: Progress,
  learner: Learner,
): Promise<RunEvent & { readonly kind: 'checkpoint' }> {
  const { tensors, step: optimizerStep } = await learner.snapshot();
  return {
    kind: 'checkpoint',
    reason,
    epoch,
    step,
    tensors,
    facts: {
      seed: String(seed),
      batch: String(batch),
      'optimizer.step': String(optimizerStep),
      ...(sums === undefined ? {} : { sums: JSON.stringify(sums) }),
    },
  };
}
