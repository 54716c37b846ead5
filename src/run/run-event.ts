import type { DeviceFacts } from '../backends/backend.js';
import type { ChosenBackend } from '../backends/choosing/chosen-backend.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import type { RecordedPiece } from '../record/recording.js';
import type { SpikeRecord } from '../record/spike-record.js';
import type { Change } from '../scenario/phases/change.js';
import type { Moment, Stretch } from '../scenario/phases/moment.js';
import type { Phase } from '../scenario/phases/phase.js';
import type { Histogram, Look } from './watch/look.js';
import type { Intervention } from './watch/run-watch.js';

/** Plain facts about which backend runs: what was asked, what was chosen and why, why the others were not, and on what. */
export interface BackendChoice extends Omit<ChosenBackend, 'backend'> {
  readonly chosen: string;
  /** What the session really runs on, such as its threads. */
  readonly device: DeviceFacts;
}

/**
 * Metrics by name. After an epoch `accuracy(train)`, `reward(train)`, `spikesPerSample(train)` and
 * `synapticOperationsPerSample(train)`; after a test `accuracy(test)`, `reward`, `spikesPerSample` and
 * `synapticOperationsPerSample`.
 */
export type Metrics = Readonly<Record<string, number>>;

/** One expectation of the scenario, checked. */
export interface ExpectationOutcome {
  readonly that: string;
  /** The phase of which it is; absent where a run is a single training. */
  readonly in?: string;
  /** Steps of the phase, from the first until before the second, where it is not of the whole phase. */
  readonly window?: readonly [from: number, to: number];
  /** A number (of `silent` the spikes), a digest's text, or NaN for what was not measured. */
  readonly value: number | string;
  /** The condition as people read it: `at least 0.975`; `conditionText` writes it. */
  readonly expected: string;
  readonly pass: boolean;
  /** Why there is nothing to compare. */
  readonly why?: string;
}

/** Digests of all that a run computes on: its data, and by their place in the scenario the spikes that it replays from files. */
export interface DataDigests {
  readonly train: string;
  readonly test: string;
  readonly [replay: string]: string;
}

/** How many neurons that were cut off were given back, and how many connections that had been severed one by one. */
export interface Restored {
  readonly neurons: number;
  readonly connections: number;
}

/**
 * What a run tells the world. Plain, structured-clone-able data. `seconds` fields are the only ones that hold times,
 * without what the run did not spend on itself: being held by somebody who watches (a pause, a limit of its speed), and
 * what is only shown (looks, histograms). Everything else is the same for the same scenario, seed and backend, to the
 * byte. Under `auto` the machine decides which backend that is: `run-started` says so.
 * Whoever watches a run adds `looked`, which changes nothing, and may change the run itself, which `intervened` tells.
 */
