import type { Checkpoint } from '../record/checkpoint-file.js';
import type { CheckpointCadence } from '../scenario/scenario.js';
import { checkpointEvent } from './checkpoint-event.js';
import { COURSE_START, type CoursePosition } from './course-position.js';
import type { RunInProgress } from './prepare-run.js';
import type { StoredSilence } from './resume/stored-cuts.js';
import type { RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import type { Task } from './task.js';
import { type CourseHooks, type CourseOptions, TrainingCourse } from './training-course.js';
import { Watching } from './watch/watching.js';

/** What a checkpoint keeps beside the network that learns. */
interface KeptBesides {
  readonly silenced?: StoredSilence;
  readonly phases?: unknown;
  /** Seconds of the run when the phase began that has not ended. */
  readonly phaseSince?: number | undefined;
  readonly tensors?: Checkpoint['tensors'];
  readonly facts?: Checkpoint['facts'];
}

/** A run and where it stands: what its training, or its phases, share. Lives as long as its generator. */
export class RunStanding {
  readonly task: Task;
  readonly run: RunInProgress;
  readonly watching: Watching;
  readonly signal: AbortSignal | undefined;
  readonly options: RunOptions;
  readonly #clock: () => number;
  readonly #start: number;
  /** Where it stands when nothing is being trained. */
  #at: CoursePosition;
  #course: TrainingCourse | undefined;
  /** What else a checkpoint keeps. */
  #also: () => Promise<KeptBesides> = async () => ({});

  constructor(task: Task, run: RunInProgress, options: RunOptions) {
    const { progress } = run;
    this.task = task;
    this.run = run;
    this.options = options;
    this.watching = new Watching(task, run, options, progress?.learningRate);
    this.signal = options.signal;
    this.#clock = options.clock ?? (() => 0);
    this.#start = this.milliseconds() - 1000 * (progress?.seconds ?? 0);
    this.#at = progress?.position ?? COURSE_START;
  }

  get stopped(): boolean {
    return this.signal?.aborted ?? false;
  }

  get position(): CoursePosition {
    return this.#course?.position ?? this.#at;
  }

  /** When checkpoints are written on the way: never of learners that cannot go on from one. */
  get checkpoints(): CheckpointCadence {
    return this.run.learner.changeable ? this.task.checkpoint.every : 'never';
  }

  /** Of the clock, without those that the run has not spent on itself. */
  milliseconds(): number {
    return this.#clock() - this.watching.aside;
  }

  /** That the run has taken, what it took before it was interrupted included. */
  get seconds(): number {
    return (this.milliseconds() - this.#start) / 1000;
  }

  /** Before a stretch of a phase that does not learn: returns when the run may go on, or has been stopped. */
  hold(): AsyncGenerator<RunEvent, void, void> {
    const { epoch, batch, step } = this.position;
    return this.watching.hold({ epoch, batch, step }, 'stretch');
  }

  /** Begins a training, or goes on with one, from where the run stands. */
  course(
    how: Pick<CourseOptions, 'task' | 'phase' | 'streams' | 'before'> & { readonly hooks?: CourseHooks },
  ): TrainingCourse {
    const { run, watching, signal } = this;
    const course = new TrainingCourse(
      {
        hooks: {},
        ...how,
        ...{ run, watching, signal },
        milliseconds: () => this.milliseconds(),
        checkpoints: this.checkpoints,
        checkpoint: () => this.checkpoint('periodic'),
      },
      this.position,
    );
    this.#course = course;
    return course;
  }

  /** The training is over: the run stands where it ended, or where `changed` says. */
  settle(changed: Partial<CoursePosition> = {}): void {
    this.#at = { ...this.position, ...changed };
    this.#course = undefined;
  }

  /** What checkpoints keep from now on beside the network that learns. */
  keepBesides(also: () => Promise<KeptBesides>): void {
    this.#also = also;
  }

  async checkpoint(reason: Checkpoint['reason']): Promise<RunEvent & { readonly kind: 'checkpoint' }> {
    const { ownLearningRate } = this.watching;
    const { silenced, phases, phaseSince, tensors = [], facts = {} } = await this.#also();
    const { seconds } = this;
    const progress = {
      position: this.position,
      seconds,
      ...(phaseSince === undefined ? {} : { phaseSeconds: seconds - phaseSince }),
      ...(ownLearningRate === undefined ? {} : { learningRate: ownLearningRate }),
      ...(silenced === undefined ? {} : { silenced }),
      ...(phases === undefined ? {} : { phases }),
    };
    const event = await checkpointEvent(reason, this.task.seed, progress, this.run.learner);
    return { ...event, tensors: [...event.tensors, ...tensors], facts: { ...event.facts, ...facts } };
  }
}
