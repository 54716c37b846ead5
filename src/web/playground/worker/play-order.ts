import { tap } from 'rxjs';

import { type Checkpoint, checkpointFileName, encodeCheckpoint } from '../../../record/checkpoint-file.js';
import { runScenario } from '../../../run/run-scenario.js';
import { formatScenario } from '../../../scenario/format-scenario.js';
import { parseScenario } from '../../../scenario/parse-scenario.js';
import type { Scenario } from '../../../scenario/scenario.js';
import { runFacts } from '../../../streams/frames/run-facts.js';
import { toFrames } from '../../../streams/frames/to-frames.js';
import type { ViewCommand } from '../../../streams/frames/view-command.js';
import type { ViewFrame } from '../../../streams/frames/view-frame.js';
import { createPilot } from '../../../streams/pilot/create-pilot.js';
import type { PilotState } from '../../../streams/pilot/pilot.js';
import { runEvents } from '../../../streams/run-events.js';
import { takeTurns } from '../../../streams/take-turns.js';
import { failureOf } from './failure-of.js';
import { messageTurn } from './message-turn.js';
import type { CheckpointFile, Failure, RunOrder } from './messages.js';
import { PAGE_BACKENDS } from './page-backends.js';
import { UnreadFrames } from './unread-frames.js';

/** A run that was ordered. */
export interface OrderedRun {
  command(command: ViewCommand): void;
  /** The page has taken in so many frames. */
  taken(frames: number): void;
  /** The newest checkpoint; undefined before there is one. */
  checkpoint(): CheckpointFile | undefined;
}

/** Who hears of a run. */
interface Listener {
  frame(frame: ViewFrame): void;
  /** Nothing more will come. */
  over(failure?: Failure): void;
}

const now = (): number => performance.now();

/** Runs a scenario as ordered, and tells the listener. Whatever goes wrong is told, too. */
export function playOrder({ text, seed, backend, commands }: RunOrder, listener: Listener): OrderedRun {
  const abort = new AbortController();
  const pilot = createPilot({ stop: () => abort.abort(), now });
  const unread = new UnreadFrames();
  let newest: Checkpoint | undefined;
  let failure: Failure | undefined;
  let watching = false;
  // Whoever comes back to a run that is held is shown it anew: only real changes are told.
  const watch = (): void => {
    if (watching === !unread.full) return;
    watching = !unread.full;
    pilot.watching(watching);
  };
  const tell = (told: ViewFrame): void => {
    unread.sent(told);
    watch();
    listener.frame(told);
  };
  let state: PilotState | undefined;
  let [dropped, known] = [0, 0];
  const tellState = (): void => {
    if (!state) return;
    known = dropped;
    tell({ kind: 'state', ...state, dropped, controls: true });
  };
  const frame = (told: ViewFrame): void => {
    // A free run waits for nobody.
    if (told.kind === 'stretch' && unread.full) {
      dropped++;
      return;
    }
    // How many were dropped is told with what comes next.
    if (dropped !== known) tellState();
    tell(told);
  };
  const play = (scenario: Scenario): void => {
    const run = runScenario(scenario, {
      backend,
      backends: PAGE_BACKENDS,
      clock: now,
      signal: abort.signal,
      watch: pilot,
    });
    const scenarioText = formatScenario(scenario);
    const events = runEvents(run, { breathe: takeTurns(now, messageTurn()) });
    // Before the first frame tells the page that the run obeys, it has all that it was told before.
    for (const command of commands) pilot.command(command);
    watch();
    events
      .pipe(
        tap({
          next(event) {
            if (event.kind === 'checkpoint') newest = event;
          },
          error(cause) {
            failure = failureOf(cause);
          },
        }),
        toFrames({ facts: (started) => runFacts(scenario, started, scenarioText) }),
      )
      .subscribe({
        next(told) {
          frame(told);
          if (told.kind !== 'run') return;
          pilot.state.subscribe((next) => {
            state = next;
            tellState();
          });
        },
        complete() {
          pilot.end();
          listener.over(failure);
        },
      });
    events.connect();
  };
  try {
    play(parseScenario(text, seed === undefined ? {} : { seed }));
  } catch (cause) {
    listener.over(failureOf(cause));
  }
  return {
    command: (command) => pilot.command(command),
    taken(frames) {
      unread.taken(frames);
      watch();
    },
    checkpoint: () => newest && { name: checkpointFileName(newest), bytes: encodeCheckpoint(newest) },
  };
}
