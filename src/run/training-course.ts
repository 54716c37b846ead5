import { scheduleFactor } from '../core/optimizers/schedule.js';
import { shuffledIndices } from '../data/shuffled-indices.js';
import type { CheckpointCadence } from '../scenario/scenario.js';
import type { Presentation } from '../trainers/presentation.js';
import { batchCount, batches, presentation } from './batches.js';
import { checkpointDue } from './checkpoint-due.js';
import type { CoursePosition } from './course-position.js';
import type { PreparedRun } from './prepare-run.js';
import { recordedCourse } from './record-course.js';
import type { RunEvent } from './run-event.js';
import { emptyTally, metricsOf, tallied } from './tally.js';
import type { Task } from './task.js';
import { type TestPass, testPass } from './test-pass.js';
import { hasHistograms, networkHistograms } from './watch/network-histograms.js';
import type { Watching } from './watch/watching.js';

/** Where in a training a batch is, within its phase. */
export interface BatchPlace {
  /** Epochs finished, and batches done in this one. */
  readonly epoch: number;
  readonly batch: number;
  /** Batches done in all. */
  readonly batches: number;
}

/** What a phase does to a training on its way. */
export interface CourseHooks {
  /** Before every batch. */
  readonly before?: (place: BatchPlace) => AsyncGenerator<RunEvent, void, void>;
  /** What is shown in place of a batch. */
  readonly shown?: (presentation: Presentation) => Presentation;
  /** In place of how the task learns: how it does now. */
  readonly learn?: () => Task['learn'];
  /** After every test of an epoch. */
  readonly tested?: () => AsyncGenerator<RunEvent, void, void>;
}

/** How a training goes. */
export interface CourseOptions {
  readonly task: Task;
  readonly run: PreparedRun;
  readonly watching: Watching;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds that the run has spent on itself. */
  readonly milliseconds: () => number;
  /** Its name; of a run that is a single training `train`. */
  readonly phase: string;
  /** What the names of random streams begin with: '' or a phase's own. */
  readonly streams: string;
  /** Epochs and steps of the run before it. */
  readonly before: { readonly epoch: number; readonly step: number };
  readonly checkpoints: CheckpointCadence;
  /** Yields a checkpoint of where the run stands. */
  readonly checkpoint: () => Promise<RunEvent>;
  readonly hooks: CourseHooks;
}

/** A training of so many epochs with a test after each: a run's only one, or that of a phase. */
export class TrainingCourse {
  readonly #options: CourseOptions;
  #at: CoursePosition;

  /** @param at Where it goes on; `COURSE_START` with what came before when it begins. */
  constructor(options: CourseOptions, at: CoursePosition) {
    this.#options = options;
    this.#at = at;
  }

  get position(): CoursePosition {
    return this.#at;
  }

