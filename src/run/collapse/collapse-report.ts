import type { Confirmation } from '../finished-run/confirm-accuracy.js';
import type { Split } from '../finished-run/read-out.js';
import type { Judgement } from './judge-answers.js';

/**
 * - `linear`: the product of all layers, as if nothing stood between them;
 * - `local`: the layer that the network is around one sample;
 * - `mean`: the mean of these over the training split;
 * - `rate-dense`: the same layers with rates in place of spikes;
 * - `ridge`: the layer that comes nearest to the network's read-out on the training split.
 */
export type BaselineName = 'linear' | 'local' | 'mean' | 'rate-dense' | 'ridge';

/** One collapsed dense baseline, measured. */
export interface Baseline extends Judgement {
  readonly name: BaselineName;
  /** Numbers that it is made of. */
  readonly parameters: number;
  /** Whether it is the network itself, up to rounding, on the samples that it is measured on. */
  readonly exact: boolean;
  readonly remark: string;
  readonly local?: Locality;
}

/** How far layers reach that are made for one sample each. */
export interface Locality {
  /** For how many samples of the split one was made, spread evenly. */
  readonly samples: number;
  /** How many nearest other samples of the split each was tried on. */
  readonly neighbours: number;
  /** Share of these on which it answers as the network does. */
  readonly neighbourAgreement: number;
  /** Largest difference of an output from the network's weighted sum in float64, at the layer's own sample. */
  readonly largestDifference: number;
}

/** A baseline that does not fit the network. */
export interface SkippedBaseline {
  readonly name: BaselineName;
  readonly reason: string;
}

/** What `heaviside collapse` found out; plain data. */
export interface CollapseReport {
  readonly kind: 'collapsed dense baselines';
  readonly name: string;
  readonly seed: number;
  /** Path of the run's folder. */
  readonly folder: string;
  readonly backend: string;
  /** On which the figures were measured. */
  readonly split: Split;
  readonly samples: number;
  /** What the dense layers are given. */
  readonly inputs: string;
  /** What `ridge` learned from. */
  readonly teacher: string;
  /** λ of `ridge`. */
  readonly lambda: number;
  readonly network: { readonly parameters: number; readonly accuracy: number; readonly summary: Confirmation };
  readonly baselines: readonly Baseline[];
  readonly skipped: readonly SkippedBaseline[];
}
