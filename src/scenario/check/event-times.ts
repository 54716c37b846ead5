import type { Moment, Unit } from '../phases/moment.js';
import type { TimedEvent } from '../phases/phase.js';
import type { PhaseContext } from '../resolve/phase-context.js';

/** How long a phase takes, in each unit that is known. */
export type Lengths = PhaseContext['lengths'];

/** An event and its place in the list of its phase: of two at one moment the earlier in the list comes first. */
interface PlacedEvent {
  readonly event: Pick<TimedEvent, 'at'>;
  readonly index: number;
}

/**
 * A moment in what all events of its phase can be compared in: steps, in a `train` phase batches.
 *
 * @returns undefined where that is not known: a guard decides it, or it is a step of every presentation.
 */
export function timeOf(moment: Moment | undefined, { epoch, batch }: Lengths): number | undefined {
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

/** Whether an event may happen before another one of its phase, as far as their moments tell. */
export function mayPrecede(one: PlacedEvent, other: PlacedEvent, lengths: Lengths): boolean {
  const [first, second] = [one.event.at, other.event.at];
  if (!first || !second) return true;
  const apart = timeBetween(first, second, lengths);
  // Nothing comes before the beginning.
  if (apart === undefined) return second.at > 0;
  return apart > 0 || (apart === 0 && one.index < other.index);
}

/** From one moment to another, < 0 where that is the earlier one; undefined where it is not known. */
function timeBetween(first: Moment, second: Moment, lengths: Lengths): number | undefined {
  if (first.unit === second.unit) return second.at - first.at;
  const [begin, end] = [timeOf(first, lengths), timeOf(second, lengths)];
  return begin === undefined || end === undefined ? undefined : end - begin;
}
