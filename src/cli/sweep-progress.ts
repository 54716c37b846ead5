import { SingleBar } from 'cli-progress';

import { durationText } from '../streams/text/number-text.js';
import { isShare, metricText, settingsText } from '../streams/text/sweep-cells.js';
import type { SweepProgress } from '../sweep/sweep-engine.js';
import type { CliIo, TextStream } from './cli-io.js';
import { isLive } from './paint.js';
import { progressCount } from './progress-count.js';

/** Shows the runs of a sweep as they end. */
export interface SweepDisplay {
  heard(progress: SweepProgress): void;
  /** Removes the live line and writes no more. */
  stop(): void;
}

/** What a run came to: `accuracy(test) 97.49 %, 12.3 s`. */
function outcomeText({ outcome, worker }: SweepProgress, metric: string): string {
  const by = worker === 'local' ? '' : `, by ${worker}`;
  if (outcome.kind === 'failed') return `FAILED ${outcome.failure.code}: ${outcome.failure.message}${by}`;
  const { metrics, seconds, unmet } = outcome.run;
  const value = metrics[metric];
  const measured = value === undefined ? 'not measured' : `${metricText(metric, value)}${isShare(metric) ? ' %' : ''}`;
  const missed = unmet ? ', NOT as expected' : '';
  return `${metric} ${measured}${missed}, ${outcome.reused ? 'finished earlier' : durationText(seconds)}${by}`;
}

/** One line about a run that has ended: `[ 3/16] seed=7240: accuracy(test) 97.49 %, 12.3 s`. */
function sweepLine(progress: SweepProgress, metric: string): string {
  return `${progressCount(progress)} ${settingsText(progress.point.settings)}: ${outcomeText(progress, metric)}`;
}

const BAR_WIDTH = 24;

/** One line that is redrawn; it neither hides the cursor nor changes the terminal. */
function liveBar(stream: TextStream, total: number, metric: string): SweepDisplay {
  const bar = new SingleBar({
    stream,
    format: (_options, { maxWidth, value, progress }, { last }: { last?: string }) => {
      const full = Math.round(progress * BAR_WIDTH);
      const text = `sweep ${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${value}/${total}  ${last ?? ''}`;
      return text.slice(0, maxWidth ?? 80);
    },
    clearOnComplete: true,
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return {
    heard: (progress) => {
      const last = `${settingsText(progress.point.settings)}: ${outcomeText(progress, metric)}`;
      bar.update(progress.done, { last: last.replaceAll('\n', ' ') });
    },
    stop: () => bar.stop(),
  };
}

/** Shows a sweep on stderr: one bar in a terminal, a line a run elsewhere, nothing when quiet. */
export function showSweep({ stderr, env }: CliIo, quiet: boolean, total: number, metric: string): SweepDisplay {
  if (quiet) return { heard: () => undefined, stop: () => undefined };
  if (isLive(stderr, env)) return liveBar(stderr, total, metric);
  return { heard: (progress) => void stderr.write(`${sweepLine(progress, metric)}\n`), stop: () => undefined };
}
