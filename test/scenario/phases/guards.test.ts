import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '../../../src/scenario/expressions/evaluate-expression.js';
import { METRICS } from '../../../src/scenario/metrics.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { compileGuard, guardOf } from '../../../src/scenario/phases/guard.js';
import { nodeNames } from '../../../src/scenario/phases/node-names.js';
import { nodesText } from '../../../src/scenario/phases/read-nodes.js';
import { metricOf, metricsIn, READINGS, readingText } from '../../../src/scenario/phases/readings.js';
import { scenarioText } from '../problems-of.js';

const scenario = parseScenario(
  scenarioText({
    encode: 'rate',
    nodes: '{ left: "h1[0:4]" }',
    phases: '[{ id: train, train: {} }, { id: look, test: {} }, { id: probe, run: 500 }]',
  }),
);
const names = nodeNames(scenario.network, scenario.nodes, scenario.encode.kind)!;
const [train, , probe] = scenario.phases;

function guard(text: string, kind: 'train' | 'run') {
  const earlier = kind === 'train' ? [] : scenario.phases.slice(0, 2);
  const found = compileGuard(text, { kind, earlier, names });
  if ('expression' in found) return found;
  throw new Error(found.map(({ at, expected, got }) => `${at}: ${expected}, got ${got}`).join('\n'));
}

describe('a guard', () => {
  test('knows the nodes of each reading', () => {
    const { nodes } = guard('rate(left) > 2 * rate(h1[6:8]) and (silent(in) or time > 20ms)', 'run');
    expect([...nodes].map(([reading, of]) => [readingText(reading), nodesText(of)])).toEqual([
      ['rate(left)', 'h1[0:4]'],
      ['rate(h1[6:8])', 'h1[6:8]'],
      ['silent(in)', 'in[0:64]'],
    ]);
  });

  test('is asked with what its phase can tell', () => {
    const { expression, nodes } = guard('rate(left) > 10Hz and accuracy(test)@train >= 90 % and not silent(h1)', 'run');
    const told: string[] = [];
    const holds = evaluateExpression(expression, (reading) => {
      told.push(`${readingText(reading)}@${reading.phase} ${nodesText(nodes.get(reading) ?? [])}`.trim());
      return reading.name === 'silent' ? false : reading.name === 'rate' ? 12 : 0.9;
    });
    expect(holds).toBe(true);
    expect(told).toEqual(['rate(left)@undefined h1[0:4]', 'accuracy(test)@train', 'silent(h1)@undefined h1[0:8]']);
  });

  test.each([
    ['train', 'accuracy(train) > 0.9 or accuracy(test) > 0.9 or reward(train) > 0 or reward > 0'],
    ['train', 'epoch >= 2 and batch < 100 and not accuracy(test) > 0.5'],
    ['run', 'spikes(h1) == 0 and rate(out) < 1kHz'],
    ['run', 'voltage(h1) < -1 or time * rate(h1) > 5'],
    ['run', 'zeroWeights@look > 0.5 and accuracy(closed form)@train > 0'],
  ] as const)('in a %s phase: %s', (kind, text) => {
    expect(guard(text, kind).expression).toBeDefined();
  });

  test.each([
    ['train', 'voltage(h1) > 1'],
    ['train', 'time > 1ms'],
    ['train', 'rate(h1) > 1Hz'],
    ['train', 'spikes(h1) == 0'],
    ['train', 'silent(h1)'],
    ['run', 'epoch > 1'],
    ['run', 'accuracy(test) > 0.5'],
    ['run', 'accuracy(train)@look > 0.5'],
    ['run', 'reward@probe > 0'],
    ['train', 'zeroWeights > 0'],
  ] as const)('not in a %s phase: %s', (kind, text) => {
    expect(() => guard(text, kind)).toThrow(/expected|one of|earlier phase/);
  });

  test('reads accuracy in short as that of the test samples', () => {
    const { expression } = guard('accuracy@train > 0.5', 'run');
    const told: (string | undefined)[] = [];
    const isSo = evaluateExpression(expression, (reading) => {
      told.push(`${readingText(reading)}@${reading.phase}`);
      return 0.6;
    });
    expect([isSo, told]).toEqual([true, ['accuracy(test)@train']]);
  });

  test('of a resolved scenario', () => {
    const text = 'rate(left) > 1Hz and reward@look > 0';
    expect(guardOf(scenario, probe!, text).nodes.size).toBe(1);
    expect(() => guardOf(scenario, train!, text)).toThrow(new RangeError(`phase "train": no guard: ${text}`));
  });
});

test('every metric is read by its name, and no reading is called like one', () => {
  for (const metric of Object.keys(METRICS)) {
    const [, name = '', of] = /^(\w+)(?:\((.*)\))?$/.exec(metric) ?? [];
    expect(metricOf({ name, of })).toBe(metric);
    expect(Object.keys(READINGS)).not.toContain(name);
  }
  expect(metricOf({ name: 'toString', of: undefined })).toBeUndefined();
  expect(metricsIn('train')).toEqual(Object.keys(METRICS));
  expect(metricsIn('run')).toEqual([]);
});
