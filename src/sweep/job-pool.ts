import { formatScenario } from '../scenario/format-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { type JobOutcome, type JobPlace, runJob } from './run-job.js';
import { workQueue } from './work-queue.js';

/** A run of a comparison has ended. */
export interface ComparisonProgress {
  /** Runs that have ended, this one included, and runs in all. */
  readonly done: number;
  readonly total: number;
  readonly rule: string;
  readonly seed: number;
  /** The choice of hyper-parameters that it measures; absent for a compared run. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly outcome: EndedJob;
}

/** The end of a run that was not told to stop. */
export type EndedJob = Exclude<JobOutcome, { readonly kind: 'stopped' }>;

/** What a run is for. */
type JobPurpose = Pick<ComparisonProgress, 'rule' | 'seed' | 'settings'>;

/** Plays the run of a scenario when it is its turn. Throws `RunsStopped` when runs were told to stop. */
export type PlayJob = (scenario: Scenario, purpose: JobPurpose) => Promise<EndedJob>;

/** Thrown where a result was expected and the runs were told to stop. */
export class RunsStopped extends Error {}

/** Runs that share a machine; lives as long as a comparison. */
export class JobPool {
  readonly #place: JobPlace;
  readonly #total: number;
  readonly #report: (progress: ComparisonProgress) => void;
  readonly #queue: ReturnType<typeof workQueue>;
  readonly #runs = new Map<string, Promise<JobOutcome>>();
  #done = 0;

  /**
   * @param jobs  Runs at a time; >= 1.
   * @param total Runs that there will be, for whoever hears of progress.
   */
  constructor(place: JobPlace, jobs: number, total: number, report: (progress: ComparisonProgress) => void) {
    this.#place = place;
    this.#total = total;
    this.#report = report;
    this.#queue = workQueue(jobs);
  }

  /** Plays runs on one backend. Where two purposes want the same run, it takes place once. */
  on(backend: string): PlayJob {
    return async (scenario, purpose) => {
      const key = `${backend}\n${formatScenario(scenario)}`;
      const run = this.#runs.get(key) ?? this.#queue(() => runJob(scenario, backend, this.#place));
      this.#runs.set(key, run);
      const outcome = await run;
      if (outcome.kind === 'stopped') throw new RunsStopped();
      this.#report({ ...purpose, done: ++this.#done, total: this.#total, outcome });
      return outcome;
    };
  }

  /** Resolves when no run is going on or waiting. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#runs.values());
  }
}
