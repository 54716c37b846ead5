import type { LookRequest } from './look.js';

/** A change of the running experiment, made by somebody who watches. It takes effect before the run goes on. */
export type Intervention =
  /** Takes the place of the optimizer's learning rate; the schedule goes on from it. */
  | { readonly kind: 'learning-rate'; readonly value: number }
  /** Neurons that are cut off, and silent: their connections become 0 and have no optimizer memory, so that LFP leaves them at 0. */
  | { readonly kind: 'silence'; readonly layer: string; readonly units: readonly number[] }
  /** Gives silenced neurons the connections back that they had. */
  | { readonly kind: 'restore'; readonly layer: string; readonly units: readonly number[] };

/** What a run does next: learns a batch, tests after an epoch, or a piece of a phase that does not learn. */
export type NextPart = 'batch' | 'test' | 'stretch';

/**
 * Somebody who watches a run and may hold it. Nothing that is shown changes what it computes, and what changes it
 * (interventions) is told as an event.
 */
export interface RunWatch {
  /**
   * Asked before every batch that is learned, before every test after an epoch, and before every stretch of a phase that
   * does not learn: a batch of a test, 250 steps or so of a free run. A test after an epoch that has begun is not held: it
   * is of one network. `go`: the run may go on. `look`: it is held still, but should do what is asked of it (interventions, a
   * look) and then come back to the gate. A run that is stopped does not wait for it.
   *
   * Phases that do not learn are changed by their scenario alone: there interventions are refused, and nothing is looked at.
   *
   * @param next What comes next.
   */
  gate(next: NextPart): Promise<'go' | 'look'>;
  /** What should change before it goes on; asked after every answer of `gate`. Each is given once. */
  interventions(): readonly Intervention[];
  /**
   * What somebody wants to see now; undefined: nothing, which costs nothing. Asked after every batch, also of a test pass,
   * and while the run is held. What the network does not have is left out of the look; for a sample that there is not,
   * nothing comes.
   */
  wanted(): LookRequest | undefined;
  /** What was wanted has been shown, or cannot be: the time since belonged to it. */
  shown(): void;
}
