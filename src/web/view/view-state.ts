import { BehaviorSubject, Subject } from 'rxjs';

import type { NeuronPlace } from '../../run/watch/look.js';
import type { RunStore } from './run-store.js';
import { NOTHING_YET } from './time-window.js';

/** A part of the time axis, in steps: `from <= step < to`. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export type RowOrder = 'index' | 'rate' | 'first-spike';

/** How spikes become a rate: counted in bins, or under a Gaussian. Widths in steps. */
export type RateKernel = { readonly kind: 'bin' | 'gaussian'; readonly width: number };

/** Something that somebody wants done to the neuron of a row. */
interface RowAction {
  readonly kind: 'pulse' | 'silence';
  readonly neuron: NeuronPlace;
  /** Step of the time axis that was clicked. */
  readonly step: number;
}

/** What somebody looks at. Shared by all charts of a page, so that cursor, zoom and pins are the same in each. */
export interface ViewState {
  readonly window: BehaviorSubject<TimeWindow>;
  /** Whether the window moves along with what is new. Zooming and panning end it; it can be turned on again. */
  readonly follow: BehaviorSubject<boolean>;
  /** Step under the cursor; undefined: none. */
  readonly cursor: BehaviorSubject<number | undefined>;
  /** Neurons whose membranes are shown. */
  readonly pinned: BehaviorSubject<readonly NeuronPlace[]>;
  /** The list that was last pinned without anybody here choosing it; `pinned` is this very list until somebody does. */
  readonly suggested: BehaviorSubject<readonly NeuronPlace[]>;
  readonly order: BehaviorSubject<RowOrder>;
  readonly kernel: BehaviorSubject<RateKernel>;
  /** Which of the page's runs the charts of one run show. */
  readonly run: BehaviorSubject<number>;
  /** What a click on a row does. */
  readonly click: BehaviorSubject<'pin' | RowAction['kind']>;
  /** Clicks on rows that pin nothing: a page that can reach the run makes commands of them. */
  readonly rowActions: Subject<RowAction>;
  /** Why the last click on a row did nothing; undefined when it did something. */
  readonly refusal: BehaviorSubject<string | undefined>;
}

/** A fresh state: everything in sight, nothing pinned; rates in bins that are wide enough for layers of few neurons. */
export function createViewState(): ViewState {
  const nothing: readonly NeuronPlace[] = [];
  return {
    window: new BehaviorSubject(NOTHING_YET),
    follow: new BehaviorSubject(true),
    cursor: new BehaviorSubject<number | undefined>(undefined),
    pinned: new BehaviorSubject(nothing),
    suggested: new BehaviorSubject(nothing),
    order: new BehaviorSubject<RowOrder>('index'),
    kernel: new BehaviorSubject<RateKernel>({ kind: 'bin', width: 5 }),
    run: new BehaviorSubject(0),
    click: new BehaviorSubject<'pin' | RowAction['kind']>('pin'),
    rowActions: new Subject<RowAction>(),
    refusal: new BehaviorSubject<string | undefined>(undefined),
  };
}

/** The runs of a page, in their order, and what is looked at. */
export interface View {
  readonly state: ViewState;
  /** Grows, never shrinks. */
  readonly runs: BehaviorSubject<readonly RunStore[]>;
}

/** The store that the charts of one run show; undefined before any run is known. */
export function shownRun({ state, runs }: View): RunStore | undefined {
  return runs.value[state.run.value] ?? runs.value[0];
}
