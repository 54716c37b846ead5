import type { Change } from '../../scenario/phases/change.js';
import type { TimedEvent } from '../../scenario/phases/phase.js';
import type { Drive, Effect } from './effects.js';

/** A change that is done at once and lasts. */
export type Instant = Exclude<Change, Drive>;

/** An event of a phase, and its place in the file. */
export interface PlacedEvent {
  readonly event: TimedEvent;
  readonly index: number;
}

export function isDrive(change: Change): change is Drive {
  if (change.kind === 'replay-file') throw new Error(`the spikes of ${change.file} have not been read`);
  return change.kind !== 'lesion' && change.kind !== 'restore' && change.kind !== 'set';
}

/** A drive that begins at a step. @param last The first step after the phase, or the presentation. */
export function effectOf(drive: Drive, event: number, begin: number, last: number): Effect {
  return { drive, event, begin, end: Math.min(last, begin + (lengthOf(drive) ?? last)) };
}

/** Steps that a drive lasts by itself; undefined: to the end. */
export function lengthOf(drive: Drive): number | undefined {
  switch (drive.kind) {
    case 'pulse':
      return (drive.count - 1) * drive.period.length + drive.duration.length;
    case 'replay':
      return (drive.times.at(-1) ?? -1) + 1;
    default:
      return drive.duration?.length;
  }
}

/** The next step after this one at which some effect begins or ends. */
export function nextBorder(effects: readonly Effect[], after: number): number {
  return Math.min(...effects.flatMap(({ begin, end }) => [begin, end]).filter((step) => step > after));
}
