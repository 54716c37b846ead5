import { parse } from 'yaml';

import type { ComparedRule, Comparison, GridPoint } from '../scenario/comparison.js';
import { formatScenario } from '../scenario/format-scenario.js';
import type { ComparedRun, RuleResult } from './comparison-document.js';
import type { RunFailure } from './finished-run.js';
import type { EndedJob, PlayJob } from './job-pool.js';
import { comparedScenario, tuningScenario } from './job-scenarios.js';
import type { RuleBackend } from './rule-backend.js';
import { measuredPoint, type Tuning, tuningOf, tuningRun } from './tuning.js';

/** A single choice needs no tuning. */
export function isTuned({ grid }: ComparedRule): boolean {
  return grid.length > 1;
}

async function tuneRule({ name, grid }: ComparedRule, { tune }: Comparison, play: PlayJob): Promise<Tuning> {
  const measure = async ({ settings, scenario }: GridPoint) => {
    const runs = tune.seeds.map(async (seed) => {
      return tuningRun(seed, await play(tuningScenario(scenario, seed, tune.epochs), { rule: name, seed, settings }));
    });
    return measuredPoint(settings, await Promise.all(runs));
  };
  return tuningOf(await Promise.all(grid.map(measure)));
}

function comparedRun(seed: number, outcome: EndedJob): ComparedRun {
  const { folder } = outcome;
  return outcome.kind === 'finished' ? { seed, ...outcome.run, folder } : { seed, failure: outcome.failure, folder };
}

const UNTUNED: RunFailure = {
  code: 'HV_COMPARE_TUNING',
  message: 'every choice of hyper-parameters failed in the tuning',
};

/** `learn` and `train` as a file writes them, with every default. */
function statedSettings({ scenario }: GridPoint): Pick<RuleResult, 'learn' | 'train'> {
  const { learn, train } = parse(formatScenario(scenario)) as Pick<RuleResult, 'learn' | 'train'>;
  return { learn, train };
}

/**
 * Tunes a rule on its validation part, where there is something to choose, then plays what was chosen with every seed.
 *
 * @param play Plays runs on the backend that was found for the rule.
 */
export async function playRule(
  rule: ComparedRule,
  comparison: Comparison,
  backend: RuleBackend,
  play: PlayJob,
): Promise<RuleResult> {
  const { seeds } = comparison;
  const { name, with: own, grid, ownData } = rule;
  const data = ownData ? { ownData } : {};
  const failed = (failure: RunFailure): readonly ComparedRun[] => seeds.map((seed) => ({ seed, failure }));
  const unchosen = { name, with: own, ...data, tuned: {}, ...statedSettings(grid[0]!) };
  if ('refused' in backend) return { ...unchosen, runs: failed(backend.refused) };
  const { chosen, skipped } = backend;
  const where = { backend: chosen, ...(Object.keys(skipped).length > 0 ? { skipped } : {}) };
  const tuning = isTuned(rule) ? await tuneRule(rule, comparison, play) : undefined;
  const told = { ...where, ...(tuning ? { tuning } : {}) };
  const point = grid[tuning ? (tuning.chosen ?? -1) : 0];
  if (point === undefined) return { ...unchosen, ...told, runs: failed(UNTUNED) };
  const runs = seeds.map(async (seed) =>
    comparedRun(seed, await play(comparedScenario(point.scenario, seed), { rule: name, seed })),
  );
  const settings = { name, with: own, ...data, tuned: point.settings, ...statedSettings(point) };
  return { ...settings, ...told, runs: await Promise.all(runs) };
}
