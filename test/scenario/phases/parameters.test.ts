import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import {
  boundTo,
  parameterNames,
  parameterOf,
  parameterProblem,
  parametersIn,
  relationProblem,
  type Settings,
  withParameters,
} from '../../../src/scenario/phases/parameters.js';
import { networkText, scenarioText } from '../problems-of.js';
import { RICH } from '../shipped.js';

const settingsOf = (text: string): Settings => {
  const { network, learn, encode } = parseScenario(text);
  return { network, learn, encode };
};
const rich = settingsOf(RICH);
const untouched = structuredClone(rich);

describe('numeric parameters', () => {
  test('are named as a file names them', () => {
    expect(parameterNames(rich)).toEqual([
      'learn.epsilon',
      'learn.alpha',
      'learn.beta',
      'learn.optimizer.lr',
      'learn.optimizer.momentum',
      'learn.optimizer.weightDecay',
      'learn.schedule.every',
      'learn.schedule.factor',
      'learn.clip',
      'encode.gain',
      'conv.beta',
      'conv.threshold',
      'norm.beta',
      'norm.alpha',
      'norm.threshold',
      'both.beta',
      'both.adaptation',
      'both.rho',
      'both.threshold',
      'h2.slope',
      'out.threshold',
    ]);
  });

  test.each([
    ['{ rule: surrogate, surrogate: { kind: fast-sigmoid, slope: 20 } }', 'learn.surrogate.slope', 20],
    ['{ rule: lfp-gamma, gamma: 0.5 }', 'learn.gamma', 0.5],
    ['{ rule: lfp, reward: { kind: bounded-softmax, low: 0.1, high: 0.9 } }', 'learn.reward.high', 0.9],
    ['{ rule: lfp, schedule: { kind: cosine, floor: 0.25 } }', 'learn.schedule.floor', 0.25],
    ['{ rule: r-stdp }', 'learn.optimizer.lr', 1e-4],
    ['{ rule: perturbation, scale: 0.125 }', 'learn.scale', 0.125],
  ])('learn: %s has %s', (learn, path, value) => {
    const layers = '{ id: h1, size: 8, neuron: lif }, { id: out, size: 10, neuron: lif, readout: mean }';
    const settings = settingsOf(
      networkText(layers, { learn, ...(learn.includes('r-stdp') ? { encode: 'rate' } : {}) }),
    );
    expect(parameterOf(settings, path)).toBe(value);
    expect(parameterOf(withParameters(settings, { [path]: value / 2 }), path)).toBe(value / 2);
  });

  test('mean what the file that sets them from the start means', () => {
    const names = parameterNames(rich).filter((path) => boundTo(path).length === 0);
    for (const path of names) {
      const value = path === 'learn.schedule.every' ? 7 : 0.375;
      const override = /^(learn|encode)\./.test(path) ? path : `network.layers.${path}`;
      // A time constant is another way to write the same.
      const text = RICH.replace('tau: 20ms, ', '');
      const { network, learn, encode } = parseScenario(text, { overrides: [`${override}=${value}`] });
      const before = settingsOf(text);
      expect(withParameters(before, { [path]: value })).toEqual({ network, learn, encode });
    }
  });

  test('change alone', () => {
    const names = parameterNames(rich);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), fc.double({ min: 0.1, max: 0.9, noNaN: true })),
        (values) => {
          const changed = withParameters(rich, values);
          expect(names.map((path) => parameterOf(changed, path))).toEqual(
            names.map((path) => (Object.hasOwn(values, path) ? values[path] : parameterOf(rich, path))),
          );
          expect(rich).toEqual(untouched);
        },
      ),
    );
  });

  test('leave the same objects where nothing changes', () => {
    expect(withParameters(rich, {})).toBe(rich);
    expect(withParameters(rich, { 'encode.gain': 0.8, 'conv.threshold': 1.5 })).toBe(rich);
    const changed = withParameters(rich, { 'norm.alpha': 0.5 });
    expect(changed.learn).toBe(rich.learn);
    expect(changed.encode).toBe(rich.encode);
    expect(changed.network.layers.map((layer, n) => layer === rich.network.layers[n])).toEqual(
      rich.network.layers.map(({ id }) => id !== 'norm'),
    );
  });

  test('keep whatever else a scenario has', () => {
    const scenario = parseScenario(RICH);
    const changed = withParameters(scenario, { 'learn.optimizer.lr': 0.25 });
    expect(parseScenario(formatScenario(changed))).toEqual(changed);
    expect(changed.learn.optimizer.lr).toBe(0.25);
  });

  test('of a layer called like a section stand behind those of the section', () => {
    const layers = '{ id: learn, size: 8, neuron: lif, beta: 0.5 }, { id: out, size: 10, neuron: lif }';
    const settings = settingsOf(networkText(layers, { learn: '{ rule: lfp-alpha-beta }' }));
    expect(parameterOf(settings, 'learn.beta')).toBe(1);
    expect(parameterOf(settings, 'learn.threshold')).toBe(1);
  });

  test('have limits', () => {
    const parameters = parametersIn(rich);
    expect(parameterProblem(parameters, 'h2.slope', 0)).toBeUndefined();
    expect(parameterProblem(parameters, 'conv.beta', 1.5)).toEqual({ expected: 'a number >= 0 and <= 1', got: '1.5' });
    expect(parameterProblem(parameters, 'learn.schedule.every', 0.5)).toEqual({
      expected: 'an integer >= 1',
      got: '0.5',
    });
    expect(parameterProblem(parameters, 'conv.threshold', Number.NaN)).toEqual({
      expected: 'a number > 0',
      got: 'NaN',
    });
    expect(parameterProblem(parameters, 'conv.treshold')).toMatchObject({
      got: '"conv.treshold"',
      suggestion: 'conv.threshold',
    });
  });

  test('may contradict each other', () => {
    expect(relationProblem(rich)).toBeUndefined();
    expect(relationProblem(withParameters(rich, { 'learn.alpha': 3, 'learn.beta': 2 }))).toBeUndefined();
    expect(relationProblem(withParameters(rich, { 'learn.alpha': 3 }))).toEqual({
      expected: 'alpha - beta = 1',
      got: '3 - 0.5 = 2.5',
    });
    const settings = settingsOf(
      scenarioText({ encode: 'population', network: '{ layers: [{ id: in, size: 512 }, { id: out, size: 10 }] }' }),
    );
    expect(parameterNames(settings)).not.toContain('encode.fields');
    expect(relationProblem(withParameters(settings, { 'encode.low': 1 }))).toEqual({
      expected: '"low" below "high" (1)',
      got: '1',
    });
  });

  test('that there are none of are not read and not set', () => {
    expect(() => parameterOf(rich, 'h1.threshold')).toThrow(new RangeError('no parameter "h1.threshold"'));
    expect(() => withParameters(rich, { 'h1.threshold': 1 })).toThrow(new RangeError('no parameter "h1.threshold"'));
  });
});
