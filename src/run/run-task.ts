import { HeavisideError } from '../core/heaviside-error.js';
import { scheduleFactor } from '../core/optimizers/schedule.js';
import type { RandomStreams } from '../data/random-streams.js';
import { shuffledIndices } from '../data/shuffled-indices.js';
import type { Learned } from '../trainers/trainer.js';
import { batchCount, batches } from './batches.js';
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
 * @throws HeavisideError before the first event when data, network or backend do not fit; after `run-failed` when
 *   training diverges (HV_NON_FINITE), with the last good weights in the checkpoint before it.
 */
export async function* runTask(
  task: Task,
  streams: RandomStreams,
  options: RunOptions,
): AsyncGenerator<RunEvent, void, void> {
  const run = await prepareRun(task, streams, options.backend ?? 'auto');
  try {
    yield startedEvent(task, run);
    yield* new TrainingLoop(task, run, options).events();
  } finally {
    await run.session.close();
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
  #step = 0;
  #metrics: Metrics = {};

  constructor(task: Task, run: PreparedRun, { signal, clock }: RunOptions) {
    this.#task = task;
    this.#run = run;
    this.#signal = signal;
    this.#clock = clock ?? (() => 0);
  }

  async *events(): AsyncGenerator<RunEvent, void, void> {
    const start = this.#clock();
    const { epochs } = this.#task.train;
    const { every } = this.#task.test;
    while (this.#epoch < epochs && !this.#stopped()) {
      this.#epoch++;
      yield* this.#trainEpoch();
      if (!this.#stopped() && (this.#epoch % every === 0 || this.#epoch === epochs)) yield* this.#test();
    }
    const interrupted = this.#stopped();
    if (!interrupted) yield* this.#recordSpikes();
    yield await this.#checkpoint(interrupted ? 'interrupted' : 'end');
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
    const { train, streams } = this.#run;
    const { batch } = this.#task.train;
    const order = shuffledIndices(train.dataSet.count, streams.stream('order'));
    let tally = emptyTally;
    let number = 0;
    for (const presentation of batches(train, order, batch, streams.stream('encode/train'))) {
      if (this.#stopped()) return;
      const learningRate = this.#learningRate();
      let learned: Learned;
      try {
        learned = await this.#run.trainer.learn(this.#run.session, presentation, this.#run.plan.readout, learningRate);
      } catch (error) {
        yield* this.#failed(error);
        throw error;
      }
      this.#step++;
      const samples = presentation.labels.length;
      tally = tallied(tally, learned, samples);
      yield {
        kind: 'batch-trained',
        epoch: this.#epoch,
        batch: ++number,
        step: this.#step,
        learningRate,
        reward: learned.reward / samples,
        accuracy: learned.correct / samples,
        spikesPerSample: learned.spikes / samples,
        feedbackNorm: learned.feedbackNorm,
      };
    }
    this.#epochsDone++;
    const metrics = metricsOf(tally, 'train');
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'epoch-ended', epoch: this.#epoch, step: this.#step, metrics, seconds: this.#secondsSince(start) };
  }

  async *#test(): AsyncGenerator<RunEvent, void, void> {
    const { test, trainer, session, plan, streams } = this.#run;
    const order = Uint32Array.from({ length: test.dataSet.count }, (_, index) => index);
    const size = this.#task.test.batch;
    let tally: Tally = emptyTally;
    let number = 0;
    // A fresh stream: every test pass sees the same encoding, whenever it takes place.
    for (const presentation of batches(test, order, size, streams.fresh('encode/test'))) {
      if (this.#stopped()) return;
      tally = tallied(tally, await trainer.judge(session, presentation, plan.readout), presentation.labels.length);
      yield { kind: 'batch-tested', epoch: this.#epoch, batch: ++number, batches: batchCount(order.length, size) };
    }
    const metrics = metricsOf(tally, 'test');
    this.#metrics = { ...this.#metrics, ...metrics };
    yield { kind: 'tested', epoch: this.#epoch, step: this.#step, split: 'test', samples: tally.samples, metrics };
  }

  async *#recordSpikes(): AsyncGenerator<RunEvent, void, void> {
    const { spikes, samples } = this.#task.record;
    if (spikes.length === 0) return;
    const { session, test, streams } = this.#run;
    const records = await recordSpikes(session, test, spikes, samples, streams.fresh('encode/test'));
    yield { kind: 'spikes-recorded', split: 'test', records };
  }

  async *#failed(error: unknown): AsyncGenerator<RunEvent, void, void> {
    if (!(error instanceof HeavisideError)) return;
    yield await this.#checkpoint('last-good');
    const { code, message, facts } = error;
    yield { kind: 'run-failed', code, message, epoch: this.#epoch, step: this.#step, facts };
  }

  #checkpoint(reason: 'end' | 'interrupted' | 'last-good'): Promise<RunEvent> {
    const { plan, session, streams } = this.#run;
    return checkpointEvent(reason, { epoch: this.#epoch, step: this.#step }, plan, session, streams);
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
