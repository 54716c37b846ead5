import { expect, test } from 'vitest';
import { problemLines, refusal, scenarioText } from './problems-of.js';

/** Milliseconds; an idle machine takes a tenth. Without limits some of these take minutes. */
const SOON = 5_000;

test('a file over a megabyte is refused unread, in both sizes', () => {
  expect(problemLines(`# ${'é'.repeat(600_000)}\n`)).toMatchInlineSnapshot(
    `"  1:1  expected at most 1,000,000 bytes, got 1,200,003"`,
  );
});

test.each([
  ['flow lists', '['.repeat(5_000)],
  ['flow maps', '{ a: '.repeat(5_000)],
  ['lists on a line', '- '.repeat(5_000)],
  ['keys on a line', '? '.repeat(5_000)],
  ['blocks', Array.from({ length: 700 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')],
])('nesting without end is refused: %s', (_, text) => {
  expect(problemLines(text)).toMatch(/^ {2}\d+:\d+ {2}expected at most 64 levels of nesting, got more$/);
});

test('nesting that any scenario needs is not', () => {
  expect(problemLines(`a: ${'['.repeat(60)}${']'.repeat(60)}`)).not.toContain('nesting');
});

test('as many words as fit are read, one more is refused', () => {
  const text = (spaces: number) => `a${' \n'.repeat(spaces)}`;
  expect(problemLines(text(20_000))).not.toContain('words');
  expect(problemLines(text(30_000))).toMatch(
    /^ {2}\d+:1 {2}expected at most 50,000 words, marks and line ends, got more$/,
  );
});

test('aliases may repeat a part, but not multiply', () => {
  const levels = Array.from({ length: 12 }, (_, n) => `  - &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]\n`);
  const text = `${scenarioText()}bomb:\n  - &l0 [x, x, x, x, x, x, x, x, x, x]\n${levels.join('')}`;
  expect(problemLines(text)).toContain('expected aliases that add at most 10000 nodes, got more');
  const shared = scenarioText({ train: '{ batch: &b 16 }', test: '{ batch: *b }' });
  expect(() => refusal(shared)).toThrow('the scenario was accepted');
});

test.each([
  ['keys', Array.from({ length: 80_000 }, (_, n) => `k${n}: 1\n`).join('')],
  ['keys in braces', `{ ${Array.from({ length: 80_000 }, (_, n) => `k${n}: 1`).join(', ')} }`],
  ['items', scenarioText({ record: `{ spikes: [${'h1, '.repeat(200_000)}] }` })],
  [
    'names of layers',
    scenarioText({
      network: `{ layers: [${Array.from({ length: 20_000 }, (_, n) => `{ id: l${n}, size: 1, neuron: lif }`).join(', ')}] }`,
    }),
  ],
  ['a key', `${'k'.repeat(900_000)}: 1\n`],
  ['a text', scenarioText({ name: 'x'.repeat(900_000) })],
  ['lines', '\n'.repeat(999_000)],
  ['nonsense', '}'.repeat(100_000)],
  ['quotes', `"${'\\'.repeat(400_000)}`],
  ['anchors', Array.from({ length: 30_000 }, (_, n) => `a${n}: &a${n} *a${n}\n`).join('')],
])('a megabyte of %s is refused soon', (_, text) => {
  const start = performance.now();
  expect(refusal(text).problems.length).toBeGreaterThan(0);
  expect(performance.now() - start).toBeLessThan(SOON);
});
