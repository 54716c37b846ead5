import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { problemLines, scenarioText } from './problems-of.js';
import { SHIPPED } from './shipped.js';

const parse = (...overrides: readonly string[]) => parseScenario(scenarioText(), { overrides });
const lines = (...overrides: readonly string[]) => problemLines(scenarioText(), { overrides });

test('values below sections that the file does not have', () => {
  const { train, learn } = parse('train.epochs=5', 'learn.optimizer.lr=1e-4', 'learn.clip=3');
  expect(train).toEqual({ epochs: 5, batch: 32 });
  expect(learn.optimizer).toMatchObject({ kind: 'adam', lr: 1e-4 });
  expect(learn.clip).toBe(3);
});

test('a layer is named by its id or its index', () => {
  const { layers, input } = parse('network.layers.h1.size=7', 'network.layers[2].bias=false').network;
  expect(layers.map((layer) => 'size' in layer && layer.size)).toEqual([7, 10]);
  expect(layers[1]).toMatchObject({ bias: false });
  expect(input.id).toBe('in');
});

test('a name opens when an override goes below it', () => {
  const { data, encode, learn } = parse(
    'encode=rate',
    'encode.gain=0.5',
    'learn.reward=rate',
    'learn.reward.scale=per-step',
  );
  expect(data.train.source).toBe('digits');
  expect(encode).toEqual({ kind: 'rate', gain: 0.5 });
  expect(learn).toMatchObject({ rule: { kind: 'epsilon' }, reward: { kind: 'rate', scale: 'per-step' } });
});

test('another source, with a folder that is no YAML', () => {
  const size = 'network.layers.in.size=784';
  const { data } = parse('data.source=mnist', 'data.dir=../x: y #z', size);
  expect(data.test).toEqual({ source: 'mnist', split: 'test', dir: '../x: y #z' });
  const shipped = parseScenario(SHIPPED.get('mnist-lif.yaml')!, { overrides: ['data.dir=~/mnist'] });
  expect(shipped.data.train).toEqual({ source: 'mnist', split: 'train', dir: '~/mnist' });
});

test.each([
  ['a, b', 'a, b'],
  ['- a', '- a'],
  ['a: b', 'a: b'],
  ['"quoted"', 'quoted'],
  ['a=b', 'a=b'],
  ['*alias', '*alias'],
  ['!tag x', '!tag x'],
  ['{ broken', '{ broken'],
  ['--- x', '--- x'],
])('the text %s is %s', (written, dir) => {
  const { data } = parse('data.source=mnist', `data.dir=${written}`, 'network.layers.in.size=784');
  expect(data.train).toMatchObject({ dir });
});

test('lists and maps in one value', () => {
  const { record, train } = parse('record.spikes=[h1, out]', 'train={ epochs: 2, batch: 8 }');
  expect(record.spikes).toEqual(['h1', 'out']);
  expect(train).toEqual({ epochs: 2, batch: 8 });
});

test('the last of several overrides counts, and the seed comes last of all', () => {
  const { seed, name } = parseScenario(scenarioText(), { overrides: ['seed=1', 'name=a', 'name=b'], seed: 2 });
  expect([seed, name]).toEqual([2, 'b']);
});

test('every problem names its override instead of a line', () => {
  expect(
    lines('learn.optimizer.lr=abc', 'train.epochs="5"', 'seed=1.5', 'nmae=x', 'learn.reward.kind=sofmax'),
  ).toMatchInlineSnapshot(`
    "  override  seed: expected an integer >= 0, got 1.5
      override  nmae: expected one of the keys "scenario", "name", "seed", "time", "data", "encode", "network", "learn", "nodes", "phases", "train", "test", "record", "checkpoint", "expect", "compare", "sweep", got "nmae" (did you mean "name"?)
      override  learn.reward.kind: expected one of "softmax", "sigmoid", "binary-sigmoid", "bounded-softmax", "correct-class", "misclassification", "maximize", "minimize", "rate", got "sofmax" (did you mean "softmax"?)
      override  learn.optimizer.lr: expected a number > 0, got "abc"
      override  train.epochs: expected an integer >= 1, got "5" (it is written as text: leave out the quotes)"
  `);
});

test('overrides that lead nowhere', () => {
  expect(
    lines(
      'epochs',
      '=5',
      'a..b=1',
      'network.layers[x]=1',
      'network.layers[3].size=1',
      'network.layers.h2.size=1',
      'name.first=x',
      'seed[0]=1',
      'record.spikes.h1=1',
      'expect[0].that=reward',
    ),
  ).toMatchInlineSnapshot(`
    "  override  expected key=value with a key such as learn.optimizer.lr, got "epochs"
      override  expected key=value with a key such as learn.optimizer.lr, got "=5"
      override  expected key=value with a key such as learn.optimizer.lr, got "a..b=1"
      override  expected key=value with a key such as learn.optimizer.lr, got "network.layers[x]=1"
      override  network.layers[3]: expected an index from 0 to 2, got 3
      override  network.layers.h2: expected an index or one of "in", "h1", "out", got "h2" (did you mean "h1"?)
      override  name.first: expected nothing below name, which is "test", got "first"
      override  seed[0]: expected a list at seed in the file, got none
      override  expect[0]: expected a list at expect in the file, got none
      override  record.spikes: expected a list of layers, units and node sets, got a map"
  `);
});

test('keys of the language are keys like any other', () => {
  expect(lines('__proto__.seed=1', 'constructor=1', 'train.__proto__=1')).toMatchInlineSnapshot(`
    "  override  __proto__: expected one of the keys "scenario", "name", "seed", "time", "data", "encode", "network", "learn", "nodes", "phases", "train", "test", "record", "checkpoint", "expect", "compare", "sweep", got "__proto__"
      override  constructor: expected one of the keys "scenario", "name", "seed", "time", "data", "encode", "network", "learn", "nodes", "phases", "train", "test", "record", "checkpoint", "expect", "compare", "sweep", got "constructor"
      override  train.__proto__: expected one of the keys "epochs", "batch", got "__proto__""
  `);
  expect(({} as Record<string, unknown>)['seed']).toBeUndefined();
});

test('a problem in the file keeps its line, also with overrides', () => {
  expect(
    problemLines(scenarioText({ train: '{ epochs: 0 }' }), { overrides: ['train.batch=0'] }),
  ).toMatchInlineSnapshot(`
    "  6:18  train.epochs: expected an integer >= 1, got 0
      override  train.batch: expected an integer >= 1, got 0"
  `);
});

test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53])('the seed %d is refused', (seed) => {
  expect(problemLines(scenarioText(), { seed })).toMatch(/^ {2}override {2}seed: expected an integer >= 0, got/);
});
