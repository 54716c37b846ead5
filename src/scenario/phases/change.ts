import type { Stretch } from './moment.js';
import type { Nodes } from './nodes.js';

/** A current that is switched on and off again: `count` times, every `period`. Pulses and noise on one node add up. */
export interface PulseTrain {
  readonly kind: 'pulse';
  readonly nodes: Nodes;
  /** Dimensionless, as weighted sums are; of an input: added to its value. */
  readonly amplitude: number;
  readonly duration: Stretch;
  /** From the beginning of a pulse to that of the next one; as its duration. */
  readonly period: Stretch;
  /** >= 1. */
  readonly count: number;
}

/**
 * Current clamp: what drives the neurons is this, whatever their inputs send and whatever is added; of an input: its value.
 * Without a duration to the end of the phase. Of several clamps on one node the one that began last holds, of those that
 * began together the later one in the file. Lesioned neurons are not held, see `Lesion`.
 */
export interface CurrentClamp {
  readonly kind: 'current-clamp';
  readonly nodes: Nodes;
  readonly amplitude: number;
  readonly duration?: Stretch;
}

/**
 * Voltage clamp: the membranes are held at this value; one above its threshold fires at every step, one below never. A
 * synaptic current before the membrane is 0 meanwhile, and begins at 0 after it. Of units without a membrane: what they respond to. Duration and order as of a current clamp.
 */
export interface VoltageClamp {
  readonly kind: 'voltage-clamp';
  readonly nodes: Nodes;
  readonly value: number;
  readonly duration?: Stretch;
}

/** A normally distributed current that is drawn anew at every step for every node and sample. */
export interface Noise {
  readonly kind: 'noise';
  readonly nodes: Nodes;
  readonly mean: number;
  /** Standard deviation, > 0. */
  readonly sd: number;
  readonly duration?: Stretch;
}

/** Spikes that were recorded or made up, played to the nodes from the event's moment on: a current at each. */
export interface Replay {
  readonly kind: 'replay';
  readonly nodes: Nodes;
  /** Steps after the event's moment, ascending, and which of the nodes (0: the first one) gets a spike then. */
  readonly times: readonly number[];
  readonly units: readonly number[];
  readonly amplitude: number;
}

/** A replay whose spikes are in a file, which is read when the run starts. */
export interface ReplayFile {
  readonly kind: 'replay-file';
  readonly nodes: Nodes;
  /** Path of a table of spikes (CSV, or CSV in gzip) or of an NPZ archive, as `heaviside export` writes them. */
  readonly file: string;
  /** Which of its spikes, where it has those of several. */
  readonly phase?: string;
  readonly layer?: string;
  /** Number of the sample in its data set. */
  readonly sample?: number;
  readonly amplitude: number;
}

/** What a lesion takes away: neurons with all their connections, or connections into `to` (that come from `from`). */
export type LesionTarget =
  | { readonly neurons: Nodes }
  | { readonly synapses: { readonly to: Nodes; readonly from?: Nodes } };

/**
 * Cuts neurons or connections off; they stay so, in later phases as well, until they are restored.
 *
 * A neuron is silent from exactly its step on. It is at rest (potential, synaptic current, adaptation, what a reset owes: 0)
 * and stays there: it has no inputs and no bias, and no pulse, noise, played spike or clamp reaches it. What noise draws for
 * the others is the same. An input unit puts out 0. Analog units put out what they do at 0, which nobody hears: 0, but 0.5
 * of `sigmoid` and −1 of `sign` units; only the read-out of a network's last layer shows it.
 */
export interface Lesion {
  readonly kind: 'lesion';
  readonly target: LesionTarget;
  /** Share of them that is drawn, rounded to whole ones; 0 < fraction <= 1. */
  readonly fraction: number;
  /** Of the draw; omitted: the run's own stream. */
  readonly seed?: number;
}

/** Gives back what lesions took, with the weights and biases of that moment; neurons begin at rest. Without a target: everything. */
export interface Restore {
  readonly kind: 'restore';
  readonly target?: LesionTarget;
}

/** Sets numeric parameters for good, by their path: `h1.threshold`, `learn.optimizer.lr`, `encode.gain`. */
export interface SetParameters {
  readonly kind: 'set';
  readonly parameters: Readonly<Record<string, number>>;
}

export type Change =
  | PulseTrain
  | CurrentClamp
  | VoltageClamp
  | Noise
  | Replay
  | ReplayFile
  | Lesion
  | Restore
  | SetParameters;
