import type { Metrics, RunEvent } from '../../run/run-event.js';
import type { Look } from '../../run/watch/look.js';
import { BatchGatherer } from './batch-gatherer.js';
import { PhaseFrames } from './phase-frames.js';
import type { FrameOf, RunFacts, ViewFrame } from './view-frame.js';

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Events that views are not told of; their arrays lie in files, so that a log may tell them in its own way. */
type Untold = { readonly kind: 'checkpoint' | 'spikes-recorded' };

/** What frames are made of. */
export type FramedEvent = Exclude<RunEvent, Untold> | Untold;

/** How frames are made. */
export interface FrameOptions {
  /** What a view must know of the run before anything else: see `runFacts`. */
  readonly facts: (started: EventOf<'run-started'>) => RunFacts;
  /** Path of the run's folder, where there is one. */
  readonly folder?: string | undefined;
  /** The phase in which a run goes on that was cut short. */
  readonly phase?: string | undefined;
}

/** Turns the events of one run into frames, one by one. Batches gather until anything else comes, or `flush` is called. */
export class FrameMaker {
  readonly #options: FrameOptions;
  readonly #batches = new BatchGatherer();
  #batchesPerEpoch = 1;
  #phases: PhaseFrames | undefined;
  #phaseMetrics: Record<string, Metrics> = {};
  /** Where the next presentation begins on the time axis. */
  #start = 0;
  #step = 0;
  /** Epochs done, as a fraction. */
  #epoch = 0;
  #epochs = 0;
  #metrics: Metrics = {};
  /** Of the epochs that were finished. */
  #seconds = 0;
  /** Interventions that took effect. */
  #changes = 0;
  #ended = false;

  constructor(options: FrameOptions) {
    this.#options = options;
  }

  /** Batches that wait for more. */
  get gathered(): number {
    return this.#batches.count;
  }

  /** Whether the end of the run has been told. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Frames for an event, those of gathered batches before them. */
  take(event: FramedEvent): readonly ViewFrame[] {
    if (event.kind === 'batch-trained') {
      this.#step = event.step;
      this.#epoch = this.#epochOf(event);
      this.#batches.add(event, this.#epoch);
      return [];
    }
    const frames = this.#framesOf(event);
    return frames.length === 0 ? [] : [...this.flush(), ...frames];
  }

  /** Batches that have gathered, as a frame; none when there are none. */
  flush(): readonly ViewFrame[] {
    const columns = this.#batches.take();
    return columns ? [{ kind: 'batches', ...columns }] : [];
  }

  /** The frame with which a run ends that failed; none when its end has been told. */
  failed(code: string, message: string): readonly ViewFrame[] {
    return this.#cutShort({ reason: 'failed', failure: { code, message } });
  }

  /** The frame with which what is known of a run ends, where nobody has told its end; none when somebody has. */
  unfinished(): readonly ViewFrame[] {
    return this.#cutShort({ reason: 'unfinished' });
  }

  #cutShort(why: Pick<FrameOf<'ended'>, 'reason' | 'failure'>): readonly ViewFrame[] {
    if (this.#ended) return [];
    this.#ended = true;
    const phases = this.#phases ? { phases: this.#phaseMetrics } : {};
    const told = { metrics: this.#metrics, ...phases, expect: [], epochs: this.#epochs, seconds: this.#seconds };
    return [...this.flush(), { kind: 'ended', ...why, ...told, ...this.#also() }];
  }

  #framesOf(event: Exclude<FramedEvent, { kind: 'batch-trained' }>): readonly ViewFrame[] {
    switch (event.kind) {
      case 'run-started': {
        const facts = this.#options.facts(event);
        this.#phases = facts.phases && new PhaseFrames(facts, this.#options.phase);
        this.#batchesPerEpoch = this.#phases?.current?.batchesPerEpoch ?? event.batchesPerEpoch;
        return [{ kind: 'run', ...facts }];
      }
      case 'epoch-ended':
        this.#epochs = event.epoch;
        this.#seconds += event.seconds;
        return [this.#measured('train', event)];
      case 'tested':
        return [this.#measured('test', event)];
      case 'histograms':
        return [event];
      case 'looked':
        return [this.#look(event.look, this.#epochOf(event), event.step)];
      case 'samples-looked':
        return event.looks.map((look) => this.#look(look, this.#epoch, this.#step));
      case 'intervened': {
        const { step, intervention, refused } = event;
        const why = refused === undefined ? {} : { refused };
        if (refused === undefined) this.#changes++;
        return [{ kind: 'intervention', start: this.#start, step, intervention, ...why }];
      }
      case 'phase-started':
      case 'phase-ended':
      case 'changed':
      case 'batch-tested':
      case 'steps-run':
      case 'recorded':
        return this.#phases ? this.#ofPhase(event, this.#phases) : [];
      case 'run-failed':
        return this.failed(event.code, event.message);
      case 'run-ended': {
        this.#ended = true;
        const { reason, metrics, phases, expect, epochs, seconds } = event;
        const told = { reason, metrics, ...(phases ? { phases } : {}), expect, epochs, seconds };
        return [{ kind: 'ended', ...told, ...this.#also() }];
      }
      default:
        return [];
    }
  }

  #measured(split: 'train' | 'test', { epoch, step, metrics }: EventOf<'epoch-ended' | 'tested'>): ViewFrame {
    this.#metrics = { ...this.#metrics, ...metrics };
    return { kind: 'metrics', split, ...this.#phases?.placed(), epoch, step, metrics };
  }

  #ofPhase(
    event: EventOf<'phase-started' | 'phase-ended' | 'changed' | 'batch-tested' | 'steps-run' | 'recorded'>,
    phases: PhaseFrames,
  ): readonly ViewFrame[] {
    switch (event.kind) {
      case 'phase-started': {
        const frame = phases.started(event);
        this.#batchesPerEpoch = phases.current?.batchesPerEpoch ?? this.#batchesPerEpoch;
        return [frame];
      }
      case 'phase-ended':
        this.#phaseMetrics = { ...this.#phaseMetrics, [event.phase]: event.metrics };
        return [phases.ended(event)];
      case 'changed':
        return [phases.changed(event)];
      case 'batch-tested': {
        const frame = phases.tested(event);
        return frame ? [frame] : [];
      }
      case 'steps-run':
        return [{ kind: 'progress', phase: event.phase, done: event.done, of: event.steps }];
      case 'recorded':
        return phases.stretches(event).map((stretch) => {
          const start = this.#start;
          this.#start += stretch.look.steps;
          return { kind: 'stretch', start, epoch: this.#epoch, step: this.#step, ...stretch };
        });
    }
  }

  #look(look: Look, epoch: number, step: number): ViewFrame {
    const start = this.#start;
    this.#start += look.steps;
    return { kind: 'look', start, epoch, step, look };
  }

  /** Epochs done, as a fraction. */
  #epochOf({ epoch, batch }: { readonly epoch: number; readonly batch: number }): number {
    return epoch - 1 + batch / this.#batchesPerEpoch;
  }

  /** What is told of an end where there is something to tell. */
  #also(): Pick<FrameOf<'ended'>, 'interventions' | 'folder'> {
    const { folder } = this.#options;
    return {
      ...(this.#changes > 0 ? { interventions: this.#changes } : {}),
      ...(folder === undefined ? {} : { folder }),
    };
  }
}
