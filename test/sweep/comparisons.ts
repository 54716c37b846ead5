import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { smallScenario, withoutTimes } from './small-scenario.js';

/** A small comparison that takes a second; `rules` are lines below `compare.rules`. */
export function comparisonText(rules: string, more = 'seeds: 2\n  tune: { epochs: 1 }'): string {
  return smallScenario(`compare:\n  ${more}\n  rules:\n${rules}`);
}

export const TUNED = '    - { name: LFP, learn: lfp, tune: { learn.optimizer.lr: [1e-3, 1e-2] } }';
export const PLAIN = '    - { name: surrogate, learn: surrogate }';
/** 10 in the first epoch, 10 · 10³⁰⁷ in the second. */
export const DIVERGING =
  '    - { name: wild, learn: { rule: lfp, optimizer: { kind: sgd, lr: 10 }, schedule: { kind: step, every: 1, factor: 1e307 } } }';

/** The document without the fields that it says are times, and without the folder that the test gave. */
export function withoutPlace(document: ComparisonDocument, out: string): unknown {
  return JSON.parse(JSON.stringify(withoutTimes(document)).replaceAll(out, 'OUT'));
}
