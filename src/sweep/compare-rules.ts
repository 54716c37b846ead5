import { join } from 'node:path';

import { machineFacts } from '../record/machine-facts.js';
import type { ComparedRule, Comparison } from '../scenario/comparison.js';
import { type ComparisonDocument, type RuleResult, TIME_FIELDS } from './comparison-document.js';
import { comparisonTable } from './comparison-table.js';
import { type ComparisonProgress, JobPool } from './job-pool.js';
import { prunedShares } from './job-scenarios.js';
import { isTuned, playRule } from './play-rule.js';
import type { RuleBackend } from './rule-backend.js';
import type { StartRun } from './start-run.js';
import { SCENARIOS_FOLDER } from './study-folder.js';
import { together } from './together.js';

/** How a comparison goes. */
export interface CompareOptions {
  /** Folder of all runs. */
  readonly out: string;
  /** Folder of the comparison, which is there. */
  readonly folder: string;
  /** Runs at a time, and threads of each. */
  readonly jobs: number;
  readonly threads: number;
  /** Repeat runs that are finished already. */
  readonly fresh?: boolean | undefined;
  readonly start: StartRun;
  /** Aborted when the comparison should stop. */
  readonly signal: AbortSignal;
  readonly report?: (progress: ComparisonProgress) => void;
  /** Hears what people should know of a run; nobody does unless told. */
  readonly tell?: (line: string) => void;
}

function totalRuns({ seeds, tune }: Comparison, backends: ReadonlyMap<ComparedRule, RuleBackend>): number {
  let total = 0;
  for (const [rule, backend] of backends)
    if ('chosen' in backend) total += (isTuned(rule) ? rule.grid.length * tune.seeds.length : 0) + seeds.length;
  return total;
}

async function playAll(
  comparison: Comparison,
  backends: ReadonlyMap<ComparedRule, RuleBackend>,
  options: CompareOptions,
): Promise<readonly RuleResult[]> {
  const { out, folder, jobs, threads, fresh = false, start, report = () => undefined, tell } = options;
  let pool: JobPool | undefined;
  return together(options.signal, (signal) => {
    const files = join(folder, SCENARIOS_FOLDER);
    const place = { out, files, threads, fresh, start, signal, ...(tell ? { tell } : {}) };
    const runs = new JobPool(place, jobs, totalRuns(comparison, backends), report);
    pool = runs;
    return [...backends].map(([rule, backend]) => {
      const play = runs.on('chosen' in backend ? backend.chosen : '');
      return playRule(rule, comparison, backend, play);
    });
  }).finally(() => pool?.settled());
}

/**
 * Compares learning rules: tunes each on its validation part, then runs it with every seed and tests it on the test
 * samples. Runs are processes with a folder each; those that are finished are not repeated, so that a comparison that
 * was stopped, or killed, goes on where it was.
 *
 * @param backends The backend of each rule, see `ruleBackends`.
 * @returns The document of compare.json.
 * @throws HeavisideError HV_RUN_FOLDER, HV_RUN_SUMMARY. RunsStopped when the signal stopped it.
 */
export async function compareRules(
  comparison: Comparison,
  backends: ReadonlyMap<ComparedRule, RuleBackend>,
  options: CompareOptions,
): Promise<ComparisonDocument> {
  const { name, seeds, baseline, target, tune, columns, rules } = comparison;
  const results = await playAll(comparison, backends, options);
  const prune = [...new Set(rules.flatMap(({ grid }) => prunedShares(grid[0]!.scenario)))].toSorted((a, b) => a - b);
  const shown = { baseline, ...(target === undefined ? {} : { target }), columns, prune };
  const { jobs, threads, folder } = options;
  return {
    ...{ name, ...machineFacts(), times: TIME_FIELDS, jobs, threads, seeds, ...shown, tune },
    table: comparisonTable(results, shown),
    rules: results,
    folder,
  };
}
