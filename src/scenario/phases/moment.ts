/**
 * What a phase counts in. `step`: time steps, in a `run` phase from its beginning, in the others within every
 * presentation. `batch` and `epoch`: in a `train` phase, those that have been learned since its beginning.
 */
export type Unit = 'step' | 'batch' | 'epoch';

/** A moment of a phase: before its step, batch or epoch of this number, from 0. */
export interface Moment {
  readonly unit: Unit;
  readonly at: number;
}

/** How long something lasts, in the unit of the moment at which it begins; > 0. */
export interface Stretch {
  readonly unit: Unit;
  readonly length: number;
}
