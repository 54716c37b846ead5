import { Subject } from 'rxjs';

import { BatchSeries } from '../../streams/frames/batch-series.js';
import { HISTORY_LIMITS } from '../../streams/frames/frame-history.js';
import { thinnedMetrics } from '../../streams/frames/thinned-metrics.js';
import type { FrameOf, RunFacts, ViewFrame } from '../../streams/frames/view-frame.js';
import { isLook, type Presentation } from './presentation.js';
import { PresentationList } from './presentation-list.js';
import { type RasterRows, rasterRows } from './raster-rows.js';
import { SpikeSeries } from './spike-series.js';
import { spikesOfLook } from './spikes-of-look.js';

/** How much of a run a page keeps; older things make room for newer ones. */
export interface StoreLimits {
  /** Spikes; see `SpikeSeries`. */
  readonly spikes: number;
  readonly presentations: number;
  /** Bytes of their arrays. */
  readonly presentationBytes: number;
  /** Metrics of epochs, >= 4: beyond it, see `thinnedMetrics`. */
  readonly metrics: number;
  readonly histograms: number;
  readonly interventions: number;
  /** Beginnings and ends of phases, and as many changes that they planned. */
  readonly phases: number;
  /** Points of the learning curves: beyond it, two neighbours become one. */
  readonly batches: number;
}

export const STORE_LIMITS: StoreLimits = {
  spikes: 2_000_000,
  presentations: 1_000,
  presentationBytes: 64_000_000,
  // What is sent to a page that comes late is what one keeps that came early.
  metrics: HISTORY_LIMITS.metrics,
  histograms: HISTORY_LIMITS.histograms,
  interventions: HISTORY_LIMITS.interventions,
  phases: HISTORY_LIMITS.phases,
  batches: HISTORY_LIMITS.points,
};

/** Everything that a page knows of one run: frames go in, charts read. Bounded, whatever the run's length. */
export class RunStore {
  readonly #limits: StoreLimits;
  readonly #changed = new Subject<ViewFrame>();
  #facts: RunFacts | undefined;
  #rows: RasterRows = { layers: [], count: 0 };
  #spikes: SpikeSeries;
  #batches: BatchSeries;
  #presentations: PresentationList;
  #metrics: FrameOf<'metrics'>[] = [];
  #histograms: FrameOf<'histograms'>[] = [];
  #interventions: FrameOf<'intervention'>[] = [];
  #phases: FrameOf<'phase'>[] = [];
  #changes: FrameOf<'changed'>[] = [];
  #progress: FrameOf<'progress'> | undefined;
  #state: FrameOf<'state'> = { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 };
  #everSteerable = false;
  #ended: FrameOf<'ended'> | undefined;

  constructor(limits: StoreLimits = STORE_LIMITS) {
    this.#limits = limits;
    this.#spikes = new SpikeSeries(limits.spikes);
    this.#batches = new BatchSeries(limits.batches);
    this.#presentations = this.#noPresentations();
  }

  /** Every frame, after it has been taken in. */
  get changed(): Subject<ViewFrame> {
    return this.#changed;
  }

  /** Undefined until the run has said what it is. */
  get facts(): RunFacts | undefined {
    return this.#facts;
  }

  get rows(): RasterRows {
    return this.#rows;
  }

  get spikes(): SpikeSeries {
    return this.#spikes;
  }

  get batches(): BatchSeries {
    return this.#batches;
  }

  /**
   * Presentations and stretches of phases, oldest first, as far as they and all of their spikes are kept; the newest in any
   * case.
   */
  get presentations(): readonly Presentation[] {
    return this.#presentations.frames;
  }

  /** The newest look at a sample that is kept. */
  get newestLook(): FrameOf<'look'> | undefined {
    return this.presentations.findLast(isLook);
  }

  get metrics(): readonly FrameOf<'metrics'>[] {
    return this.#metrics;
  }

  get histograms(): readonly FrameOf<'histograms'>[] {
    return this.#histograms;
  }

