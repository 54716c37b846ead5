import { filter, map, type OperatorFunction, pipe, scan } from 'rxjs';

import type { RunEvent } from '../../run/run-event.js';
import type { Look } from '../../run/watch/look.js';
import type { RunFrame } from './view-frame.js';

/** Where a run stands at the end of an epoch. */
interface Place {
  readonly epoch: number;
  readonly step: number;
}

const BEGIN: Place = { epoch: 0, step: 0 };

/** Looks end to end, as frames of a run of its own. */
function framesOf(looks: readonly Look[], { epoch, step }: Place): readonly RunFrame[] {
  let start = 0;
  return looks.map((look) => {
    const frame = { kind: 'look', start, epoch, step, look } as const;
    start += look.steps;
    return { run: 0, frame };
  });
}

/** Picks the looks that a complete run takes at test samples, as the frames that its folder keeps. */
export function lookFrames(): OperatorFunction<RunEvent, readonly RunFrame[]> {
  const nothing: { readonly place: Place; readonly frames?: readonly RunFrame[] } = { place: BEGIN };
  return pipe(
    scan(({ place }, event) => {
      if (event.kind === 'epoch-ended') return { place: { epoch: event.epoch, step: event.step } };
      return event.kind === 'samples-looked' ? { place, frames: framesOf(event.looks, place) } : { place };
    }, nothing),
    map(({ frames }) => frames),
    filter((frames) => frames !== undefined),
  );
}
