import { BatchSeries } from './batch-series.js';
import { encodeFrame } from './frame-codec.js';
import { type FrameLog, NewestFrames } from './frame-log.js';
import { MetricsLog } from './metrics-log.js';
import type { ViewFrame } from './view-frame.js';

/** Kinds of frames that are kept one by one. */
export const LOGGED_KINDS = [
  'batches',
  'metrics',
  'histograms',
  /** Stretches as well: they have their places on one time axis. */
  'look',
  'intervention',
  'phase',
  'changed',
  'progress',
] as const;
export type LoggedKind = (typeof LOGGED_KINDS)[number];

/** What is kept of one run at most. */
export interface HistoryLimits {
  /** Points of the learning curves. */
  readonly points: number;
  /** Frames with batches as they came, for views that keep up; older ones are in the points. */
  readonly batches: number;
  /** Beyond it they are thinned. */
  readonly metrics: number;
  readonly histograms: number;
  readonly interventions: number;
  /** Beginnings and ends of phases, and as many changes that they planned. */
  readonly phases: number;
  readonly looks: number;
  readonly lookBytes: number;
}

export const HISTORY_LIMITS: HistoryLimits = {
  points: 4096,
  batches: 256,
  metrics: 4096,
  histograms: 256,
  interventions: 1000,
  phases: 4096,
  looks: 2000,
  lookBytes: 16_000_000,
};

/**
 * What a view is told that connects to a run late or again: frames as the bytes that go out, so that many views cost no
 * more than one. Bounded, whatever the length of the run. Read through a `FrameCursor`.
 */
export class FrameHistory {
  readonly #run: number;
  readonly #logs: Readonly<Record<Exclude<LoggedKind, 'metrics'>, NewestFrames> & { metrics: MetricsLog }>;
  readonly #series: BatchSeries;
  #order = 0;
  #facts: Uint8Array<ArrayBuffer> | undefined;
  #ended: Uint8Array<ArrayBuffer> | undefined;

  /** @param run Number of the run among those of the page. */
  constructor(run: number, limits: HistoryLimits = HISTORY_LIMITS) {
    this.#run = run;
    this.#series = new BatchSeries(limits.points);
    this.#logs = {
      batches: new NewestFrames({ frames: limits.batches }),
      metrics: new MetricsLog(limits.metrics),
      histograms: new NewestFrames({ frames: limits.histograms }),
      look: new NewestFrames({ frames: limits.looks, bytes: limits.lookBytes }),
      intervention: new NewestFrames({ frames: limits.interventions }),
      phase: new NewestFrames({ frames: limits.phases }),
      changed: new NewestFrames({ frames: limits.phases }),
      progress: new NewestFrames({ frames: 1 }),
    };
  }

  /** The frame `run`; undefined until the run has begun. */
  get facts(): Uint8Array<ArrayBuffer> | undefined {
    return this.#facts;
  }

  /** The frame `ended`; undefined while the run goes on. */
  get ended(): Uint8Array<ArrayBuffer> | undefined {
    return this.#ended;
  }

  /** Bytes of all frames that are kept one by one. */
  get size(): number {
    return LOGGED_KINDS.reduce((sum, kind) => sum + this.#logs[kind].size, 0);
  }

  log(kind: LoggedKind): FrameLog {
    return this.#logs[kind];
  }

  /** All batches so far as one frame, thinned. */
  batches(): Uint8Array<ArrayBuffer> {
    return this.#encoded({ kind: 'batches', ...this.#series.whole() });
  }

  /** Takes the run's next frame in. `state` is not of the past, and passed over. */
  take(frame: ViewFrame): void {
    if (frame.kind === 'state') return;
    const bytes = this.#encoded(frame);
    if (frame.kind === 'run') this.#facts = bytes;
    else if (frame.kind === 'ended') this.#ended = bytes;
    else if (frame.kind === 'metrics') this.#logs.metrics.append({ order: this.#order++, bytes }, frame);
    else this.#logs[frame.kind === 'stretch' ? 'look' : frame.kind].append({ order: this.#order++, bytes });
    if (frame.kind === 'batches') this.#series.append(frame);
  }

  #encoded(frame: ViewFrame): Uint8Array<ArrayBuffer> {
    return encodeFrame({ run: this.#run, frame });
  }
}
