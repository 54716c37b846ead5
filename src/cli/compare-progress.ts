import { durationText, percentText } from '../streams/text/number-text.js';
import type { ComparisonProgress } from '../sweep/job-pool.js';

/** One line about a run that has ended: `[ 3/16] LFP, seed 2: 97.49 %, 12.3 s`. */
export function progressLine({ done, total, rule, seed, settings, outcome }: ComparisonProgress): string {
  const count = `[${String(done).padStart(String(total).length)}/${total}]`;
  const chosen = Object.entries(settings ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const what = [rule, ...(settings ? [`tuning ${chosen.join(' ')}`] : []), `seed ${seed}`].join(', ');
  if (outcome.kind === 'failed') return `${count} ${what}: FAILED ${outcome.failure.code}: ${outcome.failure.message}`;
  const { metrics, seconds } = outcome.run;
  const share = percentText(metrics['accuracy(test)'] ?? Number.NaN);
  const when = outcome.reused ? 'finished earlier' : durationText(seconds);
  return `${count} ${what}: ${share}${settings ? ' on validation' : ''}, ${when}`;
}
