import type { NamedTensor } from './named-tensor.js';

/** What all pieces have. */
export interface PieceFrame {
  readonly phase: string;
}

/** Who was shown: a test sample, or nobody in a free run. */
export interface ShownPieceFrame extends PieceFrame {
  /** Index of the sample in its data set; omitted: a free run. */
  readonly sample?: number;
  readonly label?: number;
}

/** Spikes of a layer in some steps; `units[k]` fired at `times[k]`, in steps of the phase (of the presentation), ascending. */
export interface SpikePiece extends ShownPieceFrame {
  readonly kind: 'spikes';
  readonly layer: string;
  /** Its units in all. */
  readonly size: number;
  /** Only these were recorded, `from` until before `to` each; omitted: all. */
  readonly recorded?: readonly (readonly [from: number, to: number])[];
  /** First step and how many. */
  readonly from: number;
  readonly steps: number;
  readonly times: Uint32Array;
  readonly units: Uint32Array;
}

/** A variable of some neurons in some steps. */
export interface TracePiece extends ShownPieceFrame {
  readonly kind: 'trace';
  readonly layer: string;
  readonly variable: 'voltage' | 'current' | 'adaptation';
  /** Units `first` … `first + count − 1`. */
  readonly first: number;
  readonly count: number;
  readonly from: number;
  /** `[steps × count]`. */
  readonly values: Float32Array;
}

/** Numbers of a network at one moment of its learning. */
export interface TensorPiece extends PieceFrame {
  /** The numbers themselves, or how they are spread. */
  readonly kind: (typeof COURSES)[number];
  readonly epoch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /**
   * In the exchange layout; rewards: one tensor a layer, `[units]`. Of histograms two for each of these: `h1.weight.counts`,
   * `[bins]`, how many values each bin has, and `h1.weight.edges`, `[bins + 1]`, where the bins begin and end.
   */
  readonly tensors: readonly NamedTensor[];
}

/** What is recorded of a network while it learns. */
export const COURSES = [
  'weights',
  'feedback',
  'reward',
  'weights.histogram',
  'feedback.histogram',
  'reward.histogram',
] as const;

/** A stretch of something that is recorded, small enough to be held in memory. */
export type RecordedPiece = SpikePiece | TracePiece | TensorPiece;
