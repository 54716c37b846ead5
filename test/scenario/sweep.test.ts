import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseScenario, parseSweep } from '../../src/scenario/parse-scenario.js';
import { problemLines, scenarioText } from './problems-of.js';

const withSweep = (sweep: string, parts: Readonly<Record<string, string>> = {}) => scenarioText({ ...parts, sweep });
const settingsOf = (sweep: string) => parseSweep(withSweep(sweep)).points.map(({ settings }) => settings);
const valuesOf = (sweep: string, key: string) => settingsOf(sweep).map((settings) => Number(settings[key]));

describe('the section sweep', () => {
  test('is left aside by a run, and is in no scenario that it makes', () => {
    const text = withSweep('{ train.epochs: [1, 2] }', { train: '{ epochs: 2 }' });
    const alone = parseScenario(scenarioText({ train: '{ epochs: 2 }' }));
    expect(parseScenario(text)).toEqual(alone);
    expect(parseSweep(text).points[1]?.scenario).toEqual(alone);
  });

  test('is a grid, reported as test accuracy over seeds, unless told', () => {
    const { points, ...rest } = parseSweep(withSweep('{ seed: [7, 8], learn.rule: [lfp-epsilon, surrogate] }'));
    expect(rest).toEqual({ name: 'test', mode: 'grid', report: { metric: 'accuracy(test)', over: 'seed' } });
    expect(
      points.map(({ index, settings, scenario }) => [index, settings, scenario.seed, scenario.learn.method]),
    ).toEqual([
      [0, { seed: 7, 'learn.rule': 'lfp-epsilon' }, 7, 'lfp'],
      [1, { seed: 7, 'learn.rule': 'surrogate' }, 7, 'gradient'],
      [2, { seed: 8, 'learn.rule': 'lfp-epsilon' }, 8, 'lfp'],
      [3, { seed: 8, 'learn.rule': 'surrogate' }, 8, 'gradient'],
    ]);
  });

  test('takes the n-th of each list in mode list', () => {
    expect(settingsOf('{ mode: list, seed: [1, 2, 3], train.epochs: [5, 5, 6] }')).toEqual([
      { seed: 1, 'train.epochs': 5 },
      { seed: 2, 'train.epochs': 5 },
      { seed: 3, 'train.epochs': 6 },
    ]);
  });

  test('opens maps of keys, so that every key has an override', () => {
    const nested = '{ learn: { optimizer: { lr: [1, 2] } }, keys: { seed: [1, 2] } }';
    expect(settingsOf(nested)).toEqual(settingsOf('{ learn.optimizer.lr: [1, 2], seed: [1, 2] }'));
    const overrides = ['sweep.learn.optimizer.lr=[3]', 'sweep.seed=[4]'];
    const { points } = parseSweep(withSweep('{ learn.optimizer.lr: [1, 2] }'), { overrides });
    expect(points.map(({ settings }) => settings)).toEqual([{ 'learn.optimizer.lr': 3, seed: 4 }]);
  });

  test('sweeps whole sections, too', () => {
    const { points } = parseSweep(withSweep('{ learn: [lfp, { rule: surrogate, surrogate: atan }] }'));
    expect(points.map(({ settings }) => settings['learn'])).toEqual(['lfp', { rule: 'surrogate', surrogate: 'atan' }]);
  });

  test('leaves out, and tells, what the file sets of learn and a swept rule does not know', () => {
    const learn = '{ rule: lfp-gamma, gamma: 0.5, epsilon: 1e-5, reward: softmax, clip: 2 }';
    const { points } = parseSweep(
      withSweep('{ learn: { rule: [lfp-gamma, lfp, surrogate, perturbation] } }', { learn }),
    );
    expect(points.map(({ dropped }) => dropped)).toEqual([
      undefined,
      ['learn.gamma'],
      ['learn.gamma', 'learn.epsilon', 'learn.reward'],
      ['learn.gamma', 'learn.epsilon', 'learn.reward'],
    ]);
    // Each is the run of a file that never had them.
    const alone = parseScenario(scenarioText({ learn: '{ rule: surrogate, clip: 2 }' }));
    expect(points[2]?.scenario).toEqual(alone);
    expect(points[1]?.scenario.learn).toMatchObject({ rule: { kind: 'epsilon', epsilon: 1e-5 }, clip: 2 });
  });

  test('leaves out options of an override, too, but nothing that is swept, and no mistakes', () => {
    const { points } = parseSweep(withSweep('{ learn.rule: [surrogate] }'), { overrides: ['learn.epsilon=1e-3'] });
    expect(points.map(({ dropped }) => dropped)).toEqual([['learn.epsilon']]);
    expect(problemLines(withSweep('{ learn.rule: [lfp, surrogate], learn.epsilon: [1e-3, 1e-4] }'))).toMatch(
      /^ {2}6:40 {2}sweep: learn\.epsilon: expected one of the keys "rule", "loss", .*, got "epsilon"$/,
    );
    const mistaken = { learn: '{ rule: lfp, epsilno: 1e-3, gamma: 1 }' };
    const unknown = 'expected one of the keys "rule", "epsilon", "reward", "optimizer", "schedule", "clip", got';
    expect(problemLines(withSweep('{ learn.rule: [lfp, surrogate] }', mistaken)).split('\n')).toEqual([
      expect.stringContaining(`learn.epsilno: ${unknown} "epsilno" (did you mean "epsilon"?)`),
      expect.stringContaining(`learn.gamma: ${unknown} "gamma"`),
    ]);
  });

  test('must be there for a sweep', () => {
    expect(() => parseSweep(scenarioText(), { file: 'a.yaml' })).toThrow(
      '1:1  expected a key "sweep" with the keys to vary and their values, got none',
    );
  });
});

