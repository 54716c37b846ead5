import { describe, expect, test } from 'vitest';
import { hiddenInputs } from './hidden-inputs.js';
import { forbiddenImports, LAYERS } from './imports.js';
import { pathsBelow, type SourceFile, sourceFiles } from './source-files.js';

const source = sourceFiles('src');
const kernels = sourceFiles('kernels').filter(({ path }) => !path.includes('/generated/'));
const made = (path: string, text: string): SourceFile[] => [{ path, text }];

describe('imports', () => {
  test('only point down', () => {
    expect(source.length).toBeGreaterThan(100);
    expect(forbiddenImports([...source, ...kernels])).toEqual([]);
  });

  test('have no circle between modules in the table itself', () => {
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      LAYERS[from]!.some((next) => {
        if (next === to) return true;
        if (seen.has(next)) return false;
        seen.add(next);
        return reaches(next, to, seen);
      });
    expect(Object.keys(LAYERS).filter((module) => reaches(module, module))).toEqual([]);
  });

  test.each([
    ['an import', "import { runScenario } from '../run/run-scenario.js';"],
    ['an import of a type', "import type { RunEvent } from '../run/run-event.js';"],
    ['a re-export', "export * from '../run/run-event.js';"],
    ['a lazy import', "const run = await import('../run/run-event.js');"],
    ['a type import inside a type', "type Event = import('../run/run-event.js').RunEvent;"],
    ['a require', "const run = require('../run/run-event.js');"],
  ])('are found as %s', (_what, text) => {
    const [problem, ...rest] = forbiddenImports(made('src/core/made-up.ts', `// first line\n${text}`));
    expect(problem).toContain('src/core/made-up.ts:2: core imports run ("../run/run-');
    expect(rest).toEqual([]);
  });

  test('are not found in strings and comments', () => {
    const text = `// import '../run/x.js'\nconst words = "import { a } from '../run/x.js'";`;
    expect(forbiddenImports(made('src/core/made-up.ts', text))).toEqual([]);
  });

  test.each([
    [
      'src/scenario/x.ts',
      '../backends/backends.js',
      'scenario imports backends ("../backends/backends.js"); it may import core, data, record',
    ],
    [
      'src/scenario/check/x.ts',
      '../../trainers/trainer.js',
      'scenario imports trainers ("../../trainers/trainer.js"); it may import core, data, record',
    ],
    [
      'src/backends/x.ts',
      '../scenario/scenario.js',
      'backends imports scenario ("../scenario/scenario.js"); it may import core, kernels, data, record',
    ],
    [
      'src/core/x.ts',
      '../../kernels/gpu/x.js',
      'core imports kernels ("../../kernels/gpu/x.js"); it may import nothing',
    ],
    [
      'kernels/gpu/x.ts',
      '../../src/core/shape.js',
      'kernels imports core ("../../src/core/shape.js"); it may import nothing',
    ],
    [
      'src/run/x.ts',
      '../index.js',
      'run imports index ("../index.js"); it may import core, data, record, scenario, backends, trainers',
    ],
    ['src/run/x.ts', 'rxjs', 'run imports "rxjs"; it may not import rxjs'],
    ['src/record/x.ts', 'rxjs/operators', 'record imports "rxjs/operators"; it may not import rxjs'],
    ['src/streams/x.ts', 'node:fs', 'streams imports "node:fs"; it may not import Node\'s own modules'],
    ['src/core/x.ts', 'seedrandom', 'core imports "seedrandom"; it may not import packages'],
  ])('%s may not import %s', (path, from, problem) => {
    expect(forbiddenImports(made(path, `import '${from}';`))).toEqual([`${path}:1: ${problem}`]);
  });

  test.each([
    ['src/backends/x.ts', '../../kernels/gpu/x.js'],
    ['src/run/x.ts', '../scenario/scenario.js'],
    ['src/streams/x.ts', 'rxjs'],
    ['src/record/x.ts', 'node:fs/promises'],
    ['src/core/neurons/x.ts', '../signal.js'],
    ['src/index.ts', './cli/main.js'],
  ])('%s may import %s', (path, from) => {
    expect(forbiddenImports(made(path, `import '${from}';`))).toEqual([]);
  });

  test('of a module that stands in no layer are a mistake in the table', () => {
    expect(forbiddenImports(made('src/misc/x.ts', ''))).toEqual(['src/misc/x.ts: module "misc" stands in no layer']);
  });
});

describe('chance and time', () => {
  const pure = source.filter(({ path }) => /^src\/(core|data|trainers|run)\//.test(path));

  test('are arguments in core, data, trainers, run and kernels', () => {
    expect(pure.length).toBeGreaterThan(50);
    expect(hiddenInputs([...pure, ...kernels])).toEqual([]);
  });

  test.each([
    ['const x = Math.random();', 'Math.random'],
    ['const draw = Math.random;', 'Math.random'],
    ["const x = Math['random']();", 'Math.random'],
    ['const { random } = Math;', 'Math.random'],
    ['const { random: draw } = globalThis.Math;', 'Math.random'],
    ['const now = globalThis.performance.now();', 'performance.now'],
    ['const now = Date.now();', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
  ])('are found in %s', (text, what) => {
    expect(hiddenInputs(made('src/core/made-up.ts', text))).toEqual([`src/core/made-up.ts:1: ${what}`]);
  });

  test('are not found in strings, comments and fixed dates', () => {
    const text = "// Math.random()\nconst words = 'Date.now()';\nconst day = new Date(0);\nconst top = Math.max(1, 2);";
    expect(hiddenInputs(made('src/core/made-up.ts', text))).toEqual([]);
  });
});

describe('files', () => {
  test('can be read in one sitting: none above 250 lines, half of them at most 90', () => {
    const lines = [...source, ...kernels].map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(lines.filter((file) => file.lines > 250)).toEqual([]);
    const sorted = lines.map((file) => file.lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(90);
  });

  const vague = (path: string): boolean =>
    path.split('/').some((part) => /^(utils?|helpers?|common|types?|misc)(\.|$)/i.test(part));

  test('are named after what they hold', () => {
    expect(['src', 'kernels', 'test', 'bin'].flatMap(pathsBelow).filter(vague)).toEqual([]);
  });

  test('with a vague name would be found', () => {
    expect(
      ['src/core/utils.ts', 'src/run/helpers/x.ts', 'src/types.d.ts', 'src/core/layers/layer.ts'].filter(vague),
    ).toEqual(['src/core/utils.ts', 'src/run/helpers/x.ts', 'src/types.d.ts']);
  });

  test('are in kebab-case', () => {
    const odd = [...source, ...kernels].filter(({ path }) => !/^[a-z0-9/-]+(\.[a-z0-9]+)*\.ts$/.test(path));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});
