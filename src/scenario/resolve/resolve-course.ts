import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { COURSE_FORM } from '../form/phase-form.js';
import { boundTo } from '../phases/parameters.js';
import type { Course } from '../phases/phase.js';
import { measureText } from '../phases/read-moment.js';
import { listed } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import type { MapTree } from '../tree/tree.js';
import type { PhaseContext } from './phase-context.js';
import { resolvePoint } from './resolve-moment.js';
import { checkParameter, resolveValue } from './resolve-set.js';
import { locatedKey } from './setting.js';

/** The rate whose course `learn.schedule` gives, too. */
const LEARNING_RATE = 'learn.optimizer.lr';

/** How long the phase takes, in what its courses count. */
function lengthOf({ kind, lengths }: PhaseContext): number | undefined {
  return kind === 'train' ? lengths.epoch : lengths.step;
}

function lengthText(length: number, { kind }: PhaseContext): string {
  return measureText({ unit: kind === 'train' ? 'epoch' : 'step', value: length });
}

/** A number that a map's key gives: text that is a number by itself is one. */
function pointAt(key: Located, text: string, context: PhaseContext): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  const tree = { ...key.tree, value: Number.isFinite(number) ? number : text } as Located['tree'];
  return resolvePoint({ ...key, tree }, context);
}

function resolvePoints(part: Located, map: MapTree, path: string, context: PhaseContext): Course | undefined {
  const { report } = context;
  const length = lengthOf(context);
  const points: (readonly [x: number, value: number])[] = [];
  let sound = map.entries.size > 0;
  if (!sound) reportAt(part, 'at least one point', report, { got: 'none' });
  for (const [text, { keyPlace, value: tree }] of map.entries) {
    const key = locatedKey(text, keyPlace, [...part.path, text]);
    const x = pointAt(key, text, context);
    const value = resolveValue({ tree, path: key.path }, path, context);
    const isLate = x !== undefined && length !== undefined && x >= length;
    const isTwice = x !== undefined && points.some(([other]) => other === x);
    if (isLate) reportAt(key, `a moment before the end of the phase (${lengthText(length, context)})`, report);
    else if (isTwice) reportAt(key, 'every moment once', report);
    if (x === undefined || value === undefined || isLate || isTwice) sound = false;
    else points.push([x, value]);
  }
  return sound ? { kind: 'points', points: points.toSorted(([a], [b]) => a - b) } : undefined;
}

/** Whether an exponential course leads from one value to the other. */
function checkSigns(
  part: Located,
  { kind, from, to }: { readonly kind: string; readonly from: number; readonly to: number },
  { report }: PhaseContext,
): boolean {
  if (kind !== 'exponential' || from * to > 0) return true;
  reportAt(part, '"from" and "to" of one sign, and not 0', report, { got: `${from} and ${to}` });
  return false;
}

function resolveRamp(part: Located, path: string, context: PhaseContext): Course | undefined {
  const { report, parameters } = context;
  const fields = checkForm(COURSE_FORM, part, report);
  if (!fields) return undefined;
  const [fromPart, toPart] = [below(part, 'from') ?? part, below(part, 'to') ?? part];
  const [beginPart, endPart] = [below(part, 'begin'), below(part, 'end')];
  const values = [resolveValue(fromPart, path, context), resolveValue(toPart, path, context)];
  const length = lengthOf(context);
  const begin = beginPart ? resolvePoint(beginPart, context) : 0;
  const end = endPart ? resolvePoint(endPart, context) : length;
  const isWhole = parameters?.get(path)?.form.type === 'whole';
  if (isWhole) reportAt(below(part, 'kind') ?? part, `points: "${path}" takes whole numbers`, report);
  const signed = checkSigns(part, fields, context);
  if (begin === undefined || end === undefined) return undefined;
  if (length !== undefined && end > length) {
    reportAt(endPart ?? part, `an end within the phase (${lengthText(length, context)})`, report);
    return undefined;
  }
  if (begin >= end) {
    reportAt(beginPart ?? part, `"begin" before "end" (${end})`, report, { got: String(begin) });
    return undefined;
  }
  if (values.includes(undefined) || isWhole || !signed) return undefined;
  const { kind, from, to } = fields;
  return { kind, from, to, begin, end };
}

function resolveCourse(part: Located, path: string, context: PhaseContext): Course | undefined {
  const { tree } = part;
  if (tree.kind !== 'map') {
    reportAt(part, 'a map from moments to numbers such as { 0: 1e-3 }, or a map with "kind"', context.report);
    return undefined;
  }
  return tree.entries.has('kind') ? resolveRamp(part, path, context) : resolvePoints(part, tree, path, context);
}

/** What keeps a parameter from having a course of its own. */
function checkAlone(key: Located, path: string, { settings, report }: PhaseContext): boolean {
  const schedule = settings?.learn.schedule.kind;
  if (boundTo(path).length > 0) {
    reportAt(key, `a parameter that can change without ${listed(boundTo(path))}`, report);
    return false;
  }
  if (path !== LEARNING_RATE || schedule === undefined || schedule === 'constant') return true;
  reportAt(key, `learn.schedule "constant" where a phase schedules the rate`, report, { got: `"${schedule}"` });
  return false;
}

/** Reads `schedule` of a phase; none when it is missing. */
export function resolvePhaseSchedule(
  part: Located | undefined,
  context: PhaseContext,
): Scenario['phases'][number]['schedule'] | undefined {
  const { kind, report } = context;
  if (part === undefined) return {};
  if (kind === 'test') {
    reportAt(part, 'no schedule in a "test" phase', report);
    return undefined;
  }
  if (part.tree.kind !== 'map') {
    reportAt(part, 'a map from parameters to their courses', report);
    return undefined;
  }
  const courses: [string, Course][] = [];
  for (const [path, { keyPlace, value }] of part.tree.entries) {
    const key = locatedKey(path, keyPlace, [...part.path, path]);
    const known = checkParameter(key, path, context) && checkAlone(key, path, context);
    const course = resolveCourse({ tree: value, path: key.path }, path, context);
    if (known && course) courses.push([path, course]);
  }
  return courses.length === part.tree.entries.size ? Object.fromEntries(courses) : undefined;
}