describe('the metric of the summary', () => {
  const PHASES =
    '[{ id: learn, train: { epochs: 1 } }, { id: hurt, from: learn, test: {} }, { id: probe, from: learn, run: 9 }]';
  const sweepOf = (sweep: string, phases = PHASES) => withSweep(sweep, { phases });
  const metricOf = (sweep: string, phases?: string) => parseSweep(sweepOf(sweep, phases)).report.metric;

  test.each([
    ['accuracy(test)@learn', 'accuracy(test)@learn'],
    ['reward(train)', 'reward(train)@learn'],
    ['accuracy(test)', 'accuracy(test)@hurt'],
    ['accuracy', 'accuracy(test)@hurt'],
    ['accuracy@learn', 'accuracy(test)@learn'],
  ])('%s is, in a file with phases, %s: as in expect, the last phase that has it unless told', (written, metric) => {
    expect(metricOf(`{ seed: [1, 2], report: { metric: "${written}" } }`)).toBe(metric);
  });

  test('is test accuracy unless told, of the last phase that is tested, if one is', () => {
    expect(metricOf('{ seed: [1, 2] }')).toBe('accuracy(test)@hurt');
    expect(metricOf('{ seed: [1, 2] }', '[{ id: probe, run: 9 }]')).toBe('accuracy(test)');
  });

  test.each([
    ['an unknown phase', 'accuracy(test)@hurd'],
    ['a phase that does not measure it', 'accuracy(train)@hurt'],
    ['an unknown metric', 'acuracy(test)@hurt'],
    ['what is no metric', 'rate(h1)@probe'],
    ['half a name', 'accuracy(test)@'],
  ])('%s is refused', (_, metric) => {
    expect(problemLines(sweepOf(`{ seed: [1, 2], report: { metric: "${metric}" } }`))).toMatchSnapshot();
  });

  test('a phase where there are none, and one that not all runs have, are refused', () => {
    const report = 'report: { metric: "accuracy(test)@hurt" }';
    expect(problemLines(withSweep(`{ seed: [1, 2], ${report} }`))).toBe(
      '  6:42  sweep.report.metric: expected no phase: the file has none, got "hurt"',
    );
    const names = 'keys: { "phases[1].id": [hurt, harm] }';
    expect(problemLines(sweepOf(`{ ${names}, ${report} }`))).toBe(
      '  7:68  sweep.report.metric: expected the name of a phase: "learn", "harm", "probe", got "hurt"',
    );
    expect(problemLines(sweepOf(`{ ${names} }`))).toBe(
      '  7:8  sweep: expected a metric of a phase that all runs have, got "accuracy(test)", which is "accuracy(test)@hurt", "accuracy(test)@harm"',
    );
  });
});

