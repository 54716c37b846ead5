import { SingleBar } from 'cli-progress';
import type { Observable } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import { type ProgressState, toProgress } from '../streams/to-progress.js';
import type { CliIo, TextStream } from './cli-io.js';
import { epochLines } from './epoch-lines.js';
import { isLive } from './paint.js';
import { progressText } from './progress-text.js';

const REDRAW_EVERY_MS = 100;

/** Something on the terminal that can be taken away. */
export interface Display {
  /** Removes the live line and writes no more. */
  stop(): void;
}

/** One line that is redrawn. It neither hides the cursor nor changes the terminal: being killed leaves no trace. */
function liveLine(events: Observable<RunEvent>, stream: TextStream, pausedFor: () => number): Display {
  const bar = new SingleBar({
    stream,
    format: (_options, { maxWidth }, { state }: { state?: ProgressState }) =>
      state === undefined ? '' : progressText(state, maxWidth ?? 80),
    clearOnComplete: true,
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(1, 0);
  const states = events.pipe(toProgress({ interval: REDRAW_EVERY_MS, pausedFor }));
  const subscription = states.subscribe({ next: (state) => bar.update({ state }), error: () => undefined });
  return {
    stop() {
      subscription.unsubscribe();
      bar.stop();
    },
  };
}

/** Where no line can be redrawn: one plain line an epoch. */
function plainLines(events: Observable<RunEvent>, stream: TextStream): Display {
  const lines = events.pipe(epochLines());
  const subscription = lines.subscribe({ next: (line) => stream.write(`${line}\n`), error: () => undefined });
  return { stop: () => subscription.unsubscribe() };
}

/**
 * Shows how a run proceeds, on stderr: a live line in a terminal, a line an epoch elsewhere, nothing when quiet.
 * Errors of the run are not its business.
 *
 * @param options `pausedFor`: milliseconds for which the run has been paused by now; default: none.
 */
export function showProgress(
  events: Observable<RunEvent>,
  { stderr, env }: CliIo,
  { quiet, pausedFor = () => 0 }: { readonly quiet: boolean; readonly pausedFor?: (() => number) | undefined },
): Display {
  if (quiet) return { stop: () => undefined };
  return isLive(stderr, env) ? liveLine(events, stderr, pausedFor) : plainLines(events, stderr);
}
