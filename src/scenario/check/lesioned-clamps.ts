import { below, type Located, reportAt } from '../form/check-form.js';
import type { Change, CurrentClamp, VoltageClamp } from '../phases/change.js';
import type { Moment, Unit } from '../phases/moment.js';
import type { Nodes } from '../phases/nodes.js';
import type { TimedEvent } from '../phases/phase.js';
import { countOf, mergedNodes, nodesText } from '../phases/read-nodes.js';
import { quoted } from '../problems/words.js';
import type { PhaseContext } from '../resolve/phase-context.js';

/** An event and where the file has it. */
interface WrittenEvent {
  readonly part: Located;
  readonly event: TimedEvent;
}

type Lengths = PhaseContext['lengths'];

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
  at: Moment | undefined,
  { nodes, duration }: CurrentClamp | VoltageClamp,
  events: readonly WrittenEvent[],
  lengths: Lengths,
): Nodes {
  const begin = timeOf(at, lengths);
  const length = duration && timeOf({ unit: duration.unit, at: duration.length }, lengths);
  const end = begin === undefined || length === undefined ? Number.POSITIVE_INFINITY : begin + length;
  return events.flatMap(({ event: { at: moment, when, change } }, index) => {
    const time = timeOf(moment, lengths);
    if (time === undefined || when !== undefined || time > (begin ?? 0)) return [];
    const mayComeBack = events.some(({ event: other }, k) => {
      const back = timeOf(other.at, lengths);
      const isAfter = back === undefined || back > time || (back === time && k > index);
      return isAfter && (back ?? 0) < end && restores(other.change, nodes);
    });
    return mayComeBack ? [] : takenBy(change);
  });
}

/** Neurons that a change takes for sure. */
function takenBy(change: Change): Nodes {
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
  return target.neurons.some((one) =>
    nodes.some(({ layer, from, to }) => one.layer === layer && one.from < to && from < one.to),
  );
}

function isWithin(range: Nodes[number], whole: Nodes[number]): boolean {
  return range.layer === whole.layer && whole.from <= range.from && range.to <= whole.to;
}

/**
 * A moment in what all events of its phase can be compared in: steps, in a `train` phase batches.
 *
 * @returns undefined where that is not known: a guard decides it, or it is a step of every presentation.
 */
function timeOf(moment: Moment | undefined, { epoch, batch }: Lengths): number | undefined {
  if (!moment) return undefined;
  const { unit, at } = moment;
  const perUnit: Readonly<Record<Unit, number | undefined>> = {
    step: epoch === undefined ? 1 : undefined,
    batch: 1,
    epoch: epoch === undefined || batch === undefined ? undefined : batch / epoch,
  };
  const each = perUnit[unit];
  return each === undefined ? (at === 0 && unit !== 'step' ? 0 : undefined) : at * each;
}
