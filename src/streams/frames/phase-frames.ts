import type { RunEvent } from '../../run/run-event.js';
import { LayerThresholds } from './layer-thresholds.js';
import { type RecordedStretch, recordedStretches } from './recorded-stretch.js';
import type { FrameOf, RunFacts } from './view-frame.js';
import type { ViewPhase } from './view-phase.js';

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Turns what happens between the phases of a run, and in them, into frames; it knows which phase goes on. */
export class PhaseFrames {
  readonly #facts: RunFacts;
  readonly #thresholds: LayerThresholds;
  #current: ViewPhase | undefined;

  /** @param goesOn The phase in which the run goes on, where that has been told before. */
  constructor(facts: RunFacts, goesOn?: string) {
    this.#facts = facts;
    this.#thresholds = new LayerThresholds(facts);
    if (goesOn !== undefined) this.#become(goesOn);
  }

  /** The phase that goes on; undefined between phases, and where the run is a single training. */
  get current(): ViewPhase | undefined {
    return this.#current;
  }

  started({ phase, epoch, step }: EventOf<'phase-started'>): FrameOf<'phase'> {
    this.#become(phase);
    return { kind: 'phase', phase, state: 'started', epoch, step };
  }

  ended({ phase, epoch, step, metrics, seconds }: EventOf<'phase-ended'>): FrameOf<'phase'> {
    this.#current = undefined;
    return { kind: 'phase', phase, state: 'ended', epoch, step, metrics, seconds };
  }

  /** The event, but for what the plan of its phase tells already. */
  changed({ change: _, ...frame }: EventOf<'changed'>): FrameOf<'changed'> {
    this.#thresholds.change(frame);
    return frame;
  }

  /** A test phase goes on; undefined where a batch belongs to a test after an epoch. */
  tested({ batch, batches }: EventOf<'batch-tested'>): FrameOf<'progress'> | undefined {
    if (this.#current?.kind !== 'test') return undefined;
    return { kind: 'progress', phase: this.#current.id, done: batch, of: batches };
  }

  stretches({ pieces }: EventOf<'recorded'>): readonly RecordedStretch[] {
    return recordedStretches(pieces, this.#thresholds.in);
  }

  /** The phase of metrics, to be added to them. */
  placed(): { readonly phase?: string } {
    return this.#current ? { phase: this.#current.id } : {};
  }

  #become(phase: string): void {
    this.#current = this.#facts.phases?.find(({ id }) => id === phase);
    this.#thresholds.begin(phase);
  }
}
