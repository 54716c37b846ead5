import { durationText, percentText } from '../streams/text/number-text.js';
import type { ComparisonProgress } from '../sweep/job-pool.js';
import { progressCount } from './progress-count.js';

/** One line about a run that has ended: `[ 3/16] LFP, seed 2: 97.49 %, 12.3 s`. */
export function progressLine(progress: ComparisonProgress): string {
  const { rule, seed, settings, outcome } = progress;
  const count = progressCount(progress);
  const chosen = Object.entries(settings ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const what = [rule, ...(settings ? [`tuning ${chosen.join(' ')}`] : []), `seed ${seed}`].join(', ');
  if (outcome.kind === 'failed') return `${count} ${what}: FAILED ${outcome.failure.code}: ${outcome.failure.message}`;
  const { metrics, seconds } = outcome.run;
  const share = percentText(metrics['accuracy(test)'] ?? Number.NaN);
  const when = outcome.reused ? 'finished earlier' : durationText(seconds);
  return `${count} ${what}: ${share}${settings ? ' on validation' : ''}, ${when}`;
}
