import { expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { ScenarioError } from '../../../src/scenario/problems/scenario-error.js';

const HEAD = `scenario: 1
name: restored
data: digits
network: { layers: [{ id: in, size: 64 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 10, neuron: lif }] }
learn: lfp
phases:
`;

/** @returns Line and words of every problem. */
function problems(...phases: readonly string[]): readonly string[] {
  try {
    parseScenario(HEAD + phases.map((phase) => `  - { ${phase} }\n`).join(''));
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ line, message }) => `${line} ${message}`);
  }
}

const run = (...events: readonly string[]): readonly string[] =>
  problems(`id: a, run: 50, events: [${events.join(', ')}]`);
const dead = '{ at: 5, lesion: { nodes: h1 } }';

test('a restore without any lesion is refused with its line, also behind a guard', () => {
  expect(problems('id: a, train: {}', 'id: b, test: {}, events: [{ at: 0, restore: {} }]')).toEqual([
    '8 phases[1].events[0].restore: expected a lesion before it, in this phase or in "a", got none (it would give nothing back)',
  ]);
  expect(run('{ when: "silent(h1)", restore: {} }', '{ at: 3, restore: { nodes: "h1[3]" } }')).toEqual([
    '7 phases[0].events[0].restore: expected a lesion before it, in this phase, got none (it would give nothing back)',
    '7 phases[0].events[1].restore: expected a lesion of some of these neurons before it, in this phase, got none (it would give nothing back)',
  ]);
});

test.each([
  ['later in the phase', ['{ at: 4, restore: {} }', dead]],
  ['at its step, but behind it in the file', ['{ at: 5, restore: {} }', dead]],
  [
    'of connections, which neurons do not bring',
    ['{ at: 5, lesion: { synapses: h1 } }', '{ at: 6, restore: { nodes: h1 } }'],
  ],
  ['of neurons, which connections do not bring', [dead, '{ at: 6, restore: { synapses: h1 } }']],
  ['of other neurons', ['{ at: 5, lesion: { nodes: "h1[0:3]" } }', '{ at: 6, restore: { nodes: ["h1[3]", out] } }']],
  [
    'of connections out of others',
    [
      '{ at: 5, lesion: { synapses: { from: "in[0:9]", to: h1 } } }',
      '{ at: 6, restore: { synapses: { from: "in[9]", to: h1 } } }',
    ],
  ],
])('a lesion %s does not count', (_, events) => {
  expect(run(...events)).toEqual([
    expect.stringMatching(/^7 phases\[0\]\.events\[\d\]\.restore: expected a lesion .*, got (none|others) \(/),
  ]);
});

test.each([
  ['before it', [dead, '{ at: 6, restore: {} }']],
  ['at its step and before it in the file', [dead, '{ at: 5, restore: { nodes: "h1[7]" } }']],
  ['that is later in the file', ['{ at: 6, restore: { nodes: h1 } }', dead]],
  ['that a guard begins', ['{ at: 6, restore: {} }', '{ when: "silent(out)", lesion: { nodes: h1 } }']],
  ['before a guard holds', ['{ when: "silent(h1)", restore: {} }', dead]],
  ['of a share', ['{ at: 0, lesion: { nodes: h1, fraction: 0.2 } }', '{ at: 0, restore: { nodes: "h1[3]" } }']],
  [
    'of all connections',
    ['{ at: 0, lesion: { synapses: h1 } }', '{ at: 0, restore: { synapses: { from: "in[3]", to: "h1[2]" } } }'],
  ],
])('a lesion %s counts', (_, events) => {
  expect(run(...events)).toEqual([]);
});

test('lesions of the phases that it comes from count, those of other branches do not', () => {
  const phases = (from: string): readonly string[] => [
    `id: cut, run: 9, events: [${dead}]`,
    'id: on, test: {}',
    `id: back, from: ${from}, test: {}, events: [{ at: 0, restore: {} }]`,
  ];
  expect(problems(...phases('on'))).toEqual([]);
  expect(problems(...phases('cut'))).toEqual([]);
  expect(problems(...phases('start'))).toEqual([
    '9 phases[2].events[0].restore: expected a lesion before it, in this phase, got none (it would give nothing back)',
  ]);
});

test('of epochs and batches, in an epoch of 45, it is what comes first that counts', () => {
  // The restore is the earlier one in the file.
  const train = (lesion: string, restore: string): readonly string[] =>
    problems(`id: a, train: {}, events: [{ at: ${restore}, restore: {} }, { at: ${lesion}, lesion: { nodes: h1 } }]`);
  expect(train('3 batches', '0')).toHaveLength(1);
  expect(train('3 batches', '2 batches')).toHaveLength(1);
  expect(train('1 epoch', '1 epoch')).toHaveLength(1);
  expect(train('1 epoch', '3 batches')).toHaveLength(1);
  expect(train('1 epoch', '45 batches')).toHaveLength(1);
  expect(train('1 epoch', '46 batches')).toEqual([]);
  expect(train('45 batches', '1 epoch')).toHaveLength(1);
  expect(train('44 batches', '1 epoch')).toEqual([]);
});
