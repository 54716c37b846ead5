import type { RunEvent } from '../run/run-event.js';
import type { Scenario } from '../scenario/scenario.js';

/** One back end as `heaviside list backends` shows it. */
export interface BackendSummary {
  readonly name: string;
  readonly summary: string;
  readonly available: boolean;
  /** Why it is not available. */
  readonly reason?: string;
}

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
    options: { readonly backend?: string; readonly signal: AbortSignal; readonly clock: () => number },
  ): AsyncGenerator<RunEvent, void, void>;
  listBackends(): Promise<readonly BackendSummary[]>;
  /** Milliseconds since 1970; never goes back. */
  now(): number;
}
