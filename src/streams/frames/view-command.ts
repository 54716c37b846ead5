import type { NeuronPlace, Pulse } from '../../run/watch/look.js';
import type { Intervention } from '../../run/watch/run-watch.js';

/** So many neurons can be pinned, and so many pulses given, at a time. */
export const MOST_LISTED = 64;

/** Largest learning rate that can be set on a page; it is above 0. */
export const LARGEST_LEARNING_RATE = 1e6;

/** A message from a view to a run. */
export type ViewCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Learns one batch, shows a sample, and holds again. */
  | { readonly kind: 'step' }
  /** Batches a second at most; 0: as fast as it can. */
  | { readonly kind: 'speed'; readonly batchesPerSecond: number }
  /** Ends the run after this batch, with a checkpoint. */
  | { readonly kind: 'stop' }
  /** Which test sample is shown from now on. */
  | { readonly kind: 'sample'; readonly sample: number }
  /** Whose membranes are shown from now on: replaces the list. */
  | { readonly kind: 'pin'; readonly neurons: readonly NeuronPlace[] }
  /** Whose membranes are shown if no neuron is pinned yet: nobody has chosen them. */
  | { readonly kind: 'suggest-pins'; readonly neurons: readonly NeuronPlace[] }
  /** Stimuli of every presentation from now on: replaces the list. */
  | { readonly kind: 'pulses'; readonly pulses: readonly Pulse[] }
  | { readonly kind: 'intervene'; readonly intervention: Intervention };
