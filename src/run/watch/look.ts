/** One neuron: its layer's name and its number within the layer. The network's input is a layer, too. */
export interface NeuronPlace {
  readonly layer: string;
  readonly unit: number;
}

/** A current that is added to the weighted sums of some neurons (to the input itself for input units) for some steps. */
export interface Pulse {
  readonly layer: string;
  readonly units: readonly number[];
  /** First step, from 0, of the presentation. */
  readonly at: number;
  /** Steps; >= 1. */
  readonly duration: number;
  readonly amplitude: number;
}

/** What somebody wants to see of the network. */
export interface LookRequest {
  /** Number of the test sample that is shown. */
  readonly sample: number;
  /** Neurons whose membrane voltage comes along. */
  readonly voltagesOf: readonly NeuronPlace[];
  /** Stimuli of this presentation only; they change nothing that the network learns. */
  readonly pulses: readonly Pulse[];
}

/** Spikes of one layer in one presentation, in the order of their steps and, within a step, of their units. */
export interface LayerSpikes {
  readonly layer: string;
  /** Step of each spike, from 0. */
  readonly times: Uint32Array;
  readonly units: Uint32Array;
}

/**
 * What the network did when it was shown one test sample, in float64 with a copy of its weights: plain data. It neither
 * changes the network nor uses a random number that the run uses.
 */
export interface Look {
  readonly sample: number;
  readonly label: number;
  /** The class that the network answered. */
  readonly answer: number;
  readonly steps: number;
  /** Layers that spike or step, the input first where it is made of spikes. A constant step unit spikes at every step. */
  readonly spikes: readonly LayerSpikes[];
  /** Membrane after each step, `[neurons × steps]`, of those asked for that have one, with their thresholds. */
  readonly voltages: {
    readonly neurons: readonly (NeuronPlace & { readonly threshold: number })[];
    readonly values: Float32Array;
  };
  /** Read-out of each class. */
  readonly readout: Float32Array;
  /** Mean input over the steps, `[inputs]`. */
  readonly input: Float32Array;
  /**
   * Reward of each input, summed over the steps, `[inputs]`: which inputs earned it. Under a gradient rule the input's
   * share of minus the gradient of the loss. Absent for learners that send nothing back to the inputs.
   */
  readonly inputReward?: Float32Array;
  readonly pulses: readonly Pulse[];
}

/** How values are spread over bins of one width. */
export interface Histogram {
  /** Name of the tensor: `h1.weight`. */
  readonly tensor: string;
  /** Lower border of the first and upper border of the last bin. Equal when all values are. */
  readonly from: number;
  readonly to: number;
  readonly counts: Uint32Array;
  /** Values that are exactly 0; they are counted in a bin as well. */
  readonly zeros: number;
}
