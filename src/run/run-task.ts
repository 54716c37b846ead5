import { HeavisideError } from '../core/heaviside-error.js';
import { withoutSmallest, zeroShare } from '../core/network/prune-weights.js';
import { scheduleFactor } from '../core/optimizers/schedule.js';
import type { RandomStreams } from '../data/random-streams.js';
import { shuffledIndices } from '../data/shuffled-indices.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import { prunedMetric } from '../scenario/metrics.js';
import type { Judge } from '../trainers/learner.js';
import { batchCount, batches, presentation } from './batches.js';
import { checkExpectations } from './check-expectations.js';
import { checkpointEvent } from './checkpoint-event.js';
import { type PreparedRun, prepareRun, startedEvent } from './prepare-run.js';
import { recordSpikes } from './record-spikes.js';
import type { Metrics, RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import { emptyTally, metricsOf, type Tally, tallied } from './tally.js';
import type { Task } from './task.js';

/**
 * Runs a task: trains, tests, records, checks, and tells each step of it as a plain event.
 *
 * The generator owns the loop, the seed and the schedule. Ending it early (`return()`) frees the device; aborting the
 * signal also yields a checkpoint and `run-ended` first.
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
  readonly #signal: AbortSignal | undefined;
  readonly #clock: () => number;
  /** The epoch in progress or just finished; counts from 1. */
  #epoch = 0;
  #epochsDone = 0;
  /** Batches done in this epoch. */
  #batch = 0;
  #step = 0;
  /** Sums over the batches of this epoch. */
  #tally: Tally = emptyTally;
  #metrics: Metrics = {};

  constructor(task: Task, run: PreparedRun, { signal, clock }: RunOptions) {
    this.#task = task;
    this.#run = run;
    this.#signal = signal;
    this.#clock = clock ?? (() => 0);
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
    const start = this.#clock();
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
    if (!interrupted) {
      yield* this.#recordSpikes();
      yield* this.#weigh();
    }
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
    const start = this.#clock();
    const { train, learner, streams } = this.#run;
    // Streams are named after their place in the run: seed, epoch and batch are all that a checkpoint needs of them.
    const order = shuffledIndices(train.dataSet.count, streams.fresh(`order/${this.#epoch}`));
    this.#batch = 0;
    this.#tally = emptyTally;
    for (const indices of batches(order, this.#task.train.batch)) {
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
    }
    this.#epochsDone++;
    const metrics = metricsOf(this.#tally, 'train');
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'epoch-ended', epoch: this.#epoch, step: this.#step, metrics, seconds: this.#secondsSince(start) };
  }

  async *#test(): AsyncGenerator<RunEvent, void, void> {
    const { learner } = this.#run;
    const tally = yield* this.#testPass(learner);
    if (!tally) return;
    const metrics = { ...metricsOf(tally, 'test'), ...learner.metrics?.() };
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'tested', epoch: this.#epoch, step: this.#step, split: 'test', samples: tally.samples, metrics };
  }

  /** Shows the test samples once. @returns Undefined when the run was stopped on the way. */
  async *#testPass(judge: Judge): AsyncGenerator<RunEvent, Tally | undefined, void> {
    const { test, streams } = this.#run;
    const order = Uint32Array.from({ length: test.dataSet.count }, (_, index) => index);
    const size = this.#task.test.batch;
    let tally: Tally = emptyTally;
    let number = 0;
    // A fresh stream: every test pass sees the same encoding, whenever it takes place.
    const random = streams.fresh('encode/test');
    for (const indices of batches(order, size)) {
      if (this.#stopped()) return undefined;
      const judged = await judge.judge(presentation(test, indices, random));
      tally = tallied(tally, judged, indices.length);
      yield { kind: 'batch-tested', epoch: this.#epoch, batch: ++number, batches: batchCount(order.length, size) };
    }
    return tally;
  }

  /** What the weights of the trained network say, and the network without its smallest ones. */
  async *#weigh(): AsyncGenerator<RunEvent, void, void> {
    const { learner } = this.#run;
    const weights = await learner.weights();
    const metrics: Record<string, number> = { zeroWeights: zeroShare(weights) };
    for (const fraction of this.#task.test.prune) {
      const pruned = await learner.withWeights(weights.map((layer) => withoutSmallest(layer, fraction)));
      try {
        const tally = yield* this.#testPass(pruned);
        if (!tally) return;
        metrics[prunedMetric(fraction)] = tally.correct / tally.samples;
      } finally {
        await pruned.close();
      }
    }
    this.#metrics = { ...this.#metrics, ...metrics };
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
    const known = error instanceof HeavisideError;
    const message = error instanceof Error ? error.message : String(error);
    const { code, facts } = known ? error : { code: 'HV_INTERNAL', facts: {} };
    yield { kind: 'run-failed', code, message, epoch: this.#epoch, step: this.#step, facts };
  }

  #checkpoint(reason: Checkpoint['reason']): Promise<RunEvent> {
    const { learner } = this.#run;
    const place = { seed: this.#task.seed, epoch: this.#epoch, batch: this.#batch, step: this.#step };
    const unfinished = this.#epochsDone < this.#epoch;
    return checkpointEvent(reason, unfinished ? { ...place, sums: this.#tally } : place, learner);
  }

  #learningRate(): number {
    const { optimizer, schedule } = this.#task.learn;
    const { epochs, batch } = this.#task.train;
    const totalSteps = epochs * batchCount(this.#run.train.dataSet.count, batch);
    return optimizer.lr * scheduleFactor(schedule, { step: this.#step, totalSteps, epoch: this.#epoch - 1 });
  }

  #stopped(): boolean {
    return this.#signal?.aborted ?? false;
  }

  #secondsSince(start: number): number {
    return (this.#clock() - start) / 1000;
  }
}
