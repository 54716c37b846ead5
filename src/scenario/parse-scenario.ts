import { applyOverrides } from './overrides/apply-overrides.js';
import type { Problem } from './problems/problem.js';
import { ScenarioError } from './problems/scenario-error.js';
import { resolveScenario } from './resolve/resolve-scenario.js';
import type { Scenario } from './scenario.js';
import { readTree } from './tree/read-tree.js';

/** Keeps the first of several problems of one thing at one place. */
function collector() {
  const found = new Map<string, Problem>();
  const report = (problem: Problem) => {
    const { line, column, override, path } = problem;
    const key = JSON.stringify([line, column, override, path]);
    if (!found.has(key)) found.set(key, problem);
  };
  return { report, problems: () => [...found.values()] };
}

export interface ParseOptions {
  /** The file's name for messages; `scenario` unless told. */
  readonly file?: string;
  /** `key=value` each, applied in order before anything is checked. */
  readonly overrides?: readonly string[];
  /** Replaces the file's seed. */
  readonly seed?: number;
}

/**
 * Reads a scenario file: YAML to a resolved scenario, or every problem with its place.
 *
 * @param text The file's text.
 * @throws ScenarioError `HV_SCENARIO` with all problems.
 */
export function parseScenario(text: string, options: ParseOptions = {}): Scenario {
  const { report, problems } = collector();
  const tree = readTree(text, report);
  const seed = options.seed === undefined ? [] : [`seed=${options.seed}`];
  const overrides = [...(options.overrides ?? []), ...seed];
  const scenario = tree && resolveScenario(applyOverrides(tree, overrides, report), report);
  if (scenario === undefined || problems().length > 0) {
    throw new ScenarioError(options.file ?? 'scenario', problems());
  }
  return scenario;
}
