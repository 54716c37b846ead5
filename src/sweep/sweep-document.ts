import { parseJsonText } from '../record/parse-json-text.js';
import type { ExpectationOutcome, Metrics } from '../run/run-event.js';
import type { Sweep } from '../scenario/sweep.js';
import type { RunFailure } from './finished-run.js';
import type { SweepRow } from './sweep-table.js';

/** One run of a sweep: what it reached, or why it did not end. */
export interface SweepRun {
  readonly index: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Keys of the file that it is without, see `SweepPoint`; absent: none. */
  readonly dropped?: readonly string[];
  /** Path of its folder, from the folder of all runs. */
  readonly folder: string;
  /** Absent when no backend takes it. */
  readonly backend?: string;
  readonly metrics?: Metrics;
  readonly epochs?: number;
  readonly parameters?: number;
  readonly seconds?: number;
  /** What its scenario expects and it did not reach; absent when it reached everything. */
  readonly unmet?: readonly ExpectationOutcome[];
  readonly failure?: RunFailure;
}

/** The document sweep.json. It says nothing of the machine: wherever its runs took place, it is the same but for times. */
export interface SweepDocument extends Pick<Sweep, 'name' | 'mode' | 'report'> {
  readonly heaviside: string;
  /** Names of the fields that hold times: all others are the same whenever the sweep is repeated. */
  readonly times: readonly string[];
  /** The swept keys, in the order of the file. */
  readonly keys: readonly string[];
  readonly table: readonly SweepRow[];
  readonly runs: readonly SweepRun[];
  /** Path of the sweep's folder, from the folder of all runs. */
  readonly folder: string;
}

/** Fields that hold names and words, which people choose. */
const NAMES = ['name', 'over', 'metric', 'message', 'code'];

/**
 * Reads the JSON of a `SweepDocument`, as `jsonText` wrote it. Whether it is one is not checked.
 *
 * @throws SyntaxError when it is no JSON.
 */
export function parseSweepDocument(text: string): unknown {
  return parseJsonText(text, NAMES);
}
