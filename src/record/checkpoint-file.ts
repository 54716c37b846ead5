import { encodeSafetensors } from './encode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';

/** The state of a run at one moment: weights, running statistics and optimizer state. */
export interface Checkpoint {
  /**
   * `end`: training is complete; `interrupted`: somebody stopped it; `last-good`: state when something failed; `periodic`:
   * every so many steps or epochs; `best`: no test before was better.
   */
  readonly reason: 'end' | 'interrupted' | 'last-good' | 'periodic' | 'best';
  /** The epoch in progress or just finished; counts from 1, 0 before the first. */
  readonly epoch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Not written to the event log. */
  readonly tensors: readonly NamedTensor[];
  /** What a run needs besides the tensors to go on from here; whoever makes the checkpoint says which facts. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What the metadata of a checkpoint's file calls its format: one that stands alone. */
export const LONE_FORMAT = 'heaviside-checkpoint-1';

/** True for a checkpoint of a run that was cut short: one that had not been would not have it. */
export function isOfCut({ reason }: Pick<Checkpoint, 'reason'>): boolean {
  return reason === 'interrupted' || reason === 'last-good';
}

/** Name of a checkpoint's file inside `checkpoints/`: `end-epoch-5-step-225.safetensors`. */
export function checkpointFileName({ reason, epoch, step, facts }: Omit<Checkpoint, 'tensors'>): string {
  const { phase, at } = facts;
  const within = phase === undefined ? '' : `-phase-${phase}-at-${at ?? 0}`;
  return `${reason}-epoch-${epoch}-step-${step}${within}.safetensors`;
}

/**
 * A checkpoint as a safetensors file that stands alone: weights to look at, no run can go on from it. Its metadata holds the
 * facts and `format`, `reason`, `epoch` and `step`. That of a run's folder is made by `encodeSealedCheckpoint`.
 *
 * @param more Further metadata; `format` among it takes the place of the format's name.
 * @throws RangeError when a shape does not hold its values, or two tensors have one name.
 */
export function encodeCheckpoint(
  { reason, epoch, step, tensors, facts }: Checkpoint,
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  const position = { format: LONE_FORMAT, reason, epoch: String(epoch), step: String(step) };
  return encodeSafetensors(tensors, { ...facts, ...position, ...more });
}
