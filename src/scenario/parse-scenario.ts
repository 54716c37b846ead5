import type { Comparison } from './comparison.js';
import { applyOverrides } from './overrides/apply-overrides.js';
import { type Problem, problemOf } from './problems/problem.js';
import { ScenarioError } from './problems/scenario-error.js';
import { resolveCompare } from './resolve/resolve-compare.js';
import { resolveScenario } from './resolve/resolve-scenario.js';
import { resolveSweep } from './resolve/resolve-sweep.js';
import type { Scenario } from './scenario.js';
import type { Sweep } from './sweep.js';
import { readTree } from './tree/read-tree.js';

/** Tells one problem of one thing at one place from others. */
function identityOf({ line, column, override, path }: Problem): string {
  return JSON.stringify([line, column, override, path]);
}

/** Keeps the first of several problems of one thing at one place. */
function collector() {
  const found = new Map<string, Problem>();
  const report = (problem: Problem) => {
    const key = identityOf(problem);
    if (!found.has(key)) found.set(key, problem);
  };
  return { report, problems: () => [...found.values()], has: (problem: Problem) => found.has(identityOf(problem)) };
}

export interface ParseOptions {
  /** The file's name for messages; `scenario` unless told. */
  readonly file?: string;
  /** `key=value` each, applied in order before anything is checked. */
  readonly overrides?: readonly string[];
  /** Replaces the file's seed. */
  readonly seed?: number;
}

/** A scenario, and the comparison and the sweep that its file may ask for. */
interface ParsedFile {
  readonly scenario: Scenario;
  readonly comparison: Comparison | undefined;
  readonly sweep: Sweep | undefined;
}

function fileName({ file = 'scenario' }: ParseOptions): string {
  return file;
}

function parseFile(text: string, options: ParseOptions): ParsedFile {
  const { report, problems, has } = collector();
  const read = readTree(text, report);
  const seed = options.seed === undefined ? [] : [`seed=${options.seed}`];
  const tree = read && applyOverrides(read, [...(options.overrides ?? []), ...seed], report);
  const scenario = tree && resolveScenario(tree, report);
  const comparison = tree && resolveCompare(tree, scenario, has, report);
  const sweep = tree && resolveSweep(tree, scenario, has, report);
  if (scenario === undefined || problems().length > 0) throw new ScenarioError(fileName(options), problems());
  return { scenario, comparison, sweep };
}

/**
 * Reads a scenario file: YAML to a resolved scenario, or every problem with its place. Sections `compare` and
 * `sweep` are checked and left aside.
 *
 * @param text The file's text.
 * @throws ScenarioError `HV_SCENARIO` with all problems.
 */
export function parseScenario(text: string, options: ParseOptions = {}): Scenario {
  return parseFile(text, options).scenario;
}

/** A file that does not ask for what it was opened for. */
function missing(options: ParseOptions, expected: string): ScenarioError {
  const facts = { place: { line: 1, column: 1 }, path: '', expected };
  return new ScenarioError(fileName(options), [problemOf({ ...facts, got: 'none' })]);
}

/**
 * Reads the comparison of a scenario file, with every scenario that it leads to.
 *
 * @param text The file's text.
 * @throws ScenarioError `HV_SCENARIO` with all problems, also when there is no section `compare`.
 */
export function parseComparison(text: string, options: ParseOptions = {}): Comparison {
  const { comparison } = parseFile(text, options);
  if (comparison) return comparison;
  throw missing(options, 'a key "compare" with the rules to compare');
}

/**
 * Reads the sweep of a scenario file, with every scenario that it leads to.
 *
 * @param text The file's text.
 * @throws ScenarioError `HV_SCENARIO` with all problems, also when there is no section `sweep`.
 */
export function parseSweep(text: string, options: ParseOptions = {}): Sweep {
  const { sweep } = parseFile(text, options);
  if (sweep) return sweep;
  throw missing(options, 'a key "sweep" with the keys to vary and their values');
}
