import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { quantile } from '../../src/bench/quantile.js';

interface Tables {
  baselineTable(measurements: readonly object[], quantile: unknown): string;
  baselineSummary(measured: object, quantile: unknown): { readonly ratio?: number; readonly verdict?: string };
  stepTable(results: readonly object[]): string;
  scaleTable(result: object): string;
  backendsTable(result: object): string;
  memoryTable(result: object): string;
}
interface Probe {
  dishonest(probe: { gflops: number; libraries: readonly string[]; config: string }): string | undefined;
}

const script = (name: string) => new URL(`../results/${name}.mjs`, import.meta.url);
const tables = (await import(script('bench-table').href)) as Tables;
const { dishonest } = (await import(script('torch-probe').href)) as Probe;

const config = { net: '64-200-10', timeSteps: 25, batch: 32, input: 'currents', floor: 2 };
const times = (...values: number[]) => values.map((medianMs) => ({ medianMs, accuracy: 0.9, spikeRates: [0.1] }));

describe('the table of Heaviside against the baseline', () => {
  const verdicts = (ours: readonly object[], baseline: readonly object[]) =>
    tables.baselineSummary({ config, ours, baseline }, quantile);

  test.each([
    [[1], [2], 2, 'met'],
    [[1], [1.5], 1.5, 'faster, floor missed'],
    [[4], [1], 0.25, 'slower'],
    // medians over the rounds: 2 and 6, not the means 4 and 4
    [[2, 8, 2], [6, 0, 6], 3, 'met'],
  ])('%j ms against %j ms is a ratio of %d: %s', (ours, baseline, ratio, verdict) => {
    expect(verdicts(times(...ours), times(...baseline))).toMatchObject({ ratio, verdict });
  });

  test('shows rows that were lost, and those that failed, like any other', () => {
    const text = tables.baselineTable(
      [
        { config, ours: times(10, 20, 30), baseline: times(5, 5, 5) },
        { config, ours: times(1), baseline: times(3) },
        { config: { ...config, net: '784-500-10' }, ours: [], baseline: [], failed: 'the device is gone' },
      ],
      quantile,
    );
    // ratios of the rounds: 0.5, 0.25, 0.1667; p10 = 0.1667 + 0.2 · 0.0833, p90 = 0.25 + 0.8 · 0.25
    expect(text).toMatchInlineSnapshot(`
      "| network | time steps | batch | input | Heaviside, ms | PyTorch, ms | ratio | floor |  |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      | 64-200-10 | 25 | 32 | currents | 20.0 (12.0–28.0) | 5.00 (5.00–5.00) | 0.25 (0.18–0.45) | 2 | slower |
      | 64-200-10 | 25 | 32 | currents | 1.00 (1.00–1.00) | 3.00 (3.00–3.00) | 3.00 (3.00–3.00) | 2 | met |
      | 784-500-10 | 25 | 32 | currents |  |  |  | 2 | failed: the device is gone |"
    `);
  });
});

describe('a baseline', () => {
  const sound = { gflops: 100, libraries: ['libopenblasp-r0.3.21.so', 'libblas.so.3'], config: 'BLAS_INFO=generic' };

  test('on OpenBLAS is taken', () => expect(dishonest(sound)).toBeUndefined());
  test('with BLAS built in is taken', () => {
    expect(dishonest({ ...sound, libraries: ['libtorch.so'], config: 'BLAS_INFO=mkl' })).toBeUndefined();
  });
  test('where libraries cannot be listed is judged by its speed alone', () => {
    expect(dishonest({ ...sound, libraries: [] })).toBeUndefined();
  });
  test('on the reference BLAS is refused, with what to install', () => {
    const reason = dishonest({ ...sound, libraries: ['libblas.so.3.11.0', 'libc.so.6'] });
    expect(reason).toContain('no tuned BLAS (OpenBLAS, MKL, BLIS); BLAS libraries: libblas.so.3.11.0');
    expect(reason).toContain('remedy: apt-get install python3-torch libopenblas0-pthread');
  });
  test('that is far too slow is refused, whatever it is called', () => {
    expect(dishonest({ ...sound, gflops: 2.1 })).toContain('2.1 GFLOP/s on one core, expected at least 10');
  });
});

