import type { Observable } from 'rxjs';

import type { ViewCommand } from '../streams/frames/view-command.js';
import type { ViewFrame } from '../streams/frames/view-frame.js';
import type { RunState } from './view-client.js';

/** Whoever holds a run and can change it. */
export interface ServedPilot {
  /** How the run is held now, and every change of it. */
  readonly state: Observable<Omit<RunState, 'controls'>>;
  /** @throws RangeError for a command that it does not take: whoever has sent it is told. */
  command(command: ViewCommand): void;
  /** Told whether anybody watches who keeps up: nothing need be shown to nobody. */
  watching(anybody: boolean): void;
}

/** A run that pages are shown. */
export interface ServedRun {
  /** Heard from the moment that the server is there. */
  readonly frames: Observable<ViewFrame>;
  /** Absent: the run takes no commands, for example because it is over. */
  readonly pilot?: ServedPilot | undefined;
}
