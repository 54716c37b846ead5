import { plannedReplays } from '../../../run/load-replays.js';
import { parseScenario } from '../../../scenario/parse-scenario.js';
import { ScenarioError } from '../../../scenario/problems/scenario-error.js';
import type { Scenario } from '../../../scenario/scenario.js';
import type { Verdict } from './messages.js';

/** Sources that read files, of which a page has none. */
const FROM_FILES: readonly string[] = [
  'mnist',
  'fashion',
  'idx',
  'csv',
] satisfies Scenario['data']['train']['source'][];

/** Why a page cannot run a scenario; undefined when it can. */
function blockedBy(scenario: Scenario): string | undefined {
  const { data, name } = scenario;
  const source = [data.train, data.test].map((half) => half.source).find((one) => FROM_FILES.includes(one));
  if (source !== undefined)
    return `The data source "${source}" reads files, and a page has none. Run ${name} with the command line, or choose embedded or generated data.`;
  const [replay] = plannedReplays(scenario);
  if (replay === undefined) return undefined;
  return `${replay.place} plays spikes from ${replay.change.file}, and a page has no files. Run ${name} with the command line, or write the spikes into the scenario.`;
}

/** A folder, for scenarios that only lack one: whoever has the files names it on the command line. */
const ANY_FOLDER = 'data.dir=.';

/** Everything that is wrong with a scenario, each with its place. */
export function checkScenario(text: string): Verdict {
  const given = checked(text, []);
  if (given.problems.length === 0) return given;
  const elsewhere = checked(text, [ANY_FOLDER]);
  return elsewhere.blocked === undefined ? given : elsewhere;
}

function checked(text: string, overrides: readonly string[]): Verdict {
  try {
    const scenario = parseScenario(text, { overrides });
    const blocked = blockedBy(scenario);
    const { name, seed } = scenario;
    return { problems: [], name, seed, ...(blocked === undefined ? {} : { blocked }) };
  } catch (cause) {
    if (cause instanceof ScenarioError) return { problems: cause.problems };
    throw cause;
  }
}
