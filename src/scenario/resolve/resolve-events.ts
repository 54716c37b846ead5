import { checkLesionedClamps } from '../check/lesioned-clamps.js';
import { below, checkForm, itemsOf, type Located, reportAt } from '../form/check-form.js';
import { CHANGE_KEYS, type ChangeKey, EVENT_FORM } from '../form/event-form.js';
import { reportExpression } from '../form/report-expression.js';
import type { Change } from '../phases/change.js';
import { compileGuard } from '../phases/guard.js';
import type { Moment, Unit } from '../phases/moment.js';
import { GUARD_WINDOW, type TimedEvent } from '../phases/phase.js';
import { listed } from '../problems/words.js';
import { textAt } from '../tree/tree.js';
import type { PhaseContext } from './phase-context.js';
import { resolveChange } from './resolve-change.js';
import { resolveMoment, resolveStretch } from './resolve-moment.js';

/** While a network learns these take place within every presentation, too; the others change what is learned. */
const WITHIN_PRESENTATIONS: readonly ChangeKey[] = ['pulse', 'current', 'noise', 'replay'];

/** What the moment of a change may count. The last one is what 0 by itself is taken for. */
function unitsOf(change: ChangeKey | undefined, { kind }: PhaseContext): readonly Unit[] {
  if (kind !== 'train') return ['step'];
  const within = change === undefined || WITHIN_PRESENTATIONS.includes(change);
  return within ? ['batch', 'epoch', 'step'] : ['batch', 'epoch'];
}

/** The key of the one change that an event has. */
function changeKeyOf(part: Located, report: PhaseContext['report']): ChangeKey | undefined {
  const given = CHANGE_KEYS.filter((key) => below(part, key));
  if (given.length === 1) return given[0];
  reportAt(part, `exactly one of ${listed(CHANGE_KEYS)}`, report, {
    got: given.length === 0 ? 'none' : listed(given),
  });
  return undefined;
}

/** Checks a guard; true when it is sound. */
function checkGuard(part: Located, text: string, { kind, earlier, names, report }: PhaseContext): boolean {
  if (kind === 'test') {
    reportAt(part, 'no guard in a "test" phase', report);
    return false;
  }
  const guard = names && compileGuard(text, { kind, earlier, names });
  if (!guard || 'expression' in guard) return guard !== undefined;
  for (const problem of guard) reportExpression(part, problem, report);
  return false;
}

function resolveWindow(part: Located, guarded: boolean, context: PhaseContext): number | undefined {
  const window = resolveStretch(part, 'step', context);
  if (guarded || window === undefined) return window?.length;
  reportAt(part, 'no window without "when"', context.report);
  return undefined;
}

function resolveEvent(part: Located, context: PhaseContext): TimedEvent | undefined {
  const { report } = context;
  const isForm = checkForm(EVENT_FORM, part, report) !== undefined;
  if (part.tree.kind !== 'map') return undefined;
  const [atPart, whenPart, windowPart] = [below(part, 'at'), below(part, 'when'), below(part, 'window')];
  const key = changeKeyOf(part, report);
  if (!atPart && !whenPart) reportAt(part, '"at", "when" or both', report, { got: 'neither' });
  const at = atPart && resolveMoment(atPart, unitsOf(key, context), context);
  const when = textAt(part.tree, 'when');
  const guarded = whenPart && when !== undefined ? checkGuard(whenPart, when, context) : whenPart === undefined;
  const window = windowPart ? resolveWindow(windowPart, whenPart !== undefined, context) : GUARD_WINDOW;
  const written = key && below(part, key);
  const change = key && written && resolveChange(key, { part: written, at }, context);
  const timed = atPart === undefined ? whenPart !== undefined : at !== undefined;
  if (!isForm || !timed || !guarded || window === undefined || !change) return undefined;
  if (!written || !checkEncoding(written, change, at, context)) return undefined;
  return { ...(at ? { at } : {}), ...(when === undefined ? {} : { when }), window, change };
}

/** In a test every sample is encoded before its first step. */
function checkEncoding(part: Located, change: Change, at: Moment | undefined, { kind, report }: PhaseContext): boolean {
  if (kind !== 'test' || change.kind !== 'set' || at?.at === 0) return true;
  const late = Object.keys(change.parameters).filter((path) => path.startsWith('encode.'));
  if (late.length === 0) return true;
  reportAt(part, 'nothing of "encode" after step 0 of a "test" phase', report, { got: listed(late) });
  return false;
}

/** Reads `events` of a phase; none when it is missing. */
export function resolveEvents(part: Located | undefined, context: PhaseContext): readonly TimedEvent[] | undefined {
  if (part === undefined) return [];
  if (part.tree.kind !== 'list') {
    reportAt(part, 'a list of events', context.report);
    return undefined;
  }
  const items = itemsOf(part);
  const sound = items.flatMap((item) => resolveEvent(item, context) ?? []);
  if (sound.length < items.length) return undefined;
  checkLesionedClamps(
    sound.map((event, n) => ({ part: items[n]!, event })),
    context,
  );
  return sound;
}
