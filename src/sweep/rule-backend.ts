import { HeavisideError } from '../core/heaviside-error.js';
import type { RunEvent } from '../run/run-event.js';
import { runScenario } from '../run/run-scenario.js';
import type { ComparedRule, Comparison } from '../scenario/comparison.js';
import type { Scenario } from '../scenario/scenario.js';
import type { RunFailure } from './finished-run.js';
import { RunsStopped } from './job-pool.js';
import { comparedScenario } from './job-scenarios.js';

/** Where comparisons and sweeps compute unless told, the preferred first: never by measurement, which could choose anew each time. */
export const PREFERRED_BACKENDS: readonly string[] = ['events', 'reference'];

/** The backend that runs a scenario, with the reasons of those that do not; or why none does. */
export type RuleBackend =
  | { readonly chosen: string; readonly skipped: Readonly<Record<string, string>> }
  | { readonly refused: RunFailure };

/** What a backend says that another may still run. */
const ELSEWHERE: readonly string[] = ['HV_BACKEND_UNSUPPORTED', 'HV_BACKEND_UNAVAILABLE'];

/** Lets a run get ready and gives up before its first step. */
async function getReady(scenario: Scenario, backend: string): Promise<void> {
  const run: AsyncGenerator<RunEvent, void, void> = runScenario(scenario, { backend, threads: 1 });
  try {
    await run.next();
  } finally {
    await run.return();
  }
}

/**
 * Finds the backend for a scenario: the first that can run it, or the one that is named. A run is made ready for that, so
 * that everything it checks before its first step is checked, too.
 *
 * @param named Omitted: `events`, then `reference`.
 * @throws HeavisideError of kind `machine` for whatever keeps every run from starting here, such as missing files, and
 *   HV_BACKEND_UNKNOWN.
 */
export async function scenarioBackend(scenario: Scenario, named?: string): Promise<RuleBackend> {
  const skipped: Record<string, string> = {};
  let last: HeavisideError | undefined;
  for (const name of named === undefined ? PREFERRED_BACKENDS : [named]) {
    try {
      await getReady(scenario, name);
      return { chosen: name, skipped };
    } catch (error) {
      if (!(error instanceof HeavisideError)) throw error;
      const elsewhere = ELSEWHERE.includes(error.code);
      if (!elsewhere && (error.kind === 'machine' || error.code === 'HV_BACKEND_UNKNOWN')) throw error;
      last = error;
      if (!elsewhere) break;
      skipped[name] = String(error.facts['reason'] ?? error.message);
    }
  }
  return { refused: { code: last!.code, message: last!.message } };
}

/** The backend of the first choice that can be run at all: one that cannot is no reason against the others. */
async function ruleBackendOfAny({ grid }: ComparedRule, seed: number, named?: string): Promise<RuleBackend> {
  let first: RuleBackend | undefined;
  for (const { scenario } of grid) {
    const found = await scenarioBackend(comparedScenario(scenario, seed), named);
    if ('chosen' in found) return found;
    first ??= found;
  }
  return first!;
}

/**
 * Finds the backend of every rule of a comparison.
 *
 * @throws HeavisideError What `scenarioBackend` throws; RunsStopped when the signal stopped it.
 */
export async function ruleBackends(
  { rules, seeds }: Comparison,
  { backend, signal }: { readonly backend?: string | undefined; readonly signal: AbortSignal },
): Promise<ReadonlyMap<ComparedRule, RuleBackend>> {
  const found = new Map<ComparedRule, RuleBackend>();
  for (const rule of rules) {
    if (signal.aborted) throw new RunsStopped();
    found.set(rule, await ruleBackendOfAny(rule, seeds[0]!, backend));
  }
  return found;
}
