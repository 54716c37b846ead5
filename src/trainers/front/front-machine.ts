import type { DenseStack } from '../../core/collapse/dense-stack.js';

/** A batch for a network that learns by front contribution. */
export interface FrontBatch {
  /** Numbers of the samples among the training samples. */
  readonly samples: Uint32Array;
  /** `[batch × inputs]` */
  readonly inputs: Float64Array;
  /** `[batch × outputs]` */
  readonly targets: Float64Array;
}

/** What a step says. */
export interface FrontStep {
  /** y before the update, `[batch × outputs]`. */
  readonly outputs: Float64Array;
  readonly diverged: boolean;
}

/** One form of the front contribution (or the back-propagation that it must equal) in training. Keeps its state. */
export interface FrontMachine {
  step(batch: FrontBatch, learningRate: number): FrontStep;
  /** The dense network that it stands for. New arrays. */
  network(): DenseStack;
}
