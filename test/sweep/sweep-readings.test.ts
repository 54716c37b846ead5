import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { sweepCommand } from '../../src/cli/sweep-command.js';
import { parseSweep } from '../../src/scenario/parse-scenario.js';
import { ScenarioError } from '../../src/scenario/problems/scenario-error.js';
import { sweepColumns, sweepSentence } from '../../src/streams/text/sweep-cells.js';
import type { SweepDocument } from '../../src/sweep/sweep-document.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { inProcessRuns } from './in-process-runs.js';

/** One neuron fires as often as the current through it makes it: 10 steps of 1 ms, threshold 1, nothing leaks. */
const textOf = (metric: string, expectations: string) => `scenario: 1
name: readings
time: { dt: 1ms, steps: 4 }
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 1, neuron: integrate-and-fire, bias: false }
    - { id: out, size: 2, neuron: lif }
phases:
  - { id: learn, train: { epochs: 1 } }
  - { id: probe, from: start, run: 10, events: [{ at: 0, current: { nodes: h1, amplitude: 0.75 } }] }
expect: [${expectations}]
sweep:
  seed: [1, 2]
  "phases.probe.events[0].current.amplitude": [0.75, 1.1]
  report: { metric: "${metric}" }
`;

const RATE = '{ that: rate(h1), in: probe, atLeast: 0Hz }';
const SPIKES = '{ that: spikes(h1), in: probe, window: [0, 5], atLeast: 0 }';

async function swept(text: string) {
  const folder = temporaryFolder();
  const file = join(folder, 'readings.yaml');
  writeFileSync(file, text);
  const io = memoryIo();
  const options = { out: join(folder, 'runs'), backend: 'reference', json: true };
  const status = await sweepCommand(file, [], options, io, { start: inProcessRuns().start });
  expect(status, io.stderr.text).toBe(0);
  return { ...(JSON.parse(io.stdout.text) as SweepDocument), stderr: io.stderr.text };
}

describe('a reading as the metric of a sweep', () => {
  test('is averaged like a metric: a rate in Hz', async () => {
    const { report, table, runs, stderr } = await swept(textOf('rate(h1)@probe', `${RATE}, ${SPIKES}`));
    expect(report).toEqual({ metric: 'rate(h1)@probe', over: 'seed' });
    const [slow, fast] = table;
    expect(fast?.estimate).toMatchObject({ mean: 1000, sd: 0, count: 2 });
    // 0.75 · 1.5→0.5 · 1.25→0.25 · 1 · 1.75→0.75 · …: seven of ten (exact in binary; 1 is not above its threshold).
    expect(slow?.estimate?.mean).toBe(700);
    expect(runs[1]?.metrics).toMatchObject({ 'rate(h1)@probe': 1000, 'spikes(h1)@probe': 5 });
    expect(stderr).toContain('rate(h1)@probe 1000');
  });

  test('is of the last phase that has it unless told, in the window of its expectation', async () => {
    const document = await swept(textOf('spikes(h1)', SPIKES));
    expect(document.report).toEqual({ metric: 'spikes(h1)@probe', over: 'seed', window: [0, 5] });
    expect(document.table[1]?.estimate?.mean).toBe(5);
    expect(sweepColumns(document).map(({ head }) => head)).toContain('spikes(h1)@probe, window [0, 5], mean');
    expect(sweepSentence(document)).toMatch(/^spikes\(h1\)@probe, window \[0, 5\], mean over seed/);
  });

  test('has no number among those of a run where it is read in several windows', async () => {
    const again = '{ that: "spikes( h1 )", in: probe, atLeast: 0 }, { that: rate(h1), in: probe, atMost: 1000Hz }';
    const { runs } = await swept(textOf('rate(h1)@probe', `${SPIKES}, ${again}`));
    expect(Object.keys(runs[1]!.metrics!)).not.toContain('spikes(h1)@probe');
    expect(runs[1]?.metrics).toMatchObject({ 'rate(h1)@probe': 1000 });
  });

  test('has a number that is read twice alike, or written with spaces', async () => {
    const twice = '{ that: "spikes( h1 )", in: probe, atLeast: 0 }, { that: spikes(h1), in: probe, atMost: 99 }';
    const { runs } = await swept(textOf('accuracy(test)', twice));
    expect(runs[1]?.metrics).toMatchObject({ 'spikes(h1)@probe': 10 });
  });

  test('written with spaces is reported under its usual name', async () => {
    const { report, table } = await swept(
      textOf('spikes(h1)@probe', '{ that: "spikes( h1 )", in: probe, atLeast: 0 }'),
    );
    expect(report).toEqual({ metric: 'spikes(h1)@probe', over: 'seed' });
    expect(table[1]?.estimate?.mean).toBe(10);
  });

  test.each([
    ['that nobody expects', 'rate(h1)@probe', SPIKES],
    [
      'of which it is not clear which is meant',
      'spikes(h1)@probe',
      `${SPIKES}, { that: spikes(h1), in: probe, atLeast: 1 }`,
    ],
    ['of a phase that has none', 'rate(h1)@learn', RATE],
    ['of nodes that there are not', 'rate(h2)@probe', RATE],
    ['that is no number but true or false', 'silent(h1)@probe', '{ that: silent(h1), in: probe }'],
    ['that is text', 'digest(spikes)@probe', '{ that: digest(spikes), in: probe, equals: snapshot }'],
    ['that is misspelt', 'rat(h1)', `${RATE}, ${SPIKES}, ${RATE}`],
  ])('one %s is refused', (_, metric, expectations) => {
    const refused = () => parseSweep(textOf(metric, expectations));
    expect(refused).toThrow(ScenarioError);
    expect(refused).toThrowErrorMatchingSnapshot();
  });
});
