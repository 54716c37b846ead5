import type { ExpectationOutcome, Metrics, Restored } from '../../run/run-event.js';
import type { Histogram, Look } from '../../run/watch/look.js';
import type { Intervention } from '../../run/watch/run-watch.js';
import type { Moment, Stretch } from '../../scenario/phases/moment.js';
import type { RecordedStretch } from './recorded-stretch.js';
import type { ViewPhase } from './view-phase.js';

/** A layer as a view draws it. The network's input is the first one. */
export interface ViewLayer {
  readonly id: string;
  readonly size: number;
  /** Kind of its neurons; `input` for the network's input. */
  readonly neuron: string;
  /** Whether it has a raster: spiking units, step units, and an input that is encoded as spikes. */
  readonly spikes: boolean;
  /** Of how many of its units spikes were recorded; absent where of all. */
  readonly recorded?: number;
  /** Whether its neurons have membranes. */
  readonly membrane: boolean;
  /** Of its neurons at the beginning; absent where they have none. */
  readonly threshold?: number;
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
  /** In their order; absent where the run is a single training. */
  readonly phases?: readonly ViewPhase[];
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
      /** The phase of which they are; absent where the run is a single training. */
      readonly phase?: string;
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
      /** A phase begins, or has ended; epochs and steps count through all phases. */
      readonly kind: 'phase';
      readonly phase: string;
      readonly state: 'started' | 'ended';
      readonly epoch: number;
      readonly step: number;
      /** Of one that has ended. */
      readonly metrics?: Metrics;
      readonly seconds?: number;
      /** How much of what it recorded is told, where that is not all: time steps of a free run, or test samples. */
      readonly told?: { readonly count: number; readonly of: number };
    }
  | {
      /** Something that the scenario planned has happened, or its guard did not hold. */
      readonly kind: 'changed';
      readonly phase: string;
      /** Place among the events of the phase. */
      readonly event: number;
      readonly at: Moment;
      readonly epoch: number;
      readonly step: number;
      /** Which neurons a lesion drew, by layer. */
      readonly drawn?: Readonly<Record<string, readonly number[]>>;
      readonly restored?: Restored;
      readonly unfinished?: Stretch;
      readonly skipped?: true;
    }
  | {
      /** How far a phase is that does not learn: batches of a test, time steps of a free run. Only the newest counts. */
      readonly kind: 'progress';
      readonly phase: string;
      readonly done: number;
      readonly of: number;
    }
  | ({
      /** What a phase recorded in some steps. */
      readonly kind: 'stretch';
      /** Place on the time axis, as of a look. */
      readonly start: number;
      readonly epoch: number;
      readonly step: number;
    } & RecordedStretch)
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
      /** Metrics of each phase that has ended; absent where the run is a single training. */
      readonly phases?: Readonly<Record<string, Metrics>>;
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

/** The frame of one kind. */
export type FrameOf<K extends ViewFrame['kind']> = Extract<ViewFrame, { readonly kind: K }>;

/** A frame of one of several runs that a page shows; runs are numbered from 0. */
export interface RunFrame {
  readonly run: number;
  readonly frame: ViewFrame;
}
