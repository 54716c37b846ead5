import type { DeviceFacts, RecordedSpikes, Session } from '../backends/backend.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import type { Tensors } from '../core/layers/tensors.js';
import type { Learning } from '../core/learning.js';
import type { Cuts } from '../core/network/cut-connections.js';
import type { OptimizerState } from '../core/optimizers/optimizer-step.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { Outcome, Presentation } from './presentation.js';
import type { Judged, Learned } from './trainer.js';

/** Where a run stands when it learns a batch. Random streams are named after it. */
interface Course {
  /** Counts from 1. */
  readonly epoch: number;
  /** Counts from 1 in every epoch. */
  readonly batch: number;
  readonly learningRate: number;
}

/** A network that answers. Whoever opened it closes it. */
export interface Judge {
  /** Shows a batch and judges the answer; nothing changes. */
  judge(presentation: Presentation): Promise<Judged>;
  close(): Promise<void>;
}

/** Everything that a later run needs to continue, in the field's exchange layout. Copies: the caller owns them. */
interface LearnerSnapshot {
  /** The network's numbers, and the memory of what trains it under `optimizer.…`. */
  readonly tensors: readonly NamedTensor[];
  /** Steps that the optimizer counts. */
  readonly step: number;
}

/** A network's numbers and where its optimizer stands, in storage layout. */
export interface NetworkNumbers {
  readonly tensors: Tensors;
  readonly optimizer: OptimizerState;
}

/** What a network is and how it learns, beside its numbers. */
export interface NetworkSettings {
  readonly network: NetworkDescription;
  readonly learn: Learning;
}

/** A network that may become another one of the same layers: other numbers, other parameters of neurons and learning. */
export interface ChangeableNetwork {
  /** The session that it lives on now. */
  readonly session: Session;
  /** Copies. */
  numbers(): Promise<NetworkNumbers>;
  /**
   * Goes on with other settings on the same session, in the presentation that it has begun; numbers and neurons stay.
   *
   * @returns False, and nothing has changed, where the session cannot: the rule or the optimizer, which a session is opened
   *   with, differ in more than the learning rate.
   */
  adjust(settings: NetworkSettings): Promise<boolean>;
  /**
   * Goes on as another network; what the session knew of a presentation is gone.
   *
   * @throws Whatever the device throws; nothing has changed then.
   */
  become(settings: NetworkSettings, numbers: NetworkNumbers): Promise<void>;
  /** What an answer was worth, as `judge` says. */
  judged(outcome: Outcome, presentation: Presentation): Judged;
  /** Where an answer of one output turns from class 0 to class 1, see `answersOf`. */
  border(presentation: Presentation): number;
}

/**
 * A network together with what trains it, behind one interface: on a device (`sessionLearner`) or, for learners with a
 * network of their own, in float64 here.
 */
export interface Learner extends Judge {
  /** What it really runs on. */
  readonly device: DeviceFacts;
  /** Number of values that learn. */
  readonly parameters: number;
  /** Shows a batch and tells the spikes of some layers; absent for learners with a network of their own. */
  spikesOf?(presentation: Presentation, layers: readonly string[]): Promise<readonly RecordedSpikes[]>;
  /**
   * Learns from a batch.
   *
   * @throws HeavisideError HV_NON_FINITE when training diverges; the numbers stay as they were, or, where a learner says
   *   so, go back to those with which the epoch began.
   */
  learn(presentation: Presentation, course: Course): Promise<Learned>;
  /** Metrics of the learner's own, of the run so far: `deviation`. */
  metrics?(): Readonly<Record<string, number>>;
  /** Absent for learners with a network of their own, and where a rule keeps something of the network besides. */
  readonly changeable?: ChangeableNetwork;
  snapshot(): Promise<LearnerSnapshot>;
  /** Weights of the connections, one array a layer that has some, without biases. Copies. */
  weights(): Promise<readonly Float64Array[]>;
  /** The same network with other weights of the connections, as `weights` gives them, to judge by. */
  withWeights(weights: readonly Float64Array[]): Promise<Judge>;
  /** Every tensor of the network that was described, in storage layout; absent for learners with a network of their own. Copies. */
  network?(): Promise<Tensors>;
  /**
   * Cuts neurons off, see `recut`; absent for learners that would not leave the connections at 0. Between batches only.
   *
   * @throws HeavisideError HV_INTERVENTION for neurons that cannot be cut off, or when all of them are already, and whatever
   *   the device throws; nothing has changed then.
   */
  silence?(layer: string, units: readonly number[]): Promise<void>;
  /** Gives neurons that were cut off their connections back; those that were not stay as they are, and one was at least. Otherwise as `silence`. */
  restore?(layer: string, units: readonly number[]): Promise<void>;
  /** Neurons that are cut off now, and the weights that they had; absent where none can be. */
  cuts?(): Cuts;
}
