import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { main } from '../../src/cli/main.js';
import { sweepCommand } from '../../src/cli/sweep-command.js';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { scenarioSchema } from '../../src/scenario/scenario-schema.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from '../sweep/in-process-runs.js';
import { memoryIo } from './memory-io.js';

const EXAMPLE = fileURLToPath(new URL('whole-example.yaml', import.meta.url));
const text = readFileSync(EXAMPLE, 'utf8');

/** Smaller, shorter, and without biases, which would let h2 fire in silence; what it expects of accuracy is left out. */
const SHORT = [
  ...['h1', 'h2', 'out'].map((layer) => `network.layers.${layer}.bias=false`),
  'network.layers.h1.size=32',
  'network.layers.h2.size=16',
  'time.steps=10',
  'phases.train.train.epochs=1',
  'expect[0].atLeast=0',
  'expect[1].atLeast=0',
  'expect[2].between=[0Hz, 1kHz]',
];

function copied() {
  const folder = temporaryFolder();
  const file = join(folder, 'example.yaml');
  copyFileSync(EXAMPLE, file);
  return { file, out: join(folder, 'runs') };
}

async function heaviside(...argv: string[]) {
  const io = memoryIo();
  const status = await main(argv, io);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

describe('a file with every section', () => {
  test('is a runnable scenario, and comes back from its resolved text', async () => {
    expect(await heaviside('validate', EXAMPLE)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/is a runnable scenario: lesion-recovery, 3 layers, 4 phases, seed 7240\n$/),
      stderr: '',
    });
    const scenario = parseScenario(text);
    expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
    expect(scenario.record.every).toEqual({
      'weights.histogram': { unit: 'epoch', every: 1 },
      'feedback.histogram': { unit: 'epoch', every: 1 },
    });
  });

  test('is what editors accept', () => {
    // Its patterns have Unicode classes, which editors read and this reader does not.
    const schema = JSON.parse(JSON.stringify(scenarioSchema()).replaceAll('[^\\\\p{Cc}\\\\p{Cs}]', '.'));
    const read = z.fromJSONSchema(schema).safeParse(parse(text));
    expect(read.error?.issues ?? []).toEqual([]);
  });

  test('lists its runs, and what they leave out of the file', async () => {
    const { status, stdout } = await heaviside('sweep', EXAMPLE, '--dry-run');
    expect(status).toBe(0);
    expect(stdout.replaceAll(/[0-9a-f]{12}/g, 'RUN')).toMatchInlineSnapshot(`
      "point  seed  learn.rule   run folder
          0  7240  lfp-epsilon  lesion-recovery/RUN
          1  7240  surrogate    lesion-recovery/RUN
          2  5110  lfp-epsilon  lesion-recovery/RUN
          3  5110  surrogate    lesion-recovery/RUN
          4  5628  lfp-epsilon  lesion-recovery/RUN
          5  5628  surrogate    lesion-recovery/RUN

      6 runs, mode grid
      learn.rule=surrogate: without learn.epsilon, learn.reward, which this rule does not know
      "
    `);
    const { stdout: json } = await heaviside('sweep', EXAMPLE, '--dry-run', '--json');
    const { report, points } = JSON.parse(json);
    expect(report).toEqual({ metric: 'accuracy(test)@recover', over: 'seed' });
    expect(points.map(({ dropped }: { dropped?: readonly string[] }) => dropped)).toEqual(
      [0, 1, 2].flatMap(() => [undefined, ['learn.epsilon', 'learn.reward']]),
    );
  });

  test('runs, holds what it expects, and keeps histograms, which can be exported', { timeout: 60_000 }, async () => {
    const { file, out } = copied();
    const run = ['run', file, ...SHORT, '--out', out, '--json', '--quiet', '--no-report'];
    const updated = await heaviside(...run, '--update-snapshots');
    expect(updated.stderr).toBe(`snapshots: 1 kept in ${file}.snapshots.json\n`);
    const { status, stdout } = await heaviside(...run);
    const { expect: outcomes, folder, ...summary } = JSON.parse(stdout);
    expect(outcomes.map(({ that, in: phase, pass }: Record<string, unknown>) => [that, phase, pass])).toEqual([
      ['accuracy(test)', 'train', true],
      ['accuracy(test)', 'recover', true],
      ['rate(h1)', 'probe', true],
      ['silent(h2)', 'probe', true],
      ['digest(spikes)', 'probe', true],
    ]);
    expect(status).toBe(0);
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining(['name', 'seed', 'backend', 'metrics', 'epochs', 'seconds']),
    );
    const exported = await heaviside('export', folder, '--to', 'npz', '--json');
    const arrays = new Map(
      JSON.parse(exported.stdout).arrays.map(({ name, shape }: Record<string, unknown>) => [name, shape]),
    );
    expect(arrays.get('courses/train/weights.histogram/h1.weight.counts')).toEqual([1, 48]);
    expect(arrays.get('courses/recover/feedback.histogram/out.weight.edges')).toEqual([2, 49]);
  });

  test('is swept over its rule, and held against its snapshots', { timeout: 60_000 }, async () => {
    const { file, out } = copied();
    const { start } = inProcessRuns();
    const sweep = async (updateSnapshots: boolean) => {
      const io = memoryIo();
      const options = { out, jobs: 1, updateSnapshots };
      const status = await sweepCommand(file, [...SHORT, 'sweep.seed=[5110]'], options, io, { start });
      return { status, lines: io.stderr.text.split('\n') };
    };
    const dropped = 'learn.rule=surrogate: without learn.epsilon, learn.reward, which this rule does not know';
    const updated = await sweep(true);
    expect(updated).toMatchObject({ status: 0, lines: expect.arrayContaining([dropped]) });
    expect(updated.lines).toContain(`snapshots: 2 kept in ${file}.snapshots.json`);
    expect((await sweep(false)).status).toBe(0);
  });
});

test('the smallest useful file has less than ten lines', async () => {
  const lines = [
    'scenario: 1',
    'name: smallest',
    'data: digits',
    'network:',
    '  layers:',
    '    - { id: in, size: 64 }',
    '    - { id: h1, size: 8, neuron: lif }',
    '    - { id: out, size: 10, neuron: lif }',
    'learn: lfp',
  ];
  expect(lines.length).toBeLessThan(10);
  expect(parseScenario(lines.join('\n')).learn).toMatchObject({ method: 'lfp', rule: { kind: 'epsilon' } });
});
