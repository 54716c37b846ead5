import type { Checkpoint } from '../record/checkpoint-file.js';
import type { Learner } from '../trainers/learner.js';
import { progressFacts, type RunProgress } from './resume/run-progress.js';
import type { RunEvent } from './run-event.js';

/**
 * Everything that a later run needs to continue exactly: weights in the field's exchange layout, the optimizer's moments
 * beside them (`optimizer.h1.weight.mean` …), and as facts `seed`, `batch` (done in this epoch), `optimizer.step` and, as
 * JSON, `progress` and `seconds`. That last fact is the only one that holds times. Random streams are named after the place in
 * the run, none is carried along.
 */
export async function checkpointEvent(
  reason: Checkpoint['reason'],
  seed: number,
  progress: RunProgress,
  learner: Learner,
): Promise<RunEvent & { readonly kind: 'checkpoint' }> {
  const { tensors, step: optimizerStep } = await learner.snapshot();
  const { epoch, batch, step } = progress.position;
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
      ...progressFacts(progress),
    },
  };
}