describe('the script of the baseline', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [fileURLToPath(script('bench-baseline')), ...words], { encoding: 'utf8' });

  test('says everything that it lacks and ends with status 2', () => {
    const { status, stdout, stderr } = run('--rounds', '0');
    expect({ status, stdout, lines: stderr.trimEnd().split('\n') }).toEqual({
      status: 2,
      stdout: '',
      lines: [
        '--script: expected the path of the baseline, got nothing',
        '--data: expected a folder with the IDX files of MNIST, got nothing',
        '--digits: expected the path of digits.csv.gz, got nothing (or leave them out with --only 784)',
        '--rounds: expected a whole number, got "0"',
      ],
    });
  });

  test('says how to get a Python with PyTorch', () => {
    const words = ['--script', 's.py', '--digits', 'd', '--only', 'digits', '--python', '/no/such/python'];
    const { status, stderr } = run(...words);
    expect(status).toBe(4);
    expect(stderr).toContain('cannot import torch');
    expect(stderr).toContain('remedy: apt-get install python3-torch libopenblas0-pthread');
  });
});

describe('results as Markdown', () => {
  const head = { engine: 'heaviside 1', node: '20', cpu: 'a processor', platform: 'linux x64', date: '2025-01-01' };
  const ms = { forwardMs: 1, feedbackMs: 2, updateMs: 0.5, medianMs: 3.5, p10Ms: 3, p90Ms: 12 };
  const row = { width: 60, activity: 0.1, timeSteps: 5, batch: 8, hiddenActivity: 0.11, spikes: 7, ...ms };

  test('of steps', () => {
    const step = { ...head, ...ms, net: '4-5-2', timeSteps: 5, batch: 8, rateInput: 0.25, accuracy: 0.5 };
    expect(tables.stepTable([{ ...step, backend: 'events', threads: 1, spikeRates: [0.1, 0.2] }])).toBe(
      [
        '| network | time steps | batch | input | backend | threads | forward, ms | feedback, ms | update, ms | step, ms | accuracy | spikes |',
        `|${' --- |'.repeat(12)}`,
        '| 4-5-2 | 5 | 8 | spikes, gain 0.25 | events | 1 | 1.00 | 2.00 | 0.50 | 3.50 (3.00–12.0) | 50.0 % | 10.0 %, 20.0 % |',
        '',
        'heaviside 1, node 20, a processor, linux x64, 2025-01-01.',
      ].join('\n'),
    );
  });

  test('of scale, with growth, crossover and what was skipped', () => {
    const sweep = {
      vary: 'activity',
      rows: [{ ...row, synapticOperations: 420 }],
      against: 'spikes',
      growth: { exponent: 0.8, largestExcess: 0.95 },
    };
    const result = { ...head, backend: 'events', base: row, sweeps: [sweep] };
    const crossed = { rows: [{ activity: 0.5, eventsMs: 4, denseMs: 2 }], at: 0.3 };
    const text = tables.scaleTable({ ...result, crossover: crossed });
    expect(text).toContain('| 10.0 % | 11.0 % | 7 | 420 | 1.00 | 2.00 | 0.50 | 3.50 (3.00–12.0) |');
    expect(text).toContain('The step grows as spikes to the power of 0.80');
    expect(text).toContain('| 50.0 % | 4.00 | 2.00 | 0.50 |\n\nDense kernels are faster from 30.0 % on.');
    expect(tables.scaleTable({ ...result, crossover: { skipped: 'no choice' } })).toContain('skipped, no choice.');
  });

  test('of backends, with the reasons of those left out', () => {
    const backend = { net: '4-5-2', backend: 'webgpu', device: { executorKind: 'fused' }, timesFastest: 2.5, ...ms };
    const skipped = [{ net: '4-5-2', backend: 'webgl2', reason: 'no adapter' }];
    const text = tables.backendsTable({ ...head, timeSteps: 5, batch: 8, threadsAsked: 1, rows: [backend], skipped });
    expect(text).toContain('| 4-5-2 | webgpu | 1.00 | 2.00 | 0.50 | 3.50 (3.00–12.0) | 2.50 | executorKind fused |');
    expect(text).toContain('- webgl2 on 4-5-2: skipped, no adapter');
  });

  test('of memory', () => {
    const rows = [{ epoch: 1, seconds: 0.5, accuracy: 0.9, residentMB: 90, peakMB: 100 }];
    const result = { ...head, rows, net: '4-5-2', backend: 'events', peakMB: 100, growthMB: 0, epochSeconds: 0.5 };
    expect(tables.memoryTable(result)).toContain('| 1 | 0.50 | 90.0 % | 90.0 | 100.0 |');
  });
});
