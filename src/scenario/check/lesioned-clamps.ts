import { below, type Located, reportAt } from '../form/check-form.js';
import type { Change, CurrentClamp, VoltageClamp } from '../phases/change.js';
import type { Nodes } from '../phases/nodes.js';
import type { TimedEvent } from '../phases/phase.js';
import { countOf, mergedNodes, nodesText } from '../phases/read-nodes.js';
import { quoted } from '../problems/words.js';
import type { PhaseContext } from '../resolve/phase-context.js';
import { type Lengths, mayPrecede, timeOf } from './event-times.js';
import { shareNodes } from './share-nodes.js';

/** An event and where the file has it. */
interface WrittenEvent {
  readonly part: Located;
  readonly event: TimedEvent;
}

/**
 * Checks that no clamp is one of lesioned neurons only: the lesion wins, and it would hold nothing. Refused is what the
 * events of the phase alone tell: neurons taken whole, at a moment and without a guard, of which none may come back before
 * the clamp ends.
 *
 * @param events Of one phase, in the order of the file.
 */
export function checkLesionedClamps(
  events: readonly WrittenEvent[],
  { lengths, names, report }: Pick<PhaseContext, 'lengths' | 'names' | 'report'>,
): void {
  if (!names) return;
  for (const { part, event } of events) {
    const { change } = event;
    if (change.kind !== 'current-clamp' && change.kind !== 'voltage-clamp') continue;
    const dead = mergedNodes(lesionedFor(event.at, change, events, lengths), names);
    if (!change.nodes.every((range) => dead.some((one) => isWithin(range, one)))) continue;
    const written = below(part, change.kind === 'current-clamp' ? 'current' : 'clamp');
    reportAt(
      (written && below(written, 'nodes')) ?? part,
      'at least one node that no lesion of this phase has taken',
      report,
      {
        got: quoted(nodesText(change.nodes)),
        hint: 'a clamp does not hold neurons that are lesioned: restore them before it, or clamp others',
      },
    );
  }
}

/** Nodes that are lesioned as long as a clamp lasts. */
function lesionedFor(
  at: TimedEvent['at'],
  { nodes, duration }: CurrentClamp | VoltageClamp,
  events: readonly WrittenEvent[],
  lengths: Lengths,
): Nodes {
  const begin = timeOf(at, lengths);
  const length = duration && timeOf({ unit: duration.unit, at: duration.length }, lengths);
  const end = begin === undefined || length === undefined ? Number.POSITIVE_INFINITY : begin + length;
  return events.flatMap(({ event }, index) => {
    const { when, change } = event;
    const time = timeOf(event.at, lengths);
    if (time === undefined || when !== undefined || time > (begin ?? 0)) return [];
    const mayComeBack = events.some(({ event: other }, k) => {
      const isAfter = mayPrecede({ event, index }, { event: other, index: k }, lengths);
      return isAfter && (timeOf(other.at, lengths) ?? 0) < end && restores(other.change, nodes);
    });
    return mayComeBack ? [] : takenWhole(change);
  });
}

/** Neurons of which a change takes every one. */
function takenWhole(change: Change): Nodes {
  if (change.kind !== 'lesion' || !('neurons' in change.target)) return [];
  const { neurons } = change.target;
  const count = countOf(neurons);
  return Math.round(change.fraction * count) === count ? neurons : [];
}

/** Whether a change gives some of these nodes back where they are lesioned. */
function restores(change: Change, nodes: Nodes): boolean {
  if (change.kind !== 'restore') return false;
  const { target } = change;
  if (!target) return true;
  if (!('neurons' in target)) return false;
  return shareNodes(target.neurons, nodes);
}

function isWithin(range: Nodes[number], whole: Nodes[number]): boolean {
  return range.layer === whole.layer && whole.from <= range.from && range.to <= whole.to;
}
