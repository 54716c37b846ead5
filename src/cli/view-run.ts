import { finalize, type Observable, Subject, throwError } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import type { RunWatch } from '../run/watch/run-watch.js';
import type { Scenario } from '../scenario/scenario.js';
import { pageFiles } from '../serve/page-files.js';
import { serveView } from '../serve/serve-view.js';
import { runFacts } from '../streams/frames/run-facts.js';
import { toFrames } from '../streams/frames/to-frames.js';
import type { ViewFrame } from '../streams/frames/view-frame.js';
import { createPilot } from '../streams/pilot/create-pilot.js';
import type { CliIo } from './cli-io.js';
import { errorText } from './error-text.js';
import { paintFor } from './paint.js';
import { untilSignal } from './until-signal.js';

/** Where a view is served. */
export interface ViewPlace {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** What is told of a run beside its events. */
export interface ToldOfRun {
  readonly scenario: Scenario;
  readonly scenarioText: string;
  /** Path of its folder. */
  readonly folder: string;
  /** The phase in which it goes on, where it was cut short. */
  readonly phase?: string | undefined;
}

/** A page on which a run is watched and steered. */
export interface RunView {
  readonly watch: RunWatch;
  /** Aborted when somebody on the page stops the run. */
  readonly abort: AbortSignal;
  /** Milliseconds for which somebody on the page has paused the run by now. */
  pausedFor(): number;
  /** Shows a run from its events. */
  listen(events: Observable<RunEvent>, told: ToldOfRun): void;
  /** Shows why there is no run, unless one has been shown. */
  failed(error: unknown): void;
  /**
   * Ends the page with all that it was to show.
   *
   * @param keep Whether it stays until a signal comes.
   */
  end(keep: boolean): Promise<void>;
}

/**
 * Serves the page of a run that is about to begin, and says where. Nothing waits for anybody to open it.
 *
 * @throws HeavisideError `HV_NOT_BUILT`, `HV_SERVE`, both of kind `machine`.
 */
export async function openRunView(place: ViewPlace, io: CliIo): Promise<RunView> {
  const frames = new Subject<ViewFrame>();
  const stop = new AbortController();
  const now = (): number => performance.now();
  const pilot = createPilot({
    now,
    stop: () => {
      stop.abort();
      io.stderr.write('stopped from the page: after this batch, with a checkpoint\n');
    },
  });
  const server = await serveView([{ frames, pilot }], {
    ...place,
    page: await pageFiles(),
    now,
  });
  io.stderr.write(`watch it at ${server.address}\n`);
  let shown = false;
  const show = (events: Observable<RunEvent>, options: Parameters<typeof toFrames>[0]): void => {
    shown = true;
    // Nor does a page that shows no more of a run hold it.
    const letGo = finalize<RunEvent>(() => pilot.end());
    events.pipe(letGo, toFrames(options)).subscribe({
      next: (frame) => frames.next(frame),
      error: (cause: unknown) => {
        const paint = paintFor(io.stderr, io.env);
        io.stderr.write(`${paint('bold', 'warning')}: the page shows no more of this run\n${errorText(cause, paint)}`);
      },
    });
  };
  return {
    watch: pilot,
    abort: stop.signal,
    pausedFor: () => pilot.pausedFor,
    listen(events, { scenario, scenarioText, folder, phase }) {
      show(events, { facts: (started) => runFacts(scenario, started, scenarioText), folder, phase });
    },
    failed(error) {
      if (shown) return;
      const facts = (): never => {
        throw new Error('a run that never began has no facts');
      };
      show(
        throwError(() => error),
        { facts },
      );
    },
    async end(keep) {
      pilot.end();
      if (keep) {
        io.stderr.write(`the page stays at ${server.address} until Ctrl-C\n`);
        await untilSignal(io.signals);
      }
      await server.close();
    },
  };
}
