import { percentText } from '../../streams/text/number-text.js';
import type { ComparisonDocument } from '../../sweep/comparison-document.js';
import type { Fact } from '../page/run-text.js';

/** Most seeds that are written out. */
const SEEDS = 12;

/** What was compared, and on what. */
export function comparisonFacts(document: ComparisonDocument): readonly Fact[] {
  const { rules, seeds, baseline, target, jobs, threads, heaviside, node, platform, cpu } = document;
  const shown = seeds.length > SEEDS ? [...seeds.slice(0, SEEDS), `… (${seeds.length})`] : seeds;
  const runs = rules.flatMap((rule) => rule.runs);
  const failed = runs.filter(({ failure }) => failure).length;
  return [
    ['Rules', String(rules.length)],
    ['Runs', failed === 0 ? String(runs.length) : `${runs.length}, ${failed} failed`],
    ['Seeds', shown.join(' ')],
    ['Baseline', baseline],
    ...(target === undefined ? [] : [['Target accuracy', percentText(target)] as const]),
    ['At a time', `${jobs} ${jobs === 1 ? 'run' : 'runs'}, ${threads} ${threads === 1 ? 'thread' : 'threads'} each`],
    ['Machine', `${cpu}, ${platform}`],
    ['Version', `Heaviside ${heaviside}, Node ${node}`],
  ];
}
