import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { SWEEP_FORM, SWEEP_REPORT_FORM } from '../form/sweep-form.js';
import type { Problem, Report } from '../problems/problem.js';
import { listed, nearestName } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import type { Sweep, SweepMode, SweepPoint } from '../sweep.js';
import { type MapTree, plainValue, type Tree, textAt } from '../tree/tree.js';
import { STUDIES } from './setting.js';
import { type PointOverrides, pointsOf } from './sweep-draws.js';
import { readSweptKeys, SWEEP_WORDS, type SweptKey } from './sweep-keys.js';
import { metricProblem, type ReportedMetric, reportedMetric } from './sweep-metric.js';
import { resolveSweepPoint, type SweepBase } from './sweep-point.js';

const USUAL = { samples: 20, metric: 'accuracy(test)', over: 'seed' } as const;

const without = (map: MapTree, isLeft: (key: string) => boolean): MapTree => ({
  ...map,
  entries: new Map([...map.entries].filter(([key]) => !isLeft(key))),
});

/** What mode the sweep says it has, as far as it can be told. */
function modeOf(part: Located): SweepMode {
  const said = textAt(part.tree, 'mode');
  return said !== undefined && (SWEEP_FORM.shape.mode.unwrap().options as readonly string[]).includes(said)
    ? (said as SweepMode)
    : 'grid';
}

/** What is drawn is told where nothing is drawn. */
function checkDrawing(part: Located, mode: SweepMode, report: Report): void {
  if (mode !== 'grid' && mode !== 'list') return;
  for (const word of ['samples', 'draw']) {
    const given = below(part, word);
    if (given) reportAt(given, `no "${word}": mode ${mode} draws nothing`, report);
  }
}

/** The metric with its phase. @param written Where it was written; undefined: it is the usual one. */
function resolveMetric(
  metric: string,
  points: readonly SweepPoint[],
  written: Located | undefined,
  part: Located,
  report: Report,
): ReportedMetric | undefined {
  const found = reportedMetric(metric, points);
  if ('metric' in found) return found;
  // Nobody asked for the usual one where nothing is tested: what such runs reach is in their expectations.
  if (!written && points.every(({ scenario }) => scenario.phases.every(({ kind }) => kind === 'run')))
    return { metric };
  reportAt(written ?? part, found.expected, report, found);
  return undefined;
}

/** Resolves every point; a run that two points would share is none of a sweep. */
function resolvePoints(
  points: readonly PointOverrides[],
  keys: readonly SweptKey[],
  base: SweepBase,
  part: Located,
  report: Report,
): readonly SweepPoint[] {
  const seen = new Map<string, number>();
  return points.flatMap((overrides, index): readonly SweepPoint[] => {
    const point = resolveSweepPoint(base, overrides, report);
    if (point === undefined) return [];
    const { scenario, dropped } = point;
    const text = JSON.stringify(scenario);
    const same = seen.get(text);
    if (same !== undefined)
      reportAt(part, 'points that make different runs', report, {
        got: `points ${same} and ${index} with the same run`,
      });
    seen.set(text, index);
    const settings = Object.fromEntries(overrides.map(({ value }, n) => [keys[n]!.key, plainValue(value)]));
    return [{ index, settings, scenario, ...(dropped.length > 0 ? { dropped } : {}) }];
  });
}

/**
 * Reads `sweep`: which keys vary, how, and what is reported. Every run that it leads to is resolved and checked.
 *
 * @param tree  The whole file.
 * @param base  The scenario that the file is without `sweep`; undefined when it is not sound.
 * @param known True for a problem that the file has without `sweep`.
 * @returns undefined when there is no such section, or something was reported.
 */
export function resolveSweep(
  tree: Tree,
  base: Scenario | undefined,
  known: (problem: Problem) => boolean,
  report: Report,
): Sweep | undefined {
  const part = below({ tree, path: [] }, 'sweep');
  if (part === undefined || tree.kind !== 'map') return undefined;
  const section = part.tree;
  if (section.kind !== 'map') {
    reportAt(part, 'a map from keys such as learn.optimizer.lr to lists of values', report);
    return undefined;
  }
  const words: Located = { ...part, tree: without(section, (key) => !SWEEP_WORDS.includes(key)) };
  const fields = checkForm(SWEEP_FORM, words, report);
  const mode = modeOf(part);
  checkDrawing(part, mode, report);
  const keys = readSweptKeys({ ...part, tree: section }, mode, report);
  const names = keys?.map(({ key }) => key) ?? [];
  const reportPart = below(part, 'report');
  const shown = reportPart ? checkForm(SWEEP_REPORT_FORM, reportPart, report) : {};
  const { metric = USUAL.metric, over = USUAL.over } = shown ?? {};
  const metricPart = reportPart && below(reportPart, 'metric');
  const named = reportPart && textAt(reportPart.tree, 'metric');
  const unknown = named === undefined ? undefined : metricProblem(named, base?.expect ?? []);
  if (metricPart && unknown) reportAt(metricPart, unknown.expected, report, unknown);
  const overPart = reportPart && below(reportPart, 'over');
  if (overPart && keys && shown && !names.includes(over))
    reportAt(overPart, `a key of the sweep (${listed(names)})`, report, { suggestion: nearestName(over, names) });
  if (!fields || !shown || unknown || !keys || !base) return undefined;
  const plan = { mode, samples: fields.samples ?? USUAL.samples, draw: fields.draw ?? base.seed, over };
  const overrides = pointsOf(keys, plan, part, report);
  if (!overrides) return undefined;
  const common = { tree: without(tree, (key) => STUDIES.includes(key)), place: part.tree.place, known };
  const points = resolvePoints(overrides, keys, common, part, report);
  if (points.length < overrides.length) return undefined;
  const reported = resolveMetric(metric, points, metricPart, part, report);
  return reported === undefined ? undefined : { name: base.name, mode, points, report: { ...reported, over } };
}
