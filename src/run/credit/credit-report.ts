import type { CategoryTolerances } from '../../core/mean-field/categories.js';
import type { Confirmation } from '../finished-run/confirm-accuracy.js';

/** What connections are to the ensemble; see `CATEGORY`. */
export const CATEGORY_NAMES = ['very-important', 'unimportant', 'variable'] as const;
export type CategoryName = (typeof CATEGORY_NAMES)[number];

/** One layer of the ensemble. */
export interface LayerCredit {
  readonly layer: string;
  readonly connections: number;
  /** Share of each category, 0..1. */
  readonly fractions: { readonly [C in CategoryName]: number };
  /** Entropy of whether a connection is there, in nats, mean over all. */
  readonly spikeEntropy: number;
  /** Differential entropy that the slab adds, in nats, mean over the connections with a variance above 0. */
  readonly slabEntropy: number;
  readonly slabConnections: number;
}

/** Share of wrong answers of several networks. */
export interface ErrorSpread {
  readonly networks: number;
  readonly mean: number;
  /** Standard deviation over the networks, `n − 1` in the denominator; 0 for one network. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** Error when a part of one category of one layer is damaged. */
export interface PerturbationPoint {
  readonly layer: string;
  readonly category: CategoryName;
  /** Of the category, 0..1; `variable`: as many connections as this share of the very important ones. */
  readonly fraction: number;
  /** Mean over networks drawn from the damaged ensemble. */
  readonly error: number;
}

/** The mean network without some connections. */
export interface PrunedNetwork {
  /** Spike mass above which a connection is dropped; 1: those that are never there, whose loss changes nothing. */
  readonly above: number;
  /** Share of connections that stay. */
  readonly kept: number;
  readonly error: number;
}

/** What `heaviside credit` found out; plain data. All errors are shares of wrong answers on the test split. */
export interface CreditReport {
  readonly kind: 'credit assignment of a mean-field ensemble';
  readonly name: string;
  readonly seed: number;
  /** Path of the run's folder. */
  readonly folder: string;
  readonly samples: number;
  /** How near counts as equal when connections are sorted; 0: exactly. */
  readonly tolerances: CategoryTolerances;
  readonly layers: readonly LayerCredit[];
  readonly meanNetwork: { readonly error: number; readonly summary: Confirmation };
  readonly sampled: ErrorSpread;
  readonly pruned: readonly PrunedNetwork[];
  /** Networks over which every point is averaged. */
  readonly perturbedNetworks: number;
  readonly perturbation: readonly PerturbationPoint[];
}
