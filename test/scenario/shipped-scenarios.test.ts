import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { isReflected, leavesOf } from './reflection.js';
import { RICH, SHIPPED } from './shipped.js';

const needsFolder = (text: string) => text.includes('data.dir=PATH');
const files = [...SHIPPED].map(([file, text]) => ({ file, text }));

test('all twenty are here', () => {
  expect([...SHIPPED.keys()].toSorted()).toEqual([
    'compare-digits-dense.yaml',
    'compare-digits-lif.yaml',
    'compare-digits-step.yaml',
    'curriculum.yaml',
    'digits-conv-lif.yaml',
    'digits-credit.yaml',
    'digits-lif.yaml',
    'digits-step.yaml',
    'fashion-lif.yaml',
    'lesion-recovery.yaml',
    'mnist-lif.yaml',
    'moons-step.yaml',
    'noise-robustness.yaml',
    'pulse-response.yaml',
    'randman-lif.yaml',
    'seeds-sweep.yaml',
    'threshold-drift.yaml',
    'xor-front-contribution.yaml',
    'xor-lif.yaml',
    'xor-step.yaml',
  ]);
});

test.each(files)('$file says how to run it, and is named after its file', ({ file, text }) => {
  const command = ['compare', 'sweep'].find((study) => study in parse(text)) ?? 'run';
  expect(text).toMatch(new RegExp(`^# Run: heaviside ${command} scenarios/${file}`, 'm'));
  expect(parse(text).name).toBe(file.replace('.yaml', ''));
});

test.each(files)('$file is read, loses nothing, and comes back from its resolved text', ({ file, text }) => {
  const scenario = parseScenario(text, { file, overrides: needsFolder(text) ? ['data.dir=../mnist'] : [] });
  const lost = leavesOf(parse(text)).filter(([path, leaf]) => !isReflected(scenario, path, leaf));
  expect(lost).toEqual([]);
  expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
});

test.each(files.filter(({ text }) => needsFolder(text)))('$file asks for its folder', ({ file, text }) => {
  expect(() => parseScenario(text, { file })).toThrow('data.dir: expected a folder, got nothing (pass data.dir=PATH)');
});

test('a scenario with every section loses nothing either', () => {
  const scenario = parseScenario(RICH);
  expect(leavesOf(parse(RICH)).filter(([path, leaf]) => !isReflected(scenario, path, leaf))).toEqual([]);
  expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
});
