import { durationText, percentText } from '../streams/text/number-text.js';
import type { WorkerNews } from '../sweep/queue/worker-options.js';

/** One line about a job that has ended: `queued 46c7403ff6a6-events: 97.49 %, 12.3 s`. */
export function newsLine({ run, end }: WorkerNews): string {
  if (end.kind === 'returned') return `${run}: given back`;
  if (end.kind === 'failed') {
    const { code, message } = end.failure;
    return `${run}: FAILED ${code}: ${message}${end.again ? '; it will be tried again' : ''}`;
  }
  const { outcome } = end;
  if (outcome.kind === 'failed') return `${run}: FAILED ${outcome.failure.code}: ${outcome.failure.message}`;
  const { metrics, seconds, unmet } = outcome.run;
  const accuracy = metrics['accuracy(test)'];
  const when = outcome.reused ? 'finished earlier' : durationText(seconds);
  const missed = unmet ? 'NOT as expected, ' : '';
  return `${run}: ${accuracy === undefined ? '' : `${percentText(accuracy)}, `}${missed}${when}`;
}
