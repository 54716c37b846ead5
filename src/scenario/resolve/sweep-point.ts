import { applyOverride } from '../overrides/apply-overrides.js';
import type { Override } from '../overrides/read-override.js';
import type { Problem, Report } from '../problems/problem.js';
import type { Scenario } from '../scenario.js';
import type { MapTree, Place, Tree } from '../tree/tree.js';
import { resolveScenario } from './resolve-scenario.js';
import { withoutForeignOptions } from './rule-options.js';

/** What all points of a sweep have in common. */
export interface SweepBase {
  /** The file without its sections for many runs. */
  readonly tree: MapTree;
  /** Where the section `sweep` begins. */
  readonly place: Place;
  /** True for a problem that the file has without its sweep. */
  readonly known: (problem: Problem) => boolean;
}

const placeText = ({ line, column, override }: Place): string => `${line}:${column}:${override}`;

/** The places of a value and of everything in it. */
function placesOf(tree: Tree): readonly string[] {
  const own = placeText(tree.place);
  if (tree.kind === 'list') return [own, ...tree.items.flatMap(placesOf)];
  if (tree.kind === 'scalar') return [own];
  return [
    own,
    ...[...tree.entries.values()].flatMap(({ keyPlace, value }) => [placeText(keyPlace), ...placesOf(value)]),
  ];
}

function pointScenario(tree: MapTree, overrides: readonly Override[], report: Report) {
  const whole = overrides.reduce<Tree>((so, override) => applyOverride(so, override, report), tree);
  const { tree: own, dropped } = withoutForeignOptions(whole, tree, overrides);
  return { scenario: resolveScenario(own, report), dropped };
}

/** The value that is to blame for a problem at another place: the first that makes it alone; none when it takes several. */
function culprit(
  { tree }: SweepBase,
  overrides: readonly Override[],
  { path, message }: Problem,
): Override | undefined {
  if (overrides.length === 1) return overrides[0];
  return overrides.find((override) => {
    const alone: Problem[] = [];
    pointScenario(tree, [override], (problem) => void alone.push(problem));
    return alone.some((problem) => problem.path === path && problem.message === message);
  });
}

/** The scenario of a point. */
interface ResolvedPoint {
  readonly scenario: Scenario;
  /** Options of `learn` that the file sets and that mean nothing to the rule that is swept. */
  readonly dropped: readonly string[];
}

/**
 * Resolves the scenario of one point. What is wrong with it is reported at the value that makes it wrong.
 *
 * @returns undefined when something was reported.
 */
export function resolveSweepPoint(
  base: SweepBase,
  overrides: readonly Override[],
  report: Report,
): ResolvedPoint | undefined {
  const places = new Set(overrides.flatMap(({ value, place }) => [placeText(place), ...placesOf(value)]));
  let isSound = true;
  const { scenario, dropped } = pointScenario(base.tree, overrides, (problem) => {
    if (base.known(problem)) return;
    isSound = false;
    const { line, column, override } = problem;
    const isOwn = places.has(placeText({ line, column, ...(override === undefined ? {} : { override }) }));
    const place = isOwn ? { line, column } : (culprit(base, overrides, problem)?.value.place ?? base.place);
    const path = `sweep: ${problem.path}`;
    const message = `${path}${problem.message.slice(problem.path.length)}`;
    report({ ...problem, ...place, path, message });
  });
  return isSound && scenario ? { scenario, dropped } : undefined;
}
