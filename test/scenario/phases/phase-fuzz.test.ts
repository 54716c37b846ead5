import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { guardOf } from '../../../src/scenario/phases/guard.js';
import { ScenarioError } from '../../../src/scenario/problems/scenario-error.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { mutatedFrom } from '../mutations.js';
import { isReflected, leavesOf } from '../reflection.js';
import { phaseFiles } from './generated-phases.js';

/** `FUZZ=whole` tries all of them; otherwise a part that takes seconds. */
const RUNS = process.env['FUZZ'] === 'whole' ? 10_000 : 600;
/** Milliseconds for all of them; a quiet machine takes a twentieth. */
const IN_TIME = RUNS * 200;
/** Milliseconds for one file; a quiet machine takes five. */
const SOON = 5_000;

/** Pieces of expressions, events and courses that stand where they should not. */
const PIECES = [
  ...[
    'h1',
    'h1[0:50]',
    'h1[7:2]',
    'left[0]',
    'in[99999999999]',
    '3 epochs',
    '10 batches',
    '1 epoch',
    '-5ms',
    '1e9s',
    '0',
    '501',
  ],
  ...[
    'rate(h1) > 80Hz',
    'rate(h1) > rate(h1) > 1Hz',
    'accuracy(test)@base',
    'reward@p1 > 0',
    'silent(left) and',
    'time > 1h',
    '((((1))))',
  ],
  ...['constructor.constructor("globalThis.ran = true")()', 'globalThis.ran = true', '__proto__', 'toString()'],
  ...[
    '{ kind: linear, from: 1, to: 2 }',
    '{ nodes: h1 }',
    '{ to: out, from: h1 }',
    '[[0, 1], [1, 0]]',
    'start',
    'base',
    'p0',
    'p1',
    'best',
    'learn.optimizer.lr',
  ],
].map((text) => (/^[[{]/.test(text) ? text : JSON.stringify(text)));
const KEYS = [
  'at',
  'when',
  'window',
  'pulse',
  'current',
  'clamp',
  'noise',
  'replay',
  'file',
  'lesion',
  'restore',
  'set',
  'run',
  'train',
  'test',
  'from',
  'events',
  'schedule',
  'nodes',
  'synapses',
  'duration',
  'period',
  'count',
  'h1.threshold',
  'checkpoint',
];

const texts = phaseFiles.map((file) => stringify(file, { collectionStyle: 'any' }));
const mutatedTexts = mutatedFrom(texts, 2, { values: PIECES, keys: KEYS });

function outcome(text: string): Scenario | ScenarioError {
  try {
    return parseScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
}

test('whatever is in phases, events and guards: accepted, or refused with its place', { timeout: IN_TIME }, () => {
  const counts = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(mutatedTexts, (text) => {
      const start = performance.now();
      const result = outcome(text);
      expect(performance.now() - start).toBeLessThan(SOON);
      if (result instanceof ScenarioError) {
        counts.refused++;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of result.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/Invalid input|undefined|\[object|NaN/);
        }
        return;
      }
      counts.accepted++;
      const file = parse(text);
      expect(leavesOf(file).filter(([path, leaf]) => !isReflected(result, path, leaf))).toEqual([]);
      expect(parseScenario(formatScenario(result))).toEqual(result);
      for (const phase of result.phases)
        for (const { when } of phase.events)
          if (when !== undefined) expect(guardOf(result, phase, when).expression).toBeDefined();
    }),
    { numRuns: RUNS, seed: 7240 },
  );
  expect('ran' in globalThis).toBe(false);
  // Both ways out must be taken often, or this test looks at nothing.
  expect(counts.accepted).toBeGreaterThan(RUNS / 20);
  expect(counts.refused).toBeGreaterThan(RUNS / 4);
});
