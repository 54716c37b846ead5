import type { ChoiceMemory } from '../backends/choosing/choice-memory.js';
import type { BackendListing } from '../backends/list-backends.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import type { Snapshots } from '../run/expectations/snapshot-key.js';
import type { RunEvent } from '../run/run-event.js';
import type { RunWatch } from '../run/watch/run-watch.js';
import type { Scenario } from '../scenario/scenario.js';

/** The parts of Heaviside that the command line drives. A test gives others. */
export interface CliDependencies {
  parseScenario(
    text: string,
    options: { readonly file: string; readonly overrides: readonly string[]; readonly seed?: number },
  ): Scenario;
  formatScenario(scenario: Scenario): string;
  scenarioSchema(): object;
  runScenario(
    scenario: Scenario,
    options: {
      readonly backend?: string;
      readonly threads?: number;
      readonly signal: AbortSignal;
      readonly clock: () => number;
      readonly memory?: ChoiceMemory;
      readonly watch?: RunWatch;
      readonly resume?: Checkpoint;
      readonly snapshots?: Snapshots;
    },
  ): AsyncGenerator<RunEvent, void, void>;
  listBackends(): Promise<readonly BackendListing[]>;
  /** Writes the report of the run in a folder, and says where; `warn` hears of what it is without. */
  writeReport(folder: string, warn: (warning: string) => void): Promise<string>;
  /** Milliseconds since 1970; never goes back. */
  now(): number;
}
