import type { MachineFacts } from '../record/machine-facts.js';
import type { ComparisonRow } from './comparison-table.js';
import type { FinishedRun, RunFailure } from './finished-run.js';
import type { Tuning } from './tuning.js';

/** One compared run: what it reached, or why it did not end. */
export interface ComparedRun extends Partial<FinishedRun> {
  readonly seed: number;
  /** Absent when the rule was refused before any run. */
  readonly folder?: string;
  readonly failure?: RunFailure;
}

/** Everything that is known of one rule. */
export interface RuleResult {
  readonly name: string;
  /** Keys of the scenario that differ for this rule, and the values that the tuning chose. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly tuned: Readonly<Record<string, unknown>>;
  /** `learn` and `train` of the compared runs, every default written out, as a scenario file writes them. */
  readonly learn: unknown;
  readonly train: unknown;
  /** Where it ran, and why not on the backends before it. */
  readonly backend?: string;
  readonly skipped?: Readonly<Record<string, string>>;
  /** Absent when there was nothing to choose. */
  readonly tuning?: Tuning;
  readonly runs: readonly ComparedRun[];
  /** Its data are not those of the file: nothing is paired with the others. */
  readonly ownData?: true;
}

/** The document compare.json. */
export interface ComparisonDocument extends MachineFacts {
  readonly name: string;
  /** Names of the fields that hold times: all others are the same whenever the comparison is repeated. */
  readonly times: readonly string[];
  /** Runs at a time and threads of each: times are of a machine that they shared. */
  readonly jobs: number;
  readonly threads: number;
  readonly seeds: readonly number[];
  readonly baseline: string;
  readonly target?: number;
  readonly tune: { readonly epochs?: number; readonly seeds: readonly number[] };
  /** Metrics that the file asks for, and shares of the smallest weights without which was tested. */
  readonly columns: readonly string[];
  readonly prune: readonly number[];
  readonly table: readonly ComparisonRow[];
  readonly rules: readonly RuleResult[];
  /** Path of the comparison's folder. */
  readonly folder: string;
}

/** What `times` of every document says. */
export const TIME_FIELDS: readonly string[] = ['seconds', 'secondsToTarget'];
