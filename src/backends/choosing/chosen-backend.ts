import type { Backend } from '../backend.js';

/**
 * Why a backend runs:
 * - `named`: it was asked for by name.
 * - `table`: the stored table puts it first for a network of this size.
 * - `measured`: it was the fastest of those that the table holds plausible.
 * - `remembered`: it was so at an earlier run, for a network of the same size class on the same machine.
 * - `only one`: no other backend could run here.
 */
export type ChoiceReason = 'named' | 'table' | 'measured' | 'remembered' | 'only one';

/** A backend that `auto` passed over. */
export interface SkippedBackend {
  readonly name: string;
  /**
   * What kept it out: the stored `table` (it was then not asked whether it can run here), this machine (`unavailable`),
   * this network (`unsupported`), an error when it was tried (`failed`), or its speed (`slower`).
   */
  readonly because: 'table' | 'unavailable' | 'unsupported' | 'failed' | 'slower';
  readonly reason: string;
}

/** How long one training step took on a backend: the median. */
export interface MeasuredBackend {
  readonly name: string;
  readonly seconds: number;
}

/** What was asked, what runs and why, and why the others do not. */
export interface ChosenBackend {
  readonly backend: Backend;
  readonly asked: string;
  readonly why: ChoiceReason;
  readonly skipped: readonly SkippedBackend[];
  /** Present when backends were compared, now or earlier. */
  readonly measured?: readonly MeasuredBackend[];
}
