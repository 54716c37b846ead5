import type { BackendListing } from '../../../backends/list-backends.js';
import type { Problem } from '../../../scenario/problems/problem.js';
import type { ViewCommand } from '../../../streams/frames/view-command.js';
import type { ViewFrame } from '../../../streams/frames/view-frame.js';

/** A scenario, and how this run of it goes. */
export interface RunOrder {
  /** YAML. */
  readonly text: string;
  /** In place of the scenario's seed. */
  readonly seed: number | undefined;
  readonly backend: string;
  /** What the run is told before it begins: speed, pins, pulses. */
  readonly commands: readonly ViewCommand[];
}

/** What the page asks its worker for. Answers carry the number of their question. */
export type Question =
  /** Which backends there are, and why some cannot run here. */
  | { readonly ask: 'backends' }
  /** What is wrong with a scenario. */
  | { readonly ask: 'check'; readonly text: string }
  /** The newest checkpoint of the run. */
  | { readonly ask: 'checkpoint' };

/** Why something went wrong, for people. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
}

/** What a page can run, and with how many threads. */
export interface Abilities {
  readonly backends: readonly BackendListing[];
  /** Why there is but one thread; undefined when there may be more. */
  readonly oneThread?: string;
}

/** What is to be said of a scenario before it runs. */
export interface Verdict {
  readonly problems: readonly Problem[];
  /** Why a page cannot run it although nothing is wrong with it. */
  readonly blocked?: string;
  /** Its own name and seed, when nothing is wrong with it. */
  readonly name?: string;
  readonly seed?: number;
}

/** A checkpoint as a safetensors file. */
export interface CheckpointFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What each question is answered with. */
export interface Answers {
  readonly backends: Abilities;
  readonly check: Verdict;
  /** Undefined: there is none yet. */
  readonly checkpoint: CheckpointFile | undefined;
}

/** A message from the page to a worker. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question }
  /** Once in a worker's life. */
  | { readonly kind: 'run'; readonly order: RunOrder }
  | { readonly kind: 'command'; readonly command: ViewCommand }
  /** The page has taken in so many frames: it is not flooded. */
  | { readonly kind: 'taken'; readonly frames: number };

/** A message from a worker to the page. */
export type FromWorker =
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answers[keyof Answers] }
  /** A question that could not be answered. */
  | { readonly kind: 'no-answer'; readonly number: number; readonly failure: Failure }
  | { readonly kind: 'frame'; readonly frame: ViewFrame }
  /** Nothing more will come of the run. */
  | { readonly kind: 'over'; readonly failure?: Failure };
