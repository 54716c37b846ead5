import type { Observable, SchedulerLike } from 'rxjs';

import type { RunWatch } from '../../run/watch/run-watch.js';
import type { ViewCommand } from '../frames/view-command.js';

/** How a run is held at the moment. */
export interface PilotState {
  readonly paused: boolean;
  /** Batches a second at most; 0: as fast as it can. */
  readonly speed: number;
  readonly stopping: boolean;
}

export interface PilotOptions {
  /** Ends the run after its batch: called once, when it is told to stop. */
  readonly stop: () => void;
  /** Milliseconds between two looks at least; default 100. */
  readonly interval?: number;
  /** Timer; a test gives a virtual one. */
  readonly scheduler?: SchedulerLike;
  /**
   * Milliseconds from any fixed moment; default: the scheduler's clock. Whoever sets a clock back that can be set holds the
   * run up: better one that cannot.
   */
  readonly now?: () => number;
}

/** Watches a run as views command it. */
export interface Pilot extends RunWatch {
  /** How the run is held now, and every change of it. */
  readonly state: Observable<PilotState>;
  /** Milliseconds for which the run has waited so far because it was paused. What it waits for its speed is its pace. */
  readonly pausedFor: number;
  /**
   * Does what a view asks for; nothing once the run is over.
   *
   * @throws RangeError for a speed that is not a number >= 0, and for an intervention when 256 wait already.
   */
  command(command: ViewCommand): void;
  /** Whether there is anybody who keeps up with what is shown; may be told again and again. While there is nobody, nothing is. */
  watching(anybody: boolean): void;
  /** The run is over: whatever waits is let go of. May be told again. */
  end(): void;
}
