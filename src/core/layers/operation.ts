import type { RuleDescription } from '../feedback/rule.js';
import type { Signal, Span } from '../signal.js';
import type { InputRows } from './input-rows.js';
import type { Tensors } from './tensors.js';

/** What a layer makes of its inputs before its neurons respond. */
export interface OperationResult {
  readonly sums: Signal;
  /** Max-pool: which input won each window. */
  readonly winners?: Uint32Array;
  /** Weighted layers: the inputs with a list of the active ones, made once for forward and feedback. */
  readonly active?: InputRows;
}

/**
 * Reward at a layer's sums, both shaped as the sums (summed over the steps where the sums are constant). Functions,
 * because a layer needs one or the other: weights split n, rearrangements pass R on.
 */
export interface ArrivedReward {
  /** R. */
  readonly reward: () => Float64Array;
  /** n: reward per contribution. */
  readonly normed: () => Float64Array;
}

/** One layer on its way back. `inputs`, `result` are those of the forward pass. */
export interface FeedbackRequest {
  readonly arrived: ArrivedReward;
  readonly inputs: readonly Signal[];
  readonly result: OperationResult;
  readonly tensors: Tensors;
  readonly rule: RuleDescription;
  readonly span: Span;
  /** Whether the reward of the inputs is needed; a first layer does without. */
  readonly wantInputs: boolean;
  /** Whether the feedback of weights is needed; omitted: yes. Without it that of this layer's tensors is empty. */
  readonly wantTensors?: boolean;
}

/** One layer on its way back under a gradient. `inputs`, `result` are those of the forward pass. */
export interface ErrorRequest {
  /** How the layer's sums should change, shaped as the sums (summed over the steps where the sums are constant). */
  readonly error: Float64Array;
  readonly inputs: readonly Signal[];
  readonly result: OperationResult;
  readonly tensors: Tensors;
  /** The weights that send the error back: `tensors`, or others under feedback alignment. */
  readonly backward: Tensors;
  readonly span: Span;
  /** Whether the error of the inputs is needed; a first layer does without. */
  readonly wantInputs: boolean;
  /** As in `FeedbackRequest`. */
  readonly wantTensors?: boolean;
}

/** Sums for the feedback of a layer's tensors by name (chunks add up), and the reward of each input signal, shaped as that signal. */
export interface OperationFeedback {
  readonly tensors: Tensors;
  readonly inputs: readonly Float64Array[];
}

/** A layer without its neurons: forward, backward by contribution and by the chain rule, and what it costs. */
export interface Operation {
  readonly sums: (inputs: readonly Signal[], tensors: Tensors, span: Span) => OperationResult;
  readonly feedback: (request: FeedbackRequest) => OperationFeedback;
  /** The same by the chain rule: what minus the gradient is, for tensors and inputs. */
  readonly error: (request: ErrorRequest) => OperationFeedback;
  /** Multiply-adds with a non-zero input; a constant input is multiplied once a sample. 0 for layers without weights. */
  readonly synapticOperations: (result: OperationResult) => number;
}