export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly name: string;
      readonly seed: number;
      readonly backend: BackendChoice;
      readonly parameters: number;
      readonly layers: readonly { readonly id: string; readonly size: number; readonly neuron: string }[];
      readonly trainSamples: number;
      readonly testSamples: number;
      /** Where somebody asked for them. */
      readonly data?: DataDigests;
      /** Of all phases. */
      readonly epochs: number;
      readonly batchesPerEpoch: number;
      /** Absent where a run is a single training. */
      readonly phases?: readonly { readonly id: string; readonly type: Phase['kind'] }[];
    }
  | {
      readonly kind: 'batch-trained';
      /** Counts from 1. */
      readonly epoch: number;
      /** Counts from 1 within the epoch. */
      readonly batch: number;
      /** Optimizer steps so far. */
      readonly step: number;
      readonly learningRate: number;
      /** Mean over the batch. */
      readonly reward: number;
      readonly accuracy: number;
      /** Absent where nobody counts spikes. */
      readonly spikesPerSample?: number;
      /**
       * Euclidean norm of the feedback over all parameters, before clipping. Absent for learners with a network of their
       * own.
       */
      readonly feedbackNorm?: number;
      /** What the learner measured besides: `deviation`. */
      readonly measures?: Readonly<Record<string, number>>;
    }
  | {
      /** A batch of a test pass; tells a watcher that a long pass is alive. */
      readonly kind: 'batch-tested';
      readonly epoch: number;
      /** Counts from 1 within the pass. */
      readonly batch: number;
      readonly batches: number;
    }
  | {
      readonly kind: 'tested';
      readonly epoch: number;
      readonly step: number;
      readonly split: 'test';
      readonly samples: number;
      /** `accuracy(test)`, `reward`, `spikesPerSample`, `synapticOperationsPerSample`. */
      readonly metrics: Metrics;
    }
  | {
      readonly kind: 'epoch-ended';
      readonly epoch: number;
      readonly step: number;
      /** `accuracy(train)`, `reward(train)`, `spikesPerSample(train)`, `synapticOperationsPerSample(train)`. */
      readonly metrics: Metrics;
      readonly seconds: number;
    }
  | {
      /**
       * What somebody who watches the run wanted to see; between two batches, also of a test pass. When it comes depends
       * on who watches, so it is in no log.
       */
      readonly kind: 'looked';
      readonly epoch: number;
      /** Batches of this epoch that were learned before. */
      readonly batch: number;
      readonly step: number;
      readonly look: Look;
    }
  | {
      /** Somebody who watches changed the experiment, or tried to: it counts from what comes next on, a batch or a test. */
      readonly kind: 'intervened';
      readonly epoch: number;
      /** Batches of this epoch that were learned before. */
      readonly batch: number;
      readonly step: number;
      readonly intervention: Intervention;
      /** Why it was not possible; nothing was changed then. */
      readonly refused?: string;
    }
  | {
      /**
       * At the end of each of the first 16 epochs, of 8 in every doubling of epochs after them, and of the last one. When the
       * run is stopped and has learned since, after its checkpoint once more, with the epoch in progress.
       */
      readonly kind: 'histograms';
      readonly epoch: number;
      readonly step: number;
      /** Of every weight tensor. */
      readonly weights: readonly Histogram[];
      /**
       * Of what the first training samples (a batch of them, 4 at most) send to the same tensors under the run's own rule;
       * empty for learners that send nothing through the network.
       */
      readonly feedback: readonly Histogram[];
    }
  | {
      /**
       * Test samples as the network answers them at the end of a run that was not cut short by a failure: all where there
       * are at most 10, else the first of each class, at most 10. Fewer when the run was stopped before, or meanwhile: at
       * least the first one.
       */
      readonly kind: 'samples-looked';
      readonly looks: readonly Look[];
    }
  | {
      /** A phase begins; epochs and steps count through all phases. */
      readonly kind: 'phase-started';
      readonly phase: string;
      readonly type: Phase['kind'];
      /** The phase whose end it begins at; `start`: the network as it was. */
      readonly from: string;
      readonly epoch: number;
      readonly step: number;
    }
  | {
      /** Something that the scenario planned has happened: an event, or a guard that did not hold at its moment. */
      readonly kind: 'changed';
      readonly phase: string;
      /** Place in the phase's list, from 0. */
      readonly event: number;
      readonly change: Change['kind'];
      readonly at: Moment;
      readonly epoch: number;
      readonly step: number;
      /** Which neurons a lesion drew, by layer. */
      readonly drawn?: Readonly<Record<string, readonly number[]>>;
      /** What `restore` gave back; nothing: 0 and 0. */
      readonly restored?: Restored;
      /** Of a drive that a guard began too late for its length: so long it would have gone on when the phase ends. */
      readonly unfinished?: Stretch;
      /** The guard did not hold: nothing was changed. */
      readonly skipped?: true;
    }
  | {
      /** A free run goes on; tells a watcher that it is alive. In no log. */
      readonly kind: 'steps-run';
      readonly phase: string;
      readonly done: number;
      readonly steps: number;
    }
  | {
      readonly kind: 'phase-ended';
      readonly phase: string;
      readonly type: Phase['kind'];
      readonly epoch: number;
      readonly step: number;
      readonly metrics: Metrics;
      /** Of a training that ends with the network of its best test: the epoch after which that was; so are the test's metrics. */
      readonly bestEpoch?: number;
      readonly seconds: number;
    }
  /** What a phase recorded since the last of these; the arrays are the receiver's. In no log. */
  | { readonly kind: 'recorded'; readonly pieces: readonly RecordedPiece[] }
  | { readonly kind: 'spikes-recorded'; readonly split: 'test'; readonly records: readonly SpikeRecord[] }
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  | {
      readonly kind: 'run-failed';
      /** Of the error that the run throws next; `HV_INTERNAL` for one that is no `HeavisideError`. */
      readonly code: string;
      readonly message: string;
      readonly epoch: number;
      readonly step: number;
      readonly facts: Readonly<Record<string, string | number | boolean>>;
    }
  | {
      readonly kind: 'run-ended';
      readonly reason: 'complete' | 'interrupted';
      readonly epochs: number;
      readonly metrics: Metrics;
      /** Those of each phase that has ended. */
      readonly phases?: Readonly<Record<string, Metrics>>;
      readonly expect: readonly ExpectationOutcome[];
      readonly seconds: number;
    };