  get interventions(): readonly FrameOf<'intervention'>[] {
    return this.#interventions;
  }

  /** Beginnings and ends of phases, oldest first. */
  get phases(): readonly FrameOf<'phase'>[] {
    return this.#phases;
  }

  /** What phases planned and what has happened, oldest first. */
  get changes(): readonly FrameOf<'changed'>[] {
    return this.#changes;
  }

  /** How far the phase is that goes on; undefined where it learns, and where that has not been told. */
  get progress(): FrameOf<'progress'> | undefined {
    return this.#progress;
  }

  get state(): FrameOf<'state'> {
    return this.#state;
  }

  /** Whether a run of this store has ever obeyed commands, also if nobody listens any more. */
  get everSteerable(): boolean {
    return this.#everSteerable;
  }

  /** Undefined while the run goes on. */
  get ended(): FrameOf<'ended'> | undefined {
    return this.#ended;
  }

  /** What can be looked at on the time axis, in steps; both 0 when there is nothing. */
  get extent(): { readonly from: number; readonly to: number } {
    const first = this.presentations[0];
    const last = this.presentations.at(-1);
    return first && last ? { from: first.start, to: last.start + last.look.steps } : { from: 0, to: 0 };
  }

  /** The presentation at a step of the time axis; undefined where there is none. */
  presentationAt(step: number): Presentation | undefined {
    return this.presentations.findLast(({ start, look }) => start <= step && step < start + look.steps);
  }

  apply(frame: ViewFrame): void {
    switch (frame.kind) {
      case 'run':
        this.#begin(frame);
        break;
      case 'batches':
        this.#batches.append(frame);
        break;
      case 'metrics':
        this.#metrics = thinnedMetrics([...this.#metrics, frame], this.#limits.metrics);
        break;
      case 'histograms':
        this.#histograms = bounded([...this.#histograms, frame], this.#limits.histograms);
        break;
      case 'look':
      case 'stretch':
        this.#shown(frame);
        break;
      case 'intervention':
        this.#interventions = bounded([...this.#interventions, frame], this.#limits.interventions);
        break;
      case 'phase':
        this.#phases = bounded([...this.#phases, frame], this.#limits.phases);
        this.#progress = undefined;
        break;
      case 'changed':
        this.#changes = bounded([...this.#changes, frame], this.#limits.phases);
        break;
      case 'progress':
        this.#progress = frame;
        break;
      case 'state':
        this.#state = frame;
        this.#everSteerable ||= frame.controls === true;
        break;
      case 'ended':
        this.#ended = frame;
        break;
    }
    this.#changed.next(frame);
  }

  /** A run that begins again (after a reconnection all of it is told once more) replaces what was known. */
  #begin(facts: FrameOf<'run'>): void {
    this.#facts = facts;
    this.#rows = rasterRows(facts.layers);
    this.#spikes = new SpikeSeries(this.#limits.spikes);
    this.#batches = new BatchSeries(this.#limits.batches);
    this.#presentations = this.#noPresentations();
    this.#metrics = [];
    this.#histograms = [];
    this.#interventions = [];
    this.#phases = [];
    this.#changes = [];
    this.#progress = undefined;
    this.#ended = undefined;
  }

  #shown(frame: Presentation): void {
    const { times, rows } = spikesOfLook(frame, this.#rows);
    this.#spikes.append(times, rows);
    this.#presentations.append(frame);
    // A presentation whose spikes are not all there any more would look quieter than it was: it goes, too.
    this.#presentations.keepFrom(this.#spikes.completeFrom);
    this.#spikes.forgetBefore(this.presentations[0]!.start);
  }

  #noPresentations(): PresentationList {
    const { presentations: most, presentationBytes: bytes } = this.#limits;
    return new PresentationList({ most, bytes });
  }
}

function bounded<T>(list: T[], limit: number): T[] {
  return list.length > limit ? list.slice(list.length - limit) : list;
}
