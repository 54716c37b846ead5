import { checkPhaseOrder } from '../check/phase-order.js';
import { below, checkForm, itemsOf, type Located, reportAt } from '../form/check-form.js';
import { PHASE_FORM, PHASE_FORMS, PHASE_KINDS } from '../form/phase-form.js';
import { type Phase, type PhaseOutline, START } from '../phases/phase.js';
import { listed } from '../problems/words.js';
import { textAt } from '../tree/tree.js';
import type { AroundPhases, PhaseContext } from './phase-context.js';
import { lengthsOf } from './phase-lengths.js';
import { resolvePhaseSchedule } from './resolve-course.js';
import { resolveEvents } from './resolve-events.js';
import { resolveStretch } from './resolve-moment.js';

/** What only one kind of phase has. */
type Doing =
  | { readonly kind: 'train'; readonly epochs: number; readonly batch: number }
  | { readonly kind: 'test'; readonly batch: number }
  | { readonly kind: 'run'; readonly steps: number; readonly samples: readonly number[] };

type Earlier = PhaseContext['earlier'];

/** `test:` with nothing behind it is a test with all its defaults. */
function opened(part: Located): Located {
  const { tree, path } = part;
  if (tree.kind !== 'scalar' || tree.value !== null) return part;
  return { tree: { kind: 'map', entries: new Map(), place: tree.place }, path };
}

/** What the phase does: the one of `train`, `test` and `run` that is there. */
function kindOf(part: Located, report: AroundPhases['report']): Phase['kind'] | undefined {
  const given = PHASE_KINDS.filter((kind) => below(part, kind));
  if (given.length === 1) return given[0];
  reportAt(part, `exactly one of ${listed(PHASE_KINDS)}`, report, {
    got: given.length === 0 ? 'none' : listed(given),
  });
  return undefined;
}

function resolveDoing(part: Located, kind: Phase['kind'], around: AroundPhases): Doing | undefined {
  const { report, train, test } = around;
  if (kind === 'run') {
    const fields = checkForm(PHASE_FORMS.run, part, report);
    const durationPart = below(part, 'duration');
    const context: PhaseContext = { ...around, kind, earlier: [], lengths: {} };
    const duration = durationPart && resolveStretch(durationPart, 'step', context);
    return fields && duration && { kind, steps: duration.length, samples: fields.samples ?? [] };
  }
  if (kind === 'test') {
    const fields = checkForm(PHASE_FORMS.test, opened(part), report);
    return fields && test && { kind, batch: fields.batch ?? test.batch };
  }
  const fields = checkForm(PHASE_FORMS.train, opened(part), report);
  return fields && train && { kind, epochs: fields.epochs ?? train.epochs, batch: fields.batch ?? train.batch };
}

function outlineOf(
  id: string | undefined,
  kind: Phase['kind'] | undefined,
  doing: Doing | undefined,
): PhaseOutline | undefined {
  if (id === undefined || kind === undefined) return undefined;
  if (kind !== 'run') return { id, kind };
  return doing?.kind === 'run' ? { id, kind, steps: doing.steps } : undefined;
}

function resolvePhase(part: Located, before: string | undefined, earlier: Earlier, around: AroundPhases) {
  const { report } = around;
  const fields = checkForm(PHASE_FORM, part, report);
  if (part.tree.kind !== 'map') return {};
  const kind = kindOf(part, report);
  const doingPart = kind && below(part, kind);
  const doing = kind && doingPart && resolveDoing(doingPart, kind, around);
  const outline = outlineOf(textAt(part.tree, 'id'), kind, doing);
  // Of a phase that does nothing yet, events and courses cannot be told right from wrong.
  if (!kind) return {};
  const context: PhaseContext = { ...around, kind, earlier, lengths: lengthsOf(doing, around) };
  const events = resolveEvents(below(part, 'events'), context);
  const schedule = resolvePhaseSchedule(below(part, 'schedule'), context);
  const best = below(part, 'checkpoint');
  if (best && kind !== 'train') reportAt(best, `none in a "${kind}" phase, which learns nothing`, report);
  const from = fields?.from ?? before;
  const sound = fields && doing && events && schedule && from !== undefined && (!best || kind === 'train');
  if (!sound) return { kind, outline };
  const whole = { id: fields.id, from, ...doing, events, schedule };
  const { checkpoint } = fields;
  const phase: Phase = whole.kind === 'train' && checkpoint !== undefined ? { ...whole, checkpoint } : whole;
  return { kind, outline, phase };
}

/** The phases of a file; undefined when one is not sound, which was reported. */
interface ResolvedPhases {
  readonly phases: readonly Phase[] | undefined;
  /** Enough of each to tell what can be measured in it, also where its events are not sound. */
  readonly outline: readonly PhaseOutline[] | undefined;
}

/** Reads `phases`; none when it is missing. */
export function resolvePhases(part: Located | undefined, around: AroundPhases): ResolvedPhases {
  if (part === undefined) return { phases: [], outline: [] };
  if (part.tree.kind !== 'list') {
    reportAt(part, 'a list of phases', around.report);
    return { phases: undefined, outline: undefined };
  }
  checkPhaseOrder(part, around.report);
  const phases: Phase[] = [];
  const outline: PhaseOutline[] = [];
  const earlier: Earlier[number][] = [];
  const items = itemsOf(part);
  let before: string | undefined = START;
  for (const item of items) {
    const { kind, phase, outline: known } = resolvePhase(item, before, [...earlier], around);
    if (phase) phases.push(phase);
    if (known) outline.push(known);
    before = textAt(item.tree, 'id');
    if (kind && before !== undefined) earlier.push({ id: before, kind });
  }
  const all = <T>(found: readonly T[]) => (found.length === items.length ? found : undefined);
  return { phases: all(phases), outline: all(outline) };
}
