import { filter, map, type OperatorFunction, pipe, scan } from 'rxjs';

import type { RunEvent } from '../../run/run-event.js';
import type { Look } from '../../run/watch/look.js';
import type { RunFrame } from './view-frame.js';

/** Where a run stands. */
interface Place {
  /** Epochs done, as a fraction. */
  readonly epoch: number;
  readonly step: number;
}

const BEGIN: Place = { epoch: 0, step: 0 };

/** What has been seen of a run. */
interface Seen {
  readonly place: Place;
  readonly batchesPerEpoch: number;
  readonly frames?: readonly RunFrame[];
}

/** Looks end to end, as frames of a run of its own. */
function framesOf(looks: readonly Look[], { epoch, step }: Place): readonly RunFrame[] {
  let start = 0;
  return looks.map((look) => {
    const frame = { kind: 'look', start, epoch, step, look } as const;
    start += look.steps;
    return { run: 0, frame };
  });
}

/** Picks the looks that a run takes at its end at test samples, as the frames that its folder keeps. */
export function lookFrames(): OperatorFunction<RunEvent, readonly RunFrame[]> {
  const nothing: Seen = { place: BEGIN, batchesPerEpoch: 1 };
  return pipe(
    scan(({ place, batchesPerEpoch }: Seen, event): Seen => {
      if (event.kind === 'run-started') return { place, batchesPerEpoch: event.batchesPerEpoch };
      if (event.kind === 'batch-trained') {
        const { epoch, batch, step } = event;
        return { place: { epoch: epoch - 1 + batch / batchesPerEpoch, step }, batchesPerEpoch };
      }
      const seen = { place, batchesPerEpoch };
      return event.kind === 'samples-looked' ? { ...seen, frames: framesOf(event.looks, place) } : seen;
    }, nothing),
    map(({ frames }) => frames),
    filter((frames) => frames !== undefined),
  );
}