  get #run(): PreparedRun {
    return this.#options.run;
  }

  /** The task as it is now. */
  get #task(): Task {
    const { task, hooks } = this.#options;
    return hooks.learn ? { ...task, learn: hooks.learn() } : task;
  }

  /** All epochs, or those that are left; ends early when the run is stopped. */
  async *events(): AsyncGenerator<RunEvent, void, void> {
    const { task, before, watching, hooks, checkpoints } = this.#options;
    const last = before.epoch + task.train.epochs;
    if (!this.#at.examined && this.#at.epochsDone === this.#at.epoch) yield* this.#examine();
    while (!this.#stopped() && (this.#at.epochsDone < this.#at.epoch || this.#at.epoch < last)) {
      if (this.#at.epochsDone === this.#at.epoch)
        this.#move({ epoch: this.#at.epoch + 1, batch: 0, tally: emptyTally, examined: false });
      const start = this.#options.milliseconds();
      // Here and not in a generator of its own: every one that a batch's event passes through costs microseconds.
      for (const indices of this.#batchesLeft()) {
        if (watching.watched) yield* watching.hold(this.place(), 'batch');
        if (this.#stopped()) return;
        if (hooks.before) yield* hooks.before(this.#batchPlace());
        yield await this.#learn(indices);
        const recorded = this.#recorded(false);
        if (recorded) yield await recorded;
        if (watching.watched) yield* watching.show(this.place());
        if (checkpointDue(checkpoints, this.#at, 'step')) yield await this.#checkpoint();
      }
      yield this.#endEpoch(start);
      const recorded = this.#recorded(true);
      if (recorded) yield await recorded;
      yield* this.#examine();
    }
  }

  /** Histograms of what the run has learned since the last ones. */
  async histograms(): Promise<RunEvent> {
    const { watching } = this.#options;
    const histograms = await watching.showing(() => networkHistograms(this.#task, this.#run));
    const { epoch, step } = this.#at;
    this.#move({ histogramsAt: step });
    return { kind: 'histograms', epoch, step, ...histograms };
  }

  /** The batches of this epoch that were not learned before the run was interrupted. */
  *#batchesLeft(): Generator<Uint32Array> {
    const { task, streams: prefix } = this.#options;
    const { train, streams } = this.#run;
    // Streams are named after their place in the run: seed, epoch and batch are all that a checkpoint needs of them.
    const order = shuffledIndices(train.dataSet.count, streams.fresh(`${prefix}order/${this.#ownEpoch}`));
    let batch = 0;
    for (const indices of batches(order, task.train.batch)) if (++batch > this.#at.batch) yield indices;
  }

  async #learn(indices: Uint32Array): Promise<RunEvent> {
    const { streams: prefix, hooks } = this.#options;
    const { learner, streams } = this.#run;
    const { epoch } = this.#at;
    const batch = this.#at.batch + 1;
    const random = streams.fresh(`${prefix}encode/train/${this.#ownEpoch}/${batch}`);
    const learningRate = this.#learningRate();
    // A phase may have changed the encoder.
    const plain = presentation(this.#run.train, indices, random);
    const shown = hooks.shown?.(plain) ?? plain;
    const learned = await learner.learn(shown, { epoch, batch, learningRate });
    const samples = indices.length;
    const step = this.#at.step + 1;
    this.#move({ batch, step, tally: tallied(this.#at.tally, learned, samples) });
    return {
      kind: 'batch-trained',
      epoch,
      batch,
      step,
      learningRate,
      reward: learned.reward / samples,
      accuracy: learned.correct / samples,
      ...(learned.spikes === undefined ? {} : { spikesPerSample: learned.spikes / samples }),
      ...(learned.feedbackNorm === undefined ? {} : { feedbackNorm: learned.feedbackNorm }),
      ...(learned.measures ? { measures: learned.measures } : {}),
    };
  }

  #endEpoch(start: number): RunEvent {
    const metrics = metricsOf(this.#at.tally, 'train');
    this.#move({ epochsDone: this.#at.epochsDone + 1, metrics: { ...this.#at.metrics, ...metrics } });
    const { epoch, step } = this.#at;
    return { kind: 'epoch-ended', epoch, step, metrics, seconds: (this.#options.milliseconds() - start) / 1000 };
  }

  #recorded(endsEpoch: boolean): Promise<RunEvent> | undefined {
    const { phase } = this.#options;
    const { epoch, step } = this.#at;
    return recordedCourse(this.#task, this.#run, phase, { epoch, step, endsEpoch });
  }

  /** What follows an epoch: histograms and the test, where they are due, and a checkpoint. */
  async *#examine(): AsyncGenerator<RunEvent, void, void> {
    const { task, before, checkpoints } = this.#options;
    const { epoch, step } = this.#at;
    const own = epoch - before.epoch;
    const { epochs } = task.train;
    // They may be there already where a run goes on.
    if (hasHistograms(own, epochs) && this.#at.histogramsAt < step) yield await this.histograms();
    if (this.#stopped()) return;
    if (own % task.test.every === 0 || own === epochs) yield* this.#test();
    if (this.#stopped() && !this.#at.examined) return;
    this.#move({ examined: true });
    // At its end the run writes one itself.
    if (own < epochs && checkpointDue(checkpoints, this.#at, 'epoch')) yield await this.#checkpoint();
  }

  #checkpoint(): Promise<RunEvent> {
    this.#move({ checkpointAt: this.#at.step });
    return this.#options.checkpoint();
  }

  async *#test(): AsyncGenerator<RunEvent, void, void> {
    const { watching, hooks } = this.#options;
    const { learner } = this.#run;
    yield* watching.hold(this.place(), 'test');
    const between = () => watching.show(this.place());
    const tally = yield* testPass(learner, this.#run, { ...this.pass(), between });
    if (!tally) return;
    const metrics = { ...metricsOf(tally, 'test'), ...learner.metrics?.() };
    this.#move({ metrics: { ...this.#at.metrics, ...metrics }, examined: true });
    const { epoch, step } = this.#at;
    yield { kind: 'tested', epoch, step, split: 'test', samples: tally.samples, metrics };
    if (hooks.tested) yield* hooks.tested();
  }

  pass(): TestPass {
    return { epoch: this.#at.epoch, size: this.#options.task.test.batch, stopped: () => this.#stopped() };
  }

  place() {
    const { epoch, batch, step } = this.#at;
    return { epoch, batch, step };
  }

  /** The epoch in progress, counted from 1 within its phase. */
  get #ownEpoch(): number {
    return this.#at.epoch - this.#options.before.epoch;
  }

  #batchPlace(): BatchPlace {
    const { epoch, batch, step } = this.#at;
    const { before } = this.#options;
    return { epoch: epoch - before.epoch - 1, batch, batches: step - before.step };
  }

  #learningRate(): number {
    const { task, before, watching } = this.#options;
    const { epochs, batch } = task.train;
    const totalSteps = epochs * batchCount(this.#run.train.dataSet.count, batch);
    const [step, epoch] = [this.#at.step - before.step, this.#at.epoch - before.epoch - 1];
    const { optimizer, schedule } = this.#task.learn;
    const rate = watching.ownLearningRate ?? optimizer.lr;
    return rate * scheduleFactor(schedule, { step, totalSteps, epoch });
  }

  #stopped(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  #move(changed: Partial<CoursePosition>): void {
    this.#at = { ...this.#at, ...changed };
  }
}
