import { HeavisideError } from '../core/heaviside-error.js';
import type { DamageHearer } from './recorded-file.js';

/** A sample that was shown, or a free run. */
export interface Presentation {
  /** Counts those of a recording, from 0. */
  readonly number: number;
  /** Counts those of this sample, from 0. */
  readonly repetition: number;
  readonly sample: number | undefined;
  readonly label: number | undefined;
  /** Steps that are recorded by now. */
  readonly steps: number;
}

/** Where steps belong: those `from` … `from + steps − 1` of a presentation. */
interface Stretch {
  readonly sample?: number;
  readonly label?: number;
  readonly from: number;
  readonly steps: number;
}

/** Tells the presentations of a recording apart while its pieces come. */
export interface Presentations {
  /** The presentation that steps belong to. They may come in pieces, and those of several samples in turns. */
  take(stretch: Stretch): Presentation;
  /** All so far. */
  list(): readonly Presentation[];
}

/**
 * @param where   What to call the recording in messages.
 * @param damaged Hears of steps that are missing between two pieces.
 */
export function presentationsOf(where: string, damaged: DamageHearer): Presentations {
  const all: Presentation[] = [];
  const latest = new Map<number | undefined, Presentation>();
  return {
    take({ sample, label, from, steps }) {
      const before = latest.get(sample);
      // A sample that begins again is shown once more.
      const goesOn = before !== undefined && from >= before.steps;
      const begun = goesOn ? before.steps : 0;
      if (from > begun) damaged(gap(where, sample, begun, from));
      const repetition = before === undefined ? 0 : goesOn ? before.repetition : before.repetition + 1;
      const number = goesOn ? before.number : all.length;
      const now = { number, repetition, sample, label, steps: from + steps };
      all[number] = now;
      latest.set(sample, now);
      return now;
    },
    list: () => all,
  };
}

function gap(where: string, sample: number | undefined, from: number, to: number): HeavisideError {
  const whose = sample === undefined ? '' : ` of sample ${sample}`;
  const message = `${where}: expected step ${from}${whose}, got step ${to}: what is between is missing`;
  return new HeavisideError('HV_RECORDING_GAP', 'machine', message, { facts: { path: where } });
}
