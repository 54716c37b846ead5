import { createRandomStreams } from '../../data/random-streams.js';
import type { Located } from '../form/check-form.js';
import { reportAt } from '../form/check-form.js';
import { MOST_POINTS } from '../form/sweep-form.js';
import type { Override } from '../overrides/read-override.js';
import type { Report } from '../problems/problem.js';
import type { SweepMode } from '../sweep.js';
import { plainValue, type Tree } from '../tree/tree.js';
import { combinations, locatedKey } from './setting.js';
import type { SweptKey } from './sweep-keys.js';
import { randomValues, stratifiedValues } from './sweep-values.js';

/** What decides which points a sweep has. */
export interface SweepPlan {
  readonly mode: SweepMode;
  /** Points that are drawn. */
  readonly samples: number;
  /** Seed of what is drawn. */
  readonly draw: number;
  /** The key that is averaged over: its values are not drawn, every drawn point is played with each of them. */
  readonly over: string;
}

/** The values that one point gives its keys, in the order of the keys. */
export type PointOverrides = readonly Override[];

const overridesOf = ({ path, place }: SweptKey, values: readonly Tree[]): readonly Override[] =>
  values.map((value) => ({ path, value, place }));

/** The values of a key that is not drawn. */
function listOf({ domain }: SweptKey): readonly Tree[] {
  return domain.kind === 'list' ? domain.values : [];
}

function listPoints(keys: readonly SweptKey[], part: Located, report: Report): readonly PointOverrides[] | undefined {
  const lengths = keys.map((key) => listOf(key).length);
  const other = lengths.findIndex((length) => length !== lengths[0]);
  if (other >= 0) {
    const { key, place } = keys[other]!;
    const expected = `as many values as ${keys[0]!.key} has (${lengths[0]}): mode list takes the n-th of each`;
    reportAt(locatedKey(key, place, [...part.path, key]), expected, report, { got: String(lengths[other]) });
    return undefined;
  }
  return Array.from({ length: lengths[0]! }, (_, n) => keys.map((key) => overridesOf(key, listOf(key))[n]!));
}

/** Draws every key from a stream of its own, so that one key more changes nothing of the others. */
function drawnPoints(keys: readonly SweptKey[], { mode, samples, draw, over }: SweepPlan): readonly PointOverrides[] {
  const streams = createRandomStreams(draw);
  const drawn = mode === 'random' ? randomValues : stratifiedValues;
  const isCrossed = ({ key, domain }: SweptKey) => key === over && domain.kind === 'list';
  const values = keys.map((key) =>
    overridesOf(key, isCrossed(key) ? listOf(key) : drawn(key.domain, samples, streams.stream(`sweep/${key.key}`))),
  );
  const points = Array.from({ length: samples }, (_, n) =>
    combinations(keys.map((key, k) => ({ key: key.key, overrides: isCrossed(key) ? values[k]! : [values[k]![n]!] }))),
  );
  return distinctPoints(points.flat());
}

/** What was drawn twice is played once. */
function distinctPoints(points: readonly PointOverrides[]): readonly PointOverrides[] {
  return [
    ...new Map(points.map((point) => [JSON.stringify(point.map(({ value }) => plainValue(value))), point])).values(),
  ];
}

/** How many points there will be; drawn ones that repeat others included. */
function countOf(keys: readonly SweptKey[], { mode, samples, over }: SweepPlan): number {
  if (mode === 'list') return listOf(keys[0]!).length;
  const lists = mode === 'grid' ? keys : keys.filter(({ key, domain }) => key === over && domain.kind === 'list');
  return lists.reduce((product, key) => product * listOf(key).length, mode === 'grid' ? 1 : samples);
}

/**
 * The points of a sweep: the values that each gives to the keys.
 *
 * @param keys At least one.
 * @returns undefined when something was reported.
 */
export function pointsOf(
  keys: readonly SweptKey[],
  plan: SweepPlan,
  part: Located,
  report: Report,
): readonly PointOverrides[] | undefined {
  const count = countOf(keys, plan);
  if (count > MOST_POINTS) {
    reportAt(part, `at most ${MOST_POINTS} runs`, report, { got: String(count) });
    return undefined;
  }
  if (plan.mode === 'list') return listPoints(keys, part, report);
  if (plan.mode !== 'grid') return drawnPoints(keys, plan);
  return combinations(keys.map((key) => ({ key: key.key, overrides: overridesOf(key, listOf(key)) })));
}
