import { encodeSafetensors } from './encode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';

/** The state of a run at one moment: weights, running statistics and optimizer state. */
export interface Checkpoint {
  readonly reason: 'end' | 'interrupted' | 'last-good';
  readonly epoch: number;
  readonly step: number;
  readonly tensors: readonly NamedTensor[];
  readonly facts: Readonly<Record<string, string>>;
}

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
  const position = { format: 'heaviside-checkpoint-1', reason, epoch: String(epoch), step: String(step) };
  return encodeSafetensors(tensors, { ...facts, ...position });
}