describe('drawn points', () => {
  test('come from the seed of the scenario, or from the draw that is named, and from nothing else', () => {
    const range = 'learn.clip: { min: 1, max: 2 }';
    const sweep = (more: string) => settingsOf(`{ mode: random, samples: 4, ${more} }`);
    const first = sweep(range);
    expect(first).toHaveLength(4);
    expect(sweep(range)).toEqual(first);
    expect(sweep(`draw: 0, ${range}`)).toEqual(first);
    expect(sweep(`draw: 1, ${range}`)).not.toEqual(first);
    // Every key has a stream of its own.
    const more = sweep(`learn.epsilon: { min: 1e-6, max: 1e-3, scale: log }, ${range}`);
    expect(more.map((settings) => settings['learn.clip'])).toEqual(first.map((settings) => settings['learn.clip']));
  });

  test('twenty unless told', () => {
    expect(settingsOf('{ mode: latin-hypercube, learn.clip: { min: 1, max: 2 } }')).toHaveLength(20);
  });

  test('stay in their range, integers only where these are asked for', () => {
    const range = fc.tuple(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 99 }), ([min, width, isLog, whole], draw) => {
        const form = `{ min: ${min}, max: ${min + width}, scale: ${isLog ? 'log' : 'linear'}, whole: ${whole} }`;
        const values = valuesOf(
          `{ mode: random, samples: 5, draw: ${draw}, train.epochs: ${whole ? form : '[1]'}, learn.clip: ${form} }`,
          'learn.clip',
        );
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(min + width);
          if (whole) expect(Number.isInteger(value)).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('a Latin hypercube has one value in each part of each key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 99 }), (samples, draw) => {
        const head = `mode: latin-hypercube, samples: ${samples}, draw: ${draw}`;
        const points = settingsOf(
          `{ ${head}, learn.clip: { min: 2, max: 4 }, learn.optimizer.lr: { min: 1e-4, max: 1, scale: log } }`,
        );
        // (value − 2) / 2 and log₁₀(value · 10⁴) / 4 are the shares of the ranges.
        const parts = (share: (settings: Readonly<Record<string, unknown>>) => number) =>
          points.map((settings) => Math.floor(samples * share(settings) + 1e-9)).toSorted((a, b) => a - b);
        const all = Array.from({ length: samples }, (_, n) => n);
        expect(parts((settings) => (Number(settings['learn.clip']) - 2) / 2)).toEqual(all);
        expect(parts((settings) => (Math.log10(Number(settings['learn.optimizer.lr'])) + 4) / 4)).toEqual(all);
      }),
      { numRuns: 15 },
    );
  });

  test('a Latin hypercube of a list has every value equally often', () => {
    const values = valuesOf(
      '{ mode: latin-hypercube, samples: 6, learn.clip: [1, 2, 3], learn.epsilon: { min: 1, max: 2 } }',
      'learn.clip',
    );
    expect(values.toSorted()).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('each is played with every value that is averaged over', () => {
    const points = settingsOf('{ mode: random, samples: 3, seed: [1, 2], learn.clip: { min: 1, max: 2 } }');
    expect(points.map(({ seed }) => seed)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(new Set(points.map((settings) => settings['learn.clip'])).size).toBe(3);
  });

  test('what is drawn again is played once', () => {
    expect(settingsOf('{ mode: random, samples: 50, learn.clip: [1, 2] }')).toHaveLength(2);
  });
});

describe('a bad section sweep gets every problem at once, with its place', () => {
  test.each([
    ['what is no map', '[seed]'],
    ['what is empty', '{ mode: grid }'],
    ['words', '{ mode: gird, samples: 0, report: { metric: accurcy, ovr: seed }, seed: [1] }'],
    ['what a grid does not draw', '{ samples: 3, draw: 1, learn.clip: { min: 1, max: 2 } }'],
    [
      'ranges',
      '{ mode: random, learn.clip: { min: 2, max: 1 }, learn.epsilon: { min: 0, max: 1, scale: log }, train.epochs: { min: 1, max: 2.5, whole: true }, seed: { min: 1 } }',
    ],
    ['values', '{ seed: 3, train.epochs: [], learn.clip: [1, 1] }'],
    ['keys', '{ name: [a, b], sweep.seed: [1], "a b": [1], keys: { seed: [1], compare: [2] }, seed: [2] }'],
    ['what is overwritten', '{ learn.clip: [1, 2], learn: [lfp, surrogate] }'],
    ['lists of different lengths', '{ mode: list, seed: [1, 2], train.epochs: [1, 2, 3] }'],
    ['what is averaged over', '{ seed: [1, 2], report: { over: sede } }'],
    [
      'values that no scenario has',
      '{ train.epochs: [1, 0], learn.optimizer.lr: [-1, 1], learn.rule: [lfp, surogate] }',
    ],
    ['keys that lead nowhere', '{ network.layers.h7.size: [4], learn.momentum: [1] }'],
    ['a value that does not fit the file', '{ seed: [1, 2], data: [digits, moons] }'],
    ['the same run twice', '{ learn.rule: [lfp, lfp-epsilon] }'],
  ])('%s', (_, sweep) => {
    expect(problemLines(withSweep(sweep))).toMatchSnapshot();
  });

  test('more runs than anybody means', () => {
    const values = (count: number) => `[${Array.from({ length: count }, (_, n) => n + 1).join(', ')}]`;
    expect(problemLines(withSweep(`{ seed: ${values(101)}, train.epochs: ${values(100)} }`))).toBe(
      '  6:8  sweep: expected at most 10000 runs, got 10100',
    );
  });

  test('a problem of the file itself is told once', () => {
    expect(problemLines(withSweep('{ seed: [1, 2] }', { train: '{ epochs: 0 }' }))).toBe(
      '  6:18  train.epochs: expected an integer >= 1, got 0',
    );
  });
});
