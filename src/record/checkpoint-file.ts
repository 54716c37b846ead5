import { encodeSafetensors } from './encode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';

/** The state of a run at one moment: weights, running statistics and optimizer state. */
export interface Checkpoint {
  /** `end`: training is complete; `interrupted`: somebody stopped it; `last-good`: state when something failed. */
  readonly reason: 'end' | 'interrupted' | 'last-good';
  /** The epoch in progress or just finished; counts from 1, 0 before the first. */
  readonly epoch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Not written to the event log. */
  readonly tensors: readonly NamedTensor[];
  /** What a run needs besides the tensors to go on from here; whoever makes the checkpoint says which facts. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What the metadata of a checkpoint's file calls its format. */
export const CHECKPOINT_FORMAT = 'heaviside-checkpoint-1';

/** Name of a checkpoint's file inside `checkpoints/`: `end-epoch-5-step-225.safetensors`. */
export function checkpointFileName({ reason, epoch, step }: Omit<Checkpoint, 'tensors' | 'facts'>): string {
  return `${reason}-epoch-${epoch}-step-${step}.safetensors`;
}

/**
 * A checkpoint as a safetensors file. Its metadata holds the facts and `format`, `reason`, `epoch` and `step`.
 *
 * @throws RangeError when a shape does not hold its values, or two tensors have one name.
 */
export function encodeCheckpoint({ reason, epoch, step, tensors, facts }: Checkpoint): Uint8Array {
  const position = { format: CHECKPOINT_FORMAT, reason, epoch: String(epoch), step: String(step) };
  return encodeSafetensors(tensors, { ...facts, ...position });
}
