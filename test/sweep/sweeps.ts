import type { SweepDocument } from '../../src/sweep/sweep-document.js';

/** A small sweep that takes a second; `sweep` is what stands in its section. */
export function sweepText(sweep: string, more = ''): string {
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
${more}
sweep: ${sweep}
`;
}

/** Two rules, two seeds each. */
export const RULES = '{ learn.rule: [lfp-epsilon, surrogate], seed: [3, 4] }';

/** The document without the fields that it says are times. */
export function withoutTimes(document: SweepDocument): unknown {
  return JSON.parse(JSON.stringify(document, (key, value) => (document.times.includes(key) ? undefined : value)));
}
