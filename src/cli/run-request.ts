import type { RunFolder } from '../record/run-folder.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Summary } from '../streams/to-summary.js';
import type { EarlierPart } from './earlier-part.js';
import type { JunitReport } from './junit-report.js';
import type { RunSnapshots } from './run-snapshots.js';
import type { RunView } from './view-run.js';

/** A scenario, where it runs, and on what. */
export interface PlannedRun {
  readonly scenario: Scenario;
  /** Path of the file that somebody wrote; absent for a run that goes on, whose scenario lies in its folder. */
  readonly scenarioFile?: string;
  /** Opens the folder for the resolved scenario, with its manifest. Called when the run has started. */
  open(scenarioText: string, manifest: object): Promise<RunFolder>;
  /** Absent for a run that begins. */
  readonly earlier?: EarlierPart;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly snapshots?: RunSnapshots | undefined;
  /** Hears how it ended. */
  readonly junit?: JunitReport;
}

/** A run, and how it is shown. */
export interface RunRequest extends PlannedRun {
  readonly quiet: boolean;
  /** Whether the folder gets a report at the end. */
  readonly report: boolean;
  /** Whether a terminal gets a picture of the run at its end, unless it is stopped. */
  readonly picture: boolean;
  /** Aborted when the run should stop. */
  readonly abort: AbortSignal;
  /** A page on which the run is watched. */
  readonly view?: RunView | undefined;
}

/** What a run leaves. */
export interface PlayedRun {
  /** What is in summary.json. */
  readonly summary: Summary;
  /** Path of its report; undefined when none was wanted or could be written. */
  readonly report: string | undefined;
}
