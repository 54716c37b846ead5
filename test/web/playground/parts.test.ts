import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';

import type { Problem } from '../../../src/scenario/problems/problem.js';
import { problemMark } from '../../../src/web/playground/editor/problem-marks.js';
import { metricsTable } from '../../../src/web/playground/metrics-table.js';
import { ScenarioCheck } from '../../../src/web/playground/scenario-check.js';
import { checkScenario } from '../../../src/web/playground/worker/check-scenario.js';
import type { Verdict } from '../../../src/web/playground/worker/messages.js';
import { UnreadFrames } from '../../../src/web/playground/worker/unread-frames.js';

const problem = (line: number, column: number): Problem => ({
  ...{ line, column, path: '', expected: '', got: '', message: 'wrong' },
});

test('a problem is marked over the word that begins at its place', () => {
  const text = Text.of(['name: "a b" # c', '  size: -1, x']);
  const marked = (line: number, column: number): string => {
    const { from, to } = problemMark(text, problem(line, column));
    return text.sliceString(from, to);
  };
  expect(marked(1, 1)).toBe('name');
  expect(marked(1, 7)).toBe('"a b"');
  expect(marked(2, 9)).toBe('-1');
  expect(marked(2, 11)).toBe(',');
  // Beyond the end of a line, and of the text.
  expect([marked(2, 99), marked(9, 1)]).toEqual(['', ' ']);
});

test('metrics become a table with a column for each that was measured', () => {
  const { columns, rows } = metricsTable([
    { kind: 'metrics', split: 'train', epoch: 1, step: 45, metrics: { 'accuracy(train)': 0.5 } },
    { kind: 'metrics', split: 'test', epoch: 1, step: 45, metrics: { 'accuracy(test)': 0.25 } },
  ]);
  expect(columns).toEqual(['epoch', 'step', 'split', 'accuracy(train)', 'accuracy(test)']);
  expect(rows).toEqual([
    [1, 45, 'train', 0.5, undefined],
    [1, 45, 'test', undefined, 0.25],
  ]);
});

test('a scenario that reads files is blocked with the reason, one with mistakes has its problems', () => {
  const network =
    'network: { layers: [{ id: in, size: 784 }, { id: out, size: 10 }] }\nlearn: lfp\ntrain: { epochs: 1 }\n';
  expect(checkScenario(`scenario: 1\nname: a\ndata: mnist\n${network}`)).toEqual({
    problems: [],
    name: 'a',
    seed: 0,
    blocked:
      'The data source "mnist" reads files, and a page has none. Run a with the command line, or choose embedded or generated data.',
  });
  const phases =
    'phases: [{ id: free, run: 9 steps, events: [{ at: 0 steps, replay: { nodes: out, file: spikes.csv } }] }]\n';
  const small = network.replace('784', '64').replace('{ id: out, size: 10 }', '{ id: out, size: 10, neuron: lif }');
  const replaying = `scenario: 1\nname: a\ndata: digits\n${small.replace(/^train.*\n/m, '')}${phases}`;
  expect(checkScenario(replaying)).toMatchObject({
    problems: [],
    blocked:
      'phases.free.events[0].replay plays spikes from spikes.csv, and a page has no files. Run a with the command line, or write the spikes into the scenario.',
  });
  const { problems } = checkScenario(`scenario: 1\nname: a\ndata: mnst\n${network}`);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([[3, 7]]);
  expect(checkScenario(`scenario: 1\nname: a\nseed: 4\ndata: digits\n${network.replace('784', '64')}`)).toEqual({
    problems: [],
    name: 'a',
    seed: 4,
  });
});

test('the verdict on the newest text counts, whichever comes last', async () => {
  const answers = new Map<string, (verdict: Verdict) => void>();
  const told: (number | undefined)[] = [];
  const check = new ScenarioCheck(
    (text) => new Promise((resolve) => answers.set(text, resolve)),
    ({ seed }) => told.push(seed),
    () => told.push(undefined),
  );
  const asked = (text: string) => expect.poll(() => answers.has(text)).toBe(true);
  check.of('one', true);
  await asked('one');
  check.of('two', true);
  await asked('two');
  expect(check.verdict).toBeUndefined();
  answers.get('two')!({ problems: [], seed: 2 });
  answers.get('one')!({ problems: [], seed: 1 });
  await expect.poll(() => told).toEqual([2]);
  expect(check.verdict?.seed).toBe(2);
});

test('a page that has not taken in three presentations is shown no more of them', () => {
  const unread = new UnreadFrames();
  const look = { kind: 'look' } as never;
  const state = { kind: 'state' } as never;
  for (const frame of [state, look, state, look]) unread.sent(frame);
  expect(unread.full).toBe(false);
  unread.sent(look);
  expect(unread.full).toBe(true);
  // The state and the first presentation.
  unread.taken(1);
  expect(unread.full).toBe(true);
  unread.taken(1);
  expect(unread.full).toBe(false);
});
