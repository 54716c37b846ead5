import type { Tensors } from '../../core/layers/tensors.js';
import { OPTIMIZER_OPTIONS } from '../../core/optimizers/optimizer.js';
import { optionProblems } from '../../core/option-problems.js';
import { failureOf } from '../failed-event.js';
import type { PreparedRun } from '../prepare-run.js';
import type { RunEvent } from '../run-event.js';
import type { RunOptions } from '../run-options.js';
import type { Task } from '../task.js';
import { type LookPlace, makeLook } from './make-look.js';
import { ownFeedback } from './own-feedback.js';
import type { Intervention, NextPart, RunWatch } from './run-watch.js';
import { untilAborted } from './until-aborted.js';
import { whyNotSilence } from './why-not-silence.js';

/** Where a run stands when it is looked at. */
export interface WatchedPlace {
  readonly epoch: number;
  /** Batches of this epoch that were learned before. */
  readonly batch: number;
  readonly step: number;
}

/** Why nobody changes a test or a free run by hand: what it shows is what its scenario says. */
const NOT_LEARNING = 'this phase does not learn, and only its scenario changes it';

/** A run's side of a `RunWatch`: waits at its gate, carries interventions out, shows what is wanted. */
export class Watching {
  readonly #place: LookPlace;
  readonly #watch: RunOptions['watch'];
  readonly #signal: AbortSignal | undefined;
  readonly #clock: () => number;
  #learningRate: number | undefined;
  #aside = 0;
  /** The network as it was seen last, while it is still the same. */
  #seen: { readonly step: number; readonly tensors: Tensors } | undefined;

  /** @param learningRate That somebody has set before, in a run that goes on. */
  constructor(task: Task, run: PreparedRun, { watch, signal, clock = () => 0 }: RunOptions, learningRate?: number) {
    this.#place = { task, run, sendBack: ownFeedback(task.learn, run.streams) };
    this.#watch = watch;
    this.#signal = signal;
    this.#clock = clock;
    this.#learningRate = learningRate;
  }

  /** The learning rate that somebody has set, before the schedule's factor; undefined: nobody has. */
  get ownLearningRate(): number | undefined {
    return this.#learningRate;
  }

  /** Milliseconds that the run has not spent on itself so far: it was held, or something was shown. */
  get aside(): number {
    return this.#aside;
  }

  /** Whether anybody watches. Where nobody does, `hold` and `show` need not be asked, which costs as much as a short wait. */
  get watched(): boolean {
    return this.#watch !== undefined;
  }

  /** Before a part of the run: returns when it may go on, or has been stopped. */
  async *hold(place: WatchedPlace, next: NextPart): AsyncGenerator<RunEvent, void, void> {
    if (this.#watch) yield* this.#timed(this.#waitAtGate(this.#watch, place, next));
    if (next === 'batch') this.#seen = undefined;
  }

  /** After a batch: shows what is wanted. */
  async *show(place: WatchedPlace): AsyncGenerator<RunEvent, void, void> {
    if (this.#watch) yield* this.#timed(this.#show(this.#watch, place));
  }

  /** What is done for the eyes only, whoever asked for it. */
  async showing<T>(work: () => Promise<T>): Promise<T> {
    const start = this.#clock();
    try {
      return await work();
    } finally {
      this.#aside += this.#clock() - start;
    }
  }

  async *#timed(events: AsyncGenerator<RunEvent, void, void>): AsyncGenerator<RunEvent, void, void> {
    const start = this.#clock();
    yield* events;
    this.#aside += this.#clock() - start;
  }

  async *#waitAtGate(watch: RunWatch, place: WatchedPlace, next: NextPart): AsyncGenerator<RunEvent, void, void> {
    while (!this.#signal?.aborted) {
      const answer = await untilAborted(watch.gate(next), this.#signal);
      if (answer === undefined) return;
      for (const intervention of watch.interventions())
        yield next === 'stretch'
          ? { kind: 'intervened', ...place, intervention, refused: NOT_LEARNING }
          : await this.#intervened(place, intervention);
      if (answer === 'go') return;
      if (next !== 'stretch') yield* this.#show(watch, place);
    }
  }

  async *#show(watch: RunWatch, place: WatchedPlace): AsyncGenerator<RunEvent, void, void> {
    const request = watch.wanted();
    if (!request) return;
    const tensors = await this.#network(place.step);
    const look = tensors && makeLook(this.#place, tensors, request);
    if (look) yield { kind: 'looked', ...place, look };
    watch.shown();
  }

  async #network(step: number): Promise<Tensors | undefined> {
    if (this.#seen?.step === step) return this.#seen.tensors;
    const tensors = await this.#place.run.learner.network?.();
    this.#seen = tensors && { step, tensors };
    return tensors;
  }

  async #intervened(place: WatchedPlace, intervention: Intervention): Promise<RunEvent> {
    const refused = await this.#carryOut(intervention);
    this.#seen = undefined;
    return { kind: 'intervened', ...place, intervention, ...(refused === undefined ? {} : { refused }) };
  }

  /** @returns Why it was not possible; undefined when it was. */
  async #carryOut(intervention: Intervention): Promise<string | undefined> {
    const { task, run } = this.#place;
    if (intervention.kind === 'learning-rate') {
      const { value } = intervention;
      const form = { lr: OPTIMIZER_OPTIONS[task.learn.optimizer.kind].lr };
      const [problem] = optionProblems({ lr: value }, form);
      if (problem) return `learning rate: expected ${problem.expected}, got ${problem.got}`;
      if (value === (this.#learningRate ?? task.learn.optimizer.lr))
        return `nothing to change: the learning rate is ${value} already`;
      this.#learningRate = value;
      return undefined;
    }
    const { kind, layer, units } = intervention;
    const change = run.learner[kind];
    if (!change) return `neurons cannot be cut off under the rule "${task.learn.rule.kind}"`;
    const grows = kind === 'silence' ? whyNotSilence(task.learn, run.plan, layer) : undefined;
    // Whatever the device says: the run goes on as it was, and fails by itself if it cannot.
    return (
      grows ??
      change(layer, units).then(
        () => undefined,
        (error: unknown) => failureOf(error).message,
      )
    );
  }
}
