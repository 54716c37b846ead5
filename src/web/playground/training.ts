import type { ViewCommand } from '../../streams/frames/view-command.js';
import type { RunStore } from '../view/run-store.js';
import { type AskedWorker, startWorker } from './worker/asked-worker.js';
import type { CheckpointFile, Failure, FromWorker, RunOrder } from './worker/messages.js';

/** How far training is: nothing was trained yet; a worker begins; it trains; it is over. */
export type TrainingPhase = 'idle' | 'starting' | 'running' | 'over';

/** Trains in a worker, one run at a time, and tells a store of it. */
export class Training {
  readonly #store: RunStore;
  readonly #changed: () => void;
  #worker: AskedWorker | undefined;
  #phase: TrainingPhase = 'idle';
  #failure: Failure | undefined;

  /** @param changed Called when `phase` or `failure` has changed. */
  constructor(store: RunStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  get phase(): TrainingPhase {
    return this.#phase;
  }

  /** Why the last run did not come to its end; undefined when it did, or goes on. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Begins a run, in a worker of its own; one that goes on is given up. */
  begin(order: RunOrder): void {
    this.#worker?.end();
    this.#worker = startWorker(
      (message) => this.#hear(message),
      (failure) => this.#over(failure),
    );
    this.#go('starting', undefined);
    this.#worker.tell({ kind: 'run', order });
  }

  /** Steers the run; while there is none, a speed is for the next one, and anything else is nothing. */
  send(command: ViewCommand): void {
    if (this.#phase === 'running') this.#worker?.tell({ kind: 'command', command });
    else if (command.kind === 'speed') this.#store.apply({ ...this.#store.state, speed: command.batchesPerSecond });
  }

  /** The newest checkpoint; undefined when there is none. */
  async checkpoint(): Promise<CheckpointFile | undefined> {
    return this.#worker?.ask({ ask: 'checkpoint' });
  }

  /** Says no more why the last run did not come to its end. */
  forgive(): void {
    this.#failure = undefined;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'frame') {
      // First: whoever hears of the run steers it at once.
      if (message.frame.kind === 'run') this.#go('running', undefined);
      this.#store.apply(message.frame);
      this.#worker?.tell({ kind: 'taken', frames: 1 });
    } else if (message.kind === 'over') this.#over(message.failure);
  }

  #over(failure: Failure | undefined): void {
    const { facts, ended, metrics } = this.#store;
    // A worker that was lost could not say so to the charts.
    if (failure && this.#phase === 'running' && facts && !ended)
      this.#store.apply({
        kind: 'ended',
        reason: 'failed',
        metrics: Object.assign({}, ...metrics.map((told) => told.metrics)),
        expect: [],
        epochs: metrics.at(-1)?.epoch ?? 0,
        seconds: 0,
        failure,
      });
    this.#go('over', failure);
  }

  #go(phase: TrainingPhase, failure: Failure | undefined): void {
    this.#phase = phase;
    this.#failure = failure;
    this.#changed();
  }
}
