/** Spikes of some units, in the order of their times, those of one step by unit or as they were recorded. */
export interface SpikeList {
  /** Steps, ascending. */
  readonly times: Uint32Array;
  readonly units: Uint32Array;
}

/** Which of the spikes in a file are meant; where only one thing is there, nothing has to be said of it. */
export interface SpikeChoice {
  readonly phase?: string;
  readonly layer?: string;
  /** Number of the sample in its data set. */
  readonly sample?: number;
}

/** What spikes have to fit. */
export interface SpikeRoom {
  /** Seconds of a step. */
  readonly dt: number;
  /** The first step for which there is no room. */
  readonly steps: number;
  /** Units 0 … units − 1. */
  readonly units: number;
}

/** Spikes, or everything that is wrong with them, each with its line or array. */
export type FoundSpikes = { readonly spikes: SpikeList } | { readonly problems: readonly string[] };
