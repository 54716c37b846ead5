import type { ExpectationOutcome, Metrics } from '../../run/run-event.js';
import type { Histogram, Look } from '../../run/watch/look.js';
import type { Intervention } from '../../run/watch/run-watch.js';

/** A layer as a view draws it. The network's input is the first one. */
export interface ViewLayer {
  readonly id: string;
  readonly size: number;
  /** Kind of its neurons; `input` for the network's input. */
  readonly neuron: string;
  /** Whether it has a raster: spiking units, step units, and an input that is encoded as spikes. */
  readonly spikes: boolean;
  /** Whether its neurons have membranes. */
  readonly membrane: boolean;
}

/** What a view must know of a run before anything else. */
export interface RunFacts {
  readonly name: string;
  readonly seed: number;
  /** Backend that runs. */
  readonly backend: string;
  /** Learning rule, as `learn.rule` names it. */
  readonly rule: string;
  readonly parameters: number;
  /** The resolved scenario as YAML. */
  readonly scenario: string;
  readonly layers: readonly ViewLayer[];
  /** `[height, width, channels]` or `[size]` of one sample. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Time steps of one presentation. */
  readonly steps: number;
  /** Length of a step in seconds. */
  readonly dt: number;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  /** Learning rate at the beginning. */
  readonly learningRate: number;
  /** What the reward of the inputs is called: that of LFP, or the negative gradient of a loss. */
  readonly feedback: 'lfp' | 'gradient' | 'none';
}

/** Batches that were trained, one entry each, oldest first. */
export interface BatchColumns {
  /** Optimizer steps, from 1. */
  readonly step: Uint32Array;
  /** Epochs done, as a fraction: 1.5 is the middle of the second epoch. */
  readonly epoch: Float32Array;
  readonly accuracy: Float32Array;
  readonly reward: Float32Array;
  /** NaN where nobody counts spikes. */
  readonly spikesPerSample: Float32Array;
  readonly learningRate: Float32Array;
  /**
   * Present: these are all batches so far, thinned to points that stand for so many batches each; they take the place of
   * what was known. A view that comes late, or was too slow, is told so.
   */
  readonly batchesPerPoint?: number;
  /** Batches that the last entry stands for, where they are fewer than `batchesPerPoint`: those newer than all points. */
  readonly lastBatches?: number;
}

/**
 * A message from a run to a view: plain data with typed arrays. One run's frames are in order; every frame but `run` and
 * `state` may be missing, because a view that is too slow is not waited for.
 */
export type ViewFrame =
  | ({ readonly kind: 'run' } & RunFacts)
  | ({ readonly kind: 'batches' } & BatchColumns)
  | {
      readonly kind: 'metrics';
      readonly split: 'train' | 'test';
      readonly epoch: number;
      readonly step: number;
      readonly metrics: Metrics;
    }
  | {
      /** Weights, and the feedback that some training samples sent to them, at the end of an epoch. */
      readonly kind: 'histograms';
      readonly epoch: number;
      readonly step: number;
      readonly weights: readonly Histogram[];
      readonly feedback: readonly Histogram[];
    }
  | {
      readonly kind: 'look';
      /** Where the presentation begins on the time axis, in steps: that of all presentations so far, end to end. */
      readonly start: number;
      /** Epochs done when it was shown, as a fraction. */
      readonly epoch: number;
      readonly step: number;
      readonly look: Look;
    }
  | {
      /** Somebody changed the running experiment. */
      readonly kind: 'intervention';
      /** Place on the time axis: the next presentation begins here. Absent where nobody kept the presentations around it. */
      readonly start?: number;
      readonly step: number;
      readonly intervention: Intervention;
      /** Why it was refused; absent when it took effect. */
      readonly refused?: string;
    }
  | {
      readonly kind: 'state';
      readonly paused: boolean;
      /** Batches a second at most; 0: as fast as it can. */
      readonly speed: number;
      readonly stopping: boolean;
      /** Frames that this view will never be sent because it was too slow. */
      readonly dropped: number;
      /** Whether the run obeys commands. Absent: it does not. */
      readonly controls?: boolean;
    }
  | {
      readonly kind: 'ended';
      /** `unfinished`: its log ends without its end, because it was killed or has not ended yet. */
      readonly reason: 'complete' | 'interrupted' | 'failed' | 'unfinished';
      readonly metrics: Metrics;
      readonly expect: readonly ExpectationOutcome[];
      readonly epochs: number;
      readonly seconds: number;
      /** Changes that somebody made by hand while it ran; absent when there were none. */
      readonly interventions?: number;
      /** What went wrong, when something did. */
      readonly failure?: { readonly code: string; readonly message: string };
      /** Path of the run's folder; absent where there is none. */
      readonly folder?: string;
    };

/** A frame of one of several runs that a page shows; runs are numbered from 0. */
export interface RunFrame {
  readonly run: number;
  readonly frame: ViewFrame;
}
