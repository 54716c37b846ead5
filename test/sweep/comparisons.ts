import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';

/** A small comparison that takes a second; `rules` are lines below `compare.rules`. */
export function comparisonText(rules: string, more = 'seeds: 2\n  tune: { epochs: 1 }'): string {
  return `scenario: 1
name: small
data: { source: moons, samples: 40 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 6, neuron: lif }
    - { id: out, size: 2, neuron: lif }
time: { steps: 5 }
train: { epochs: 2 }
compare:
  ${more}
  rules:
${rules}
`;
}

export const TUNED = '    - { name: LFP, learn: lfp, tune: { learn.optimizer.lr: [1e-3, 1e-2] } }';
export const PLAIN = '    - { name: surrogate, learn: surrogate }';
/** 10 in the first epoch, 10 · 10³⁰⁷ in the second. */
export const DIVERGING =
  '    - { name: wild, learn: { rule: lfp, optimizer: { kind: sgd, lr: 10 }, schedule: { kind: step, every: 1, factor: 1e307 } } }';

/** The document without the fields that it says are times, and without the folder that the test gave. */
export function withoutTimes(document: ComparisonDocument, out: string): unknown {
  const text = JSON.stringify(document, (key, value) => (document.times.includes(key) ? undefined : value));
  return JSON.parse(text.replaceAll(out, 'OUT'));
}
