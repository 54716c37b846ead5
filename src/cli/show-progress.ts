import { SingleBar } from 'cli-progress';
import { merge, type Observable } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import { type ProgressState, toProgress } from '../streams/to-progress.js';
import type { CliIo, TextStream } from './cli-io.js';
import { epochLines } from './epoch-lines.js';
import { isLive } from './paint.js';
import { phaseLines } from './phase-lines.js';
import { progressText } from './progress-text.js';

const REDRAW_EVERY_MS = 100;

/** Something on the terminal that can be taken away. */
export interface Display {
  /** Removes the live line and writes no more. */
  stop(): void;
}

/** How progress is shown. */
export interface ProgressOptions {
  readonly quiet: boolean;
  /** Seconds of a time step. */
  readonly dt: number;
  /** Milliseconds for which the run has been paused by now; default: none. */
  readonly pausedFor?: (() => number) | undefined;
  /** The phase in which a run goes on that was cut short. */
  readonly phase?: string | undefined;
}

/** One line that is redrawn. It neither hides the cursor nor changes the terminal: being killed leaves no trace. */
function liveLine(events: Observable<RunEvent>, stream: TextStream, options: ProgressOptions): Display {
  const { dt, phase, pausedFor = () => 0 } = options;
  const bar = new SingleBar({
    stream,
    format: (_options, { maxWidth }, { state }: { state?: ProgressState }) =>
      state === undefined ? '' : progressText(state, maxWidth ?? 80, dt),
    clearOnComplete: true,
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(1, 0);
  const states = events.pipe(toProgress({ interval: REDRAW_EVERY_MS, pausedFor, phase }));
  const subscription = states.subscribe({ next: (state) => bar.update({ state }), error: () => undefined });
  return {
    stop() {
      subscription.unsubscribe();
      bar.stop();
    },
  };
}

/** Where no line can be redrawn: plain lines for epochs and phases. */
function plainLines(events: Observable<RunEvent>, stream: TextStream, options: ProgressOptions): Display {
  const lines = merge(events.pipe(epochLines()), events.pipe(phaseLines(options)));
  const subscription = lines.subscribe({ next: (line) => stream.write(`${line}\n`), error: () => undefined });
  return { stop: () => subscription.unsubscribe() };
}

/**
 * Shows how a run proceeds, on stderr: a live line in a terminal, lines for epochs and phases elsewhere, nothing when
 * quiet. Errors of the run are not its business.
 */
export function showProgress(events: Observable<RunEvent>, { stderr, env }: CliIo, options: ProgressOptions): Display {
  if (options.quiet) return { stop: () => undefined };
  return isLive(stderr, env) ? liveLine(events, stderr, options) : plainLines(events, stderr, options);
}
