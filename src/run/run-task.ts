import { scheduleFactor } from '../core/optimizers/schedule.js';
import type { RandomStreams } from '../data/random-streams.js';
import { shuffledIndices } from '../data/shuffled-indices.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import { batchCount, batches, presentation } from './batches.js';
import { checkExpectations } from './check-expectations.js';
import { checkpointEvent } from './checkpoint-event.js';
import { failedEvent } from './failed-event.js';
import { type PreparedRun, prepareRun, startedEvent } from './prepare-run.js';
import { recordSpikes } from './record-spikes.js';
import type { Metrics, RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import { emptyTally, metricsOf, type Tally, tallied } from './tally.js';
import type { Task } from './task.js';
import { type TestPass, testPass } from './test-pass.js';
import { hasHistograms, networkHistograms } from './watch/network-histograms.js';
import { sampleLooks } from './watch/sample-looks.js';
import { Watching } from './watch/watching.js';
import { weigh } from './weigh.js';

/**
 * Runs a task: trains, tests, records, checks, and tells each step of it as a plain event.
 *
 * The generator owns the loop, the seed and the schedule. Ending it early (`return()`) frees the device; aborting the
 * signal also yields a checkpoint, histograms of what it had learned, a look at the first sample and `run-ended` first.
 *
 * @throws HeavisideError before the first event when data, network or backend do not fit. Later whatever went wrong
 *   (HV_NON_FINITE when training diverges), after `run-failed`, with the last good weights in the checkpoint before it.
 */
export async function* runTask(
  task: Task,
  streams: RandomStreams,
  options: RunOptions,
): AsyncGenerator<RunEvent, void, void> {
  const run = await prepareRun(task, streams, options);
  let failed = false;
  try {
    yield startedEvent(task, run);
    yield* new TrainingLoop(task, run, options).events();
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    await run.learner.close().catch((error: unknown) => {
      // What went wrong first is what counts.
      if (!failed) throw error;
    });
  }
}

/** One run's progress; lives as long as its generator. */
class TrainingLoop {
  readonly #task: Task;
  readonly #run: PreparedRun;
  readonly #watching: Watching;
  readonly #signal: AbortSignal | undefined;
  readonly #clock: () => number;
  /** The epoch in progress or just finished; counts from 1. */
  #epoch = 0;
  #epochsDone = 0;
  /** Batches done in this epoch. */
  #batch = 0;
  #step = 0;
  /** The step that the newest histograms show; without any, the network that has learned nothing. */
  #histogramsAt = 0;
  /** Sums over the batches of this epoch. */
  #tally: Tally = emptyTally;
  #metrics: Metrics = {};

  constructor(task: Task, run: PreparedRun, options: RunOptions) {
    this.#task = task;
    this.#run = run;
    this.#watching = new Watching(task, run, options);
    this.#signal = options.signal;
    this.#clock = options.clock ?? (() => 0);
  }

  async *events(): AsyncGenerator<RunEvent, void, void> {
    try {
      yield* this.#wholeRun();
    } catch (error) {
      yield* this.#failed(error);
      throw error;
    }
  }

  async *#wholeRun(): AsyncGenerator<RunEvent, void, void> {
    const start = this.#milliseconds();
    const { epochs } = this.#task.train;
    const { every } = this.#task.test;
    while (this.#epoch < epochs && !this.#stopped()) {
      this.#epoch++;
      yield* this.#trainEpoch();
      if (!this.#stopped() && (this.#epoch % every === 0 || this.#epoch === epochs)) yield* this.#test();
    }
    const interrupted = this.#stopped();
    // First of all: what was learned must not be lost to trouble with the recording.
    yield await this.#checkpoint(interrupted ? 'interrupted' : 'end');
    if (interrupted) {
      if (this.#histogramsAt < this.#step) yield await this.#histograms();
      yield* this.#lookAtSamples();
    } else yield* this.#examine();
    yield {
      kind: 'run-ended',
      reason: interrupted ? 'interrupted' : 'complete',
      epochs: this.#epochsDone,
      metrics: this.#metrics,
      expect: interrupted ? [] : checkExpectations(this.#task.expect, this.#metrics),
      seconds: this.#secondsSince(start),
    };
  }

  async *#trainEpoch(): AsyncGenerator<RunEvent, void, void> {
    const start = this.#milliseconds();
    const { train, learner, streams } = this.#run;
    // Streams are named after their place in the run: seed, epoch and batch are all that a checkpoint needs of them.
    const order = shuffledIndices(train.dataSet.count, streams.fresh(`order/${this.#epoch}`));
    this.#batch = 0;
    this.#tally = emptyTally;
    for (const indices of batches(order, this.#task.train.batch)) {
      yield* this.#watching.hold(this.#place(), 'batch');
      if (this.#stopped()) return;
      const random = streams.fresh(`encode/train/${this.#epoch}/${this.#batch + 1}`);
      const learningRate = this.#learningRate();
      const shown = presentation(train, indices, random);
      const learned = await learner.learn(shown, { epoch: this.#epoch, batch: this.#batch + 1, learningRate });
      const samples = indices.length;
      this.#batch++;
      this.#step++;
      this.#tally = tallied(this.#tally, learned, samples);
      yield {
        kind: 'batch-trained',
        epoch: this.#epoch,
        batch: this.#batch,
        step: this.#step,
        learningRate,
        reward: learned.reward / samples,
        accuracy: learned.correct / samples,
        ...(learned.spikes === undefined ? {} : { spikesPerSample: learned.spikes / samples }),
        ...(learned.feedbackNorm === undefined ? {} : { feedbackNorm: learned.feedbackNorm }),
        ...(learned.measures ? { measures: learned.measures } : {}),
      };
      yield* this.#watching.show(this.#place());
    }
    this.#epochsDone++;
    const metrics = metricsOf(this.#tally, 'train');
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'epoch-ended', epoch: this.#epoch, step: this.#step, metrics, seconds: this.#secondsSince(start) };
    if (hasHistograms(this.#epoch, this.#task.train.epochs)) yield await this.#histograms();
  }

  async #histograms(): Promise<RunEvent> {
    const histograms = await this.#watching.showing(() => networkHistograms(this.#task, this.#run));
    this.#histogramsAt = this.#step;
    return { kind: 'histograms', epoch: this.#epoch, step: this.#step, ...histograms };
  }

  async *#test(): AsyncGenerator<RunEvent, void, void> {
    const { learner } = this.#run;
    yield* this.#watching.hold(this.#place(), 'test');
    const between = () => this.#watching.show(this.#place());
    const tally = yield* testPass(learner, this.#run, { ...this.#pass(), between });
    if (!tally) return;
    const metrics = { ...metricsOf(tally, 'test'), ...learner.metrics?.() };
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'tested', epoch: this.#epoch, step: this.#step, split: 'test', samples: tally.samples, metrics };
  }

  /** What a complete run tells of the network that it has trained. */
  async *#examine(): AsyncGenerator<RunEvent, void, void> {
    yield* this.#recordSpikes();
    yield* this.#lookAtSamples();
    const weighed = yield* weigh(this.#run, this.#task.test.prune, this.#pass());
    this.#metrics = { ...this.#metrics, ...weighed };
  }

  #pass(): TestPass {
    return { epoch: this.#epoch, size: this.#task.test.batch, stopped: () => this.#stopped() };
  }

  /** One sample of a run that was stopped: whoever stopped it waits for it. */
  async *#lookAtSamples(): AsyncGenerator<RunEvent, void, void> {
    const looks = await this.#watching.showing(() => sampleLooks(this.#task, this.#run, this.#signal));
    if (looks) yield { kind: 'samples-looked', looks };
  }

  async *#recordSpikes(): AsyncGenerator<RunEvent, void, void> {
    const { spikes, samples } = this.#task.record;
    const { learner, test, streams } = this.#run;
    if (spikes.length === 0) return;
    const records = await recordSpikes(learner, test, spikes, samples, streams.fresh('encode/test'));
    yield { kind: 'spikes-recorded', split: 'test', records };
  }

  /** What a run leaves when something failed, whatever it was and wherever. */
  async *#failed(error: unknown): AsyncGenerator<RunEvent, void, void> {
    // A device that is lost has no weights to give; the error to tell is still the first one.
    const rescued = await this.#checkpoint('last-good').catch(() => undefined);
    if (rescued) yield rescued;
    yield failedEvent(error, this.#epoch, this.#step);
  }

  #checkpoint(reason: Checkpoint['reason']): Promise<RunEvent> {
    const place = { seed: this.#task.seed, ...this.#place() };
    const unfinished = this.#epochsDone < this.#epoch;
    return checkpointEvent(reason, unfinished ? { ...place, sums: this.#tally } : place, this.#run.learner);
  }

  #place() {
    return { epoch: this.#epoch, batch: this.#batch, step: this.#step };
  }

  #learningRate(): number {
    const { schedule } = this.#task.learn;
    const { epochs, batch } = this.#task.train;
    const totalSteps = epochs * batchCount(this.#run.train.dataSet.count, batch);
    return (
      this.#watching.learningRate * scheduleFactor(schedule, { step: this.#step, totalSteps, epoch: this.#epoch - 1 })
    );
  }

  #stopped(): boolean {
    return this.#signal?.aborted ?? false;
  }

  /** Of the clock, without those that the run has not spent on itself. */
  #milliseconds(): number {
    return this.#clock() - this.#watching.aside;
  }

  #secondsSince(start: number): number {
    return (this.#milliseconds() - start) / 1000;
  }
}
