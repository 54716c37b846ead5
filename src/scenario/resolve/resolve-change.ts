import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { CHANGE_FORMS, type ChangeFields, type ChangeKey } from '../form/event-form.js';
import type { Change, LesionTarget, PulseTrain } from '../phases/change.js';
import type { Moment, Stretch } from '../phases/moment.js';
import type { Nodes } from '../phases/nodes.js';
import { countOf } from '../phases/read-nodes.js';
import type { PhaseContext } from './phase-context.js';
import { checkEnd, resolveStretch } from './resolve-moment.js';
import { nodesAt } from './resolve-nodes.js';
import { resolveReplay } from './resolve-replay.js';
import { resolveSet } from './resolve-set.js';
import { resolveTarget } from './resolve-target.js';

/** The change of an event, as the file has it; `at`: the event's moment, undefined when a guard decides it. */
export interface WrittenChange {
  readonly part: Located;
  readonly at: Moment | undefined;
}

/** How long it lasts: `whole` when the file does not say, so that it is to the end. */
function durationOf({ part, at }: WrittenChange, context: PhaseContext): Stretch | 'whole' | undefined {
  const written = below(part, 'duration');
  if (written === undefined) return 'whole';
  const duration = resolveStretch(written, at?.unit, context);
  return duration && checkEnd(written, at, duration, context) ? duration : undefined;
}

function resolvePulse(
  { part, at }: WrittenChange,
  fields: ChangeFields<'pulse'>,
  context: PhaseContext,
): PulseTrain | undefined {
  const { report } = context;
  const { amplitude, count = 1 } = fields;
  const nodes = nodesAt(part, context);
  const [durationPart, periodPart, countPart] = [below(part, 'duration'), below(part, 'period'), below(part, 'count')];
  const duration = durationPart && resolveStretch(durationPart, at?.unit, context);
  const unit = at?.unit ?? duration?.unit;
  const period = periodPart ? resolveStretch(periodPart, unit, context) : duration;
  if ((periodPart === undefined) !== (countPart === undefined)) {
    reportAt(part, 'both "period" and "count", or none', report, { got: periodPart ? '"period"' : '"count"' });
    return undefined;
  }
  if (!nodes || !durationPart || !duration || !period) return undefined;
  if (period.length < duration.length) {
    reportAt(periodPart ?? part, `at least the duration (${duration.length})`, report, { got: String(period.length) });
    return undefined;
  }
  const whole = { unit: duration.unit, length: (count - 1) * period.length + duration.length };
  if (!checkEnd(countPart ?? durationPart, at, whole, context)) return undefined;
  return { kind: 'pulse', nodes, amplitude, duration, period, count };
}

/** Changes of nodes that last: by what they are made of besides nodes and duration. */
function lasting<T extends object>(written: WrittenChange, own: T, context: PhaseContext) {
  const nodes = nodesAt(written.part, context);
  const duration = durationOf(written, context);
  if (!nodes || !duration) return undefined;
  return { ...own, nodes, ...(duration === 'whole' ? {} : { duration }) };
}

/** Neurons that are held do not learn: only inputs may be, while a network learns. */
function checkHeld(part: Located, nodes: Nodes, { kind, settings, report }: PhaseContext): boolean {
  const input = settings?.network.input.id;
  const held = nodes.filter(({ layer }) => layer !== input).map(({ layer }) => layer);
  if (kind !== 'train' || held.length === 0 || input === undefined) return true;
  const expected = `nodes of the input "${input}" in a "train" phase: neurons that are held do not learn`;
  reportAt(below(part, 'nodes') ?? part, expected, report);
  return false;
}

/** A share of few nodes may come to none of them. */
function checkDraw(part: Located, target: LesionTarget, fraction: number, { report }: PhaseContext): boolean {
  if (!('neurons' in target)) return true;
  const count = countOf(target.neurons);
  if (Math.round(fraction * count) > 0) return true;
  const expected = `a share that is at least one of ${count} neurons when it is rounded`;
  reportAt(below(part, 'fraction') ?? part, expected, report);
  return false;
}

function resolveLesion(part: Located, fields: ChangeFields<'lesion'>, context: PhaseContext): Change | undefined {
  const target = resolveTarget(part, context);
  if (target === 'none') reportAt(part, '"nodes" or "synapses"', context.report, { got: 'neither' });
  if (!target || target === 'none') return undefined;
  const { fraction = 1, seed } = fields;
  if (!checkDraw(part, target, fraction, context)) return undefined;
  return { kind: 'lesion', target, fraction, ...(seed === undefined ? {} : { seed }) };
}

function resolveRestore(part: Located, context: PhaseContext): Change | undefined {
  const target = resolveTarget(part, context);
  if (target === 'none') return { kind: 'restore' };
  return target && { kind: 'restore', target };
}

/** What is made of each change once its form is sound. */
const RESOLVERS: {
  readonly [K in Exclude<ChangeKey, 'set'>]: (
    written: WrittenChange,
    fields: ChangeFields<K>,
    context: PhaseContext,
  ) => Change | undefined;
} = {
  pulse: resolvePulse,
  current: (written, { amplitude }, context) =>
    lasting(written, { kind: 'current-clamp', amplitude } as const, context),
  clamp: (written, { value }, context) => {
    const clamp = lasting(written, { kind: 'voltage-clamp', value } as const, context);
    return clamp && checkHeld(written.part, clamp.nodes, context) ? clamp : undefined;
  },
  noise: (written, { mean = 0, sd }, context) => lasting(written, { kind: 'noise', mean, sd } as const, context),
  replay: ({ part, at }, fields, context) => resolveReplay(part, at, fields, context),
  lesion: ({ part }, fields, context) => resolveLesion(part, fields, context),
  restore: ({ part }, _, context) => resolveRestore(part, context),
};

function resolveFormed<K extends Exclude<ChangeKey, 'set'>>(
  key: K,
  written: WrittenChange,
  context: PhaseContext,
): Change | undefined {
  const { part } = written;
  const fields = checkForm(CHANGE_FORMS[key], part, context.report) as ChangeFields<K> | undefined;
  if (fields) return RESOLVERS[key](written, fields, context);
  // Whatever else is wrong: what is wrong with the nodes is told at once.
  if (key === 'lesion' || key === 'restore') resolveTarget(part, context);
  else nodesAt(part, context);
  return undefined;
}

/** Reads what an event changes. */
export function resolveChange(key: ChangeKey, written: WrittenChange, context: PhaseContext): Change | undefined {
  return key === 'set' ? resolveSet(written.part, context) : resolveFormed(key, written, context);
}
