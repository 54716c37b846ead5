import { describe, expect, test } from 'vitest';

import { parseComparison, parseScenario } from '../../src/scenario/parse-scenario.js';
import { ScenarioError } from '../../src/scenario/problems/scenario-error.js';
import { problemLines, scenarioText } from './problems-of.js';

const withCompare = (compare: string, parts: Readonly<Record<string, string>> = {}) =>
  scenarioText({ ...parts, compare });
const RULES = 'rules: [{ name: LFP, learn: lfp }, { name: BPTT, learn: surrogate }]';

describe('the section compare', () => {
  test('is left aside by a run', () => {
    expect(parseScenario(withCompare(`{ ${RULES} }`))).toEqual(parseScenario(scenarioText()));
  });

  test('has defaults: five seeds, the first rule as baseline, one seed more to tune', () => {
    const { rules, ...rest } = parseComparison(withCompare(`{ ${RULES} }`));
    expect(rest).toEqual({ name: 'test', seeds: [0, 1, 2, 3, 4], baseline: 'LFP', tune: { seeds: [5] }, columns: [] });
    expect(rules.map(({ name, grid }) => [name, grid.map(({ settings }) => settings)])).toEqual([
      ['LFP', [{}]],
      ['BPTT', [{}]],
    ]);
  });

  test('takes everything as it is written', () => {
    const text = `{ seeds: [3, 9], baseline: BPTT, target: 0.9, tune: { epochs: 4, seeds: 2 }, columns: [reward, accuracy, accuracy(test)], ${RULES} }`;
    expect(parseComparison(withCompare(text))).toMatchObject({
      seeds: [3, 9],
      baseline: 'BPTT',
      target: 0.9,
      tune: { epochs: 4, seeds: [10, 11] },
      columns: ['reward', 'accuracy(test)'],
    });
  });

  test('gives each rule its own learn, its other keys and every combination of its grid, the last key fastest', () => {
    const rule =
      '{ name: A, learn: { rule: lfp, epsilon: 1e-4 }, with: { train.epochs: 3, network.layers.h1.size: 5 }, tune: { learn.optimizer.lr: [1, 2], learn.clip: [3, 4] } }';
    const { rules } = parseComparison(withCompare(`{ rules: [${rule}] }`));
    const [only] = rules;
    expect(only?.with).toEqual({ 'train.epochs': 3, 'network.layers.h1.size': 5 });
    expect(
      only?.grid.map(({ settings, scenario: { learn, train, network } }) => [
        settings['learn.optimizer.lr'],
        learn.optimizer.lr,
        learn.clip,
        train.epochs,
        (network.layers[0] as { readonly size?: number }).size,
      ]),
    ).toEqual([
      [1, 1, 3, 3, 5],
      [1, 1, 4, 3, 5],
      [2, 2, 3, 3, 5],
      [2, 2, 4, 3, 5],
    ]);
    expect(only?.grid[0]?.scenario.learn.rule).toEqual({ kind: 'epsilon', epsilon: 1e-4 });
  });

  test('keeps the learn of the file for a rule without one', () => {
    const text = withCompare('{ rules: [{ name: A }] }', { learn: '{ rule: lfp, optimizer: { lr: 0.5 } }' });
    expect(parseComparison(text).rules[0]?.grid[0]?.scenario).toEqual(parseScenario(text));
  });

  test('can be overridden like everything else', () => {
    expect(parseComparison(withCompare(`{ ${RULES} }`), { overrides: ['compare.seeds=2'] }).seeds).toEqual([0, 1]);
  });

  test('must be there for a comparison', () => {
    expect(() => parseComparison(scenarioText(), { file: 'a.yaml' })).toThrow(
      `${new ScenarioError('a.yaml', []).message}\n  1:1  expected a key "compare" with the rules to compare, got none`,
    );
  });
});

describe('a bad section compare gets every problem at once, with its place', () => {
  test.each([
    ['what is no map', '[LFP]'],
    ['what is missing and what is too much', '{ sedes: 3 }'],
    [
      'numbers, seeds, names',
      '{ seeds: [1, 1], target: 2, baseline: LPF, columns: [rewrad], tune: { epochs: 0 }, rules: [{ name: LFP }, { name: LFP }] }',
    ],
    ['no rules', '{ rules: [] }'],
    ['rules that are no rules', '{ rules: [lfp, { learn: lfp }, { name: "", lern: lfp }] }'],
    [
      'learning',
      '{ rules: [{ name: A, learn: lpf }, { name: B, learn: { rule: lfp, optimizer: { lr: -1 } } }, { name: C, learn: backprop }] }',
    ],
    [
      'other keys',
      '{ rules: [{ name: A, with: { train.epoch: 3, seed: 1, compare.seeds: 2, "a b": 1 } }, { name: B, with: 3 }] }',
    ],
    ['grids', '{ rules: [{ name: A, tune: { learn.optimizer.lr: [0.1, -1], learn.clip: 3, train.batch: [] } }] }'],
    ['a key that leads nowhere', '{ rules: [{ name: A, with: { network.layers.h7.size: 4 } }] }'],
  ])('%s', (_, compare) => {
    expect(problemLines(withCompare(compare))).toMatchSnapshot();
  });

  test('too many combinations', () => {
    const values = Array.from({ length: 17 }, (_, n) => n + 1).join(', ');
    const rule = `{ name: A, tune: { train.epochs: [${values}], train.batch: [${values}] } }`;
    expect(problemLines(withCompare(`{ rules: [${rule}] }`))).toBe(
      '  6:37  compare.rules[0].tune: expected at most 256 combinations, got 289',
    );
  });

  test('a grid without training samples to cut a part from', () => {
    const xor = {
      data: 'xor',
      network: '{ layers: [{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }] }',
    };
    const rules = 'rules: [{ name: A, tune: { learn.optimizer.lr: [0.1, 1] } }]';
    expect(problemLines(withCompare(`{ ${rules} }`, xor))).toBe(
      '  6:10  compare: expected nothing to tune in "A", or at least 5 training samples, of which every fifth validates, got 4',
    );
    const data = '{ train: { source: digits, split: test } }';
    expect(problemLines(withCompare(`{ ${rules} }`, { data }))).toBe(
      [
        '  6:10  compare: expected nothing to tune in "A", or data.train with split "train", of which a part validates, got "test"',
        '  6:20  compare.rules[0]: expected data.train that is not the test samples, got split "test"',
      ].join('\n'),
    );
  });

  test('a problem of the file itself is told once', () => {
    const text = withCompare(`{ ${RULES} }`, { train: '{ epochs: 0 }' });
    expect(problemLines(text)).toBe('  6:18  train.epochs: expected an integer >= 1, got 0');
  });
});
