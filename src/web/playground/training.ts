import type { ViewCommand } from '../../streams/frames/view-command.js';
import type { RunStore } from '../view/run-store.js';
import type { AskedWorker, StartWorker } from './worker/asked-worker.js';
import type { CheckpointFile, Failure, FromWorker, RunOrder } from './worker/messages.js';

/** How far training is: nothing was trained yet; a worker begins; it trains; it is over. */
export type TrainingPhase = 'idle' | 'starting' | 'running' | 'over';

const LOST = 'Train again. If it happens again, choose a smaller network or another backend.';

/** Trains in a worker, one run at a time, and tells a store of it. A run that never begins leaves the store as it is. */
export class Training {
  readonly #store: RunStore;
  readonly #start: StartWorker;
  readonly #changed: () => void;
  #worker: AskedWorker | undefined;
  #phase: TrainingPhase = 'idle';
  #failure: Failure | undefined;
  #holdsRun = false;
  /** When the run in the store began, in milliseconds of the page. */
  #begun = 0;

  /** @param changed Called when `phase` or `failure` has changed. */
  constructor(store: RunStore, start: StartWorker, changed: () => void) {
    this.#store = store;
    this.#start = start;
    this.#changed = changed;
  }

  get phase(): TrainingPhase {
    return this.#phase;
  }

  /** Why the last run did not come to its end; undefined when it did, or goes on. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Whether the worker of the run in the store is still there, and with it the run's checkpoint. */
  get holdsRun(): boolean {
    return this.#holdsRun;
  }

  /** Begins a run, in a worker of its own; one that goes on is given up. */
  begin(order: RunOrder): void {
    this.#worker?.end();
    this.#holdsRun = false;
    this.#close('interrupted');
    this.#worker = this.#start(
      (message) => this.#hear(message),
      (failure) => {
        this.#holdsRun = false;
        this.#over(failure);
      },
      LOST,
    );
    this.#go('starting', undefined);
    this.#worker.tell({ kind: 'run', order });
  }

  /** Steers the run. A speed is also for one that begins, and while there is none for the next; anything else is nothing. */
  send(command: ViewCommand): void {
    const begins = this.#phase === 'starting' && command.kind === 'speed';
    if (this.#phase === 'running' || begins) this.#worker?.tell({ kind: 'command', command });
    if (this.#phase !== 'running' && command.kind === 'speed')
      this.#store.apply({ ...this.#store.state, speed: command.batchesPerSecond });
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
      if (message.frame.kind === 'run') this.#runs();
      // Before its first frame, a run has only its failure to tell: the store still holds another one.
      if (this.#phase === 'running') this.#store.apply(message.frame);
      this.#worker?.tell({ kind: 'taken', frames: 1 });
    } else if (message.kind === 'over') this.#over(message.failure);
  }

  #runs(): void {
    this.#holdsRun = true;
    this.#begun = performance.now();
    this.#go('running', undefined);
  }

  #over(failure: Failure | undefined): void {
    if (failure) this.#close('failed', failure);
    this.#go('over', failure);
  }

  /** Tells the charts of an end that the run cannot tell itself: it was given up, or its worker was lost. */
  #close(reason: 'interrupted' | 'failed', failure?: Failure): void {
    const { facts, ended, metrics } = this.#store;
    if (!facts || ended) return;
    this.#store.apply({
      kind: 'ended',
      reason,
      metrics: Object.assign({}, ...metrics.map((told) => told.metrics)),
      expect: [],
      epochs: metrics.at(-1)?.epoch ?? 0,
      seconds: (performance.now() - this.#begun) / 1000,
      ...(failure && { failure }),
    });
  }

  #go(phase: TrainingPhase, failure: Failure | undefined): void {
    this.#phase = phase;
    this.#failure = failure;
    this.#changed();
  }
}
