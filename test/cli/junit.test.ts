import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { junitOfError, junitOfRun } from '../../src/cli/junit-text.js';
import { main } from '../../src/cli/main.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import type { Summary } from '../../src/streams/to-summary.js';
import { STARTED } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

const summary: Summary = {
  name: 'lesion',
  seed: 7240,
  backend: 'events',
  reason: 'complete',
  metrics: {},
  epochs: 2,
  seconds: 1.5,
  expect: [
    { that: 'accuracy(test)', in: 'train', value: 0.75, expected: 'at least 0.7', pass: true },
    { that: 'accuracy(test)', in: 'train', value: 0.75, expected: 'at most 0.7', pass: false },
    {
      that: 'rate(h1)',
      in: 'probe',
      value: Number.NaN,
      expected: 'at least 1 Hz',
      pass: false,
      why: 'no "probe" <yet>',
    },
    { that: 'reward', value: 1, expected: 'equals 1', pass: true },
  ],
  folder: 'runs/lesion/0',
};

describe('a JUnit report', () => {
  test('has a case for every expectation, and says what failed by how much', () => {
    expect(junitOfRun(summary)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites tests="4" failures="2" errors="0" skipped="0">
        <testsuite name="lesion" time="1.5" tests="4" failures="2" errors="0" skipped="0">
          <properties>
            <property name="seed" value="7240"/>
            <property name="backend" value="events"/>
            <property name="folder" value="runs/lesion/0"/>
          </properties>
          <testcase classname="lesion" name="accuracy(test) in train"/>
          <testcase classname="lesion" name="accuracy(test) in train (2)">
            <failure message="expected at most 0.7, got 0.75" type="expectation"/>
          </testcase>
          <testcase classname="lesion" name="rate(h1) in probe">
            <failure message="expected at least 1 Hz, got NaN: no &quot;probe&quot; &lt;yet>" type="expectation"/>
          </testcase>
          <testcase classname="lesion" name="reward"/>
        </testsuite>
      </testsuites>"
    `);
  });

  test('of a run that was stopped has an error: nothing was checked', () => {
    const text = junitOfRun({ ...summary, reason: 'interrupted', expect: [] });
    expect(text).toContain('<testsuite name="lesion" time="1.5" tests="1" failures="0" errors="1" skipped="0">');
    expect(text).toContain('<error message="the run was stopped before its end" type="interrupted"/>');
  });

  test('of a run that failed has an error with its code; characters that XML has not are replaced', () => {
    const error = new HeavisideError('HV_DATA_FILE', 'machine', 'no file "a\u0000\ud800b" & <c>\ud83d\ude00');
    expect(junitOfError('xor.yaml', error)).toContain(
      '<error message="no file &quot;a\ufffd\ufffdb&quot; &amp; &lt;c>\ud83d\ude00" type="HV_DATA_FILE"/>',
    );
    expect(junitOfError('xor.yaml', new TypeError('a bug'))).toContain('<error message="a bug" type="HV_INTERNAL"/>');
  });
});

test('cases of a JUnit report that differ in their windows have names of their own', () => {
  const silent = { that: 'silent(h1)', in: 'probe', value: 0, expected: 'no spikes', pass: true } as const;
  const expected: Summary['expect'] = [{ ...silent, window: [0, 100] }, { ...silent, window: [200, 250] }, silent];
  const text = junitOfRun({ ...summary, expect: expected });
  expect([...text.matchAll(/testcase .* name="(.*)"/g)].map(([, name]) => name)).toEqual([
    'silent(h1) in probe, window [0, 100]',
    'silent(h1) in probe, window [200, 250]',
    'silent(h1) in probe',
  ]);
});

describe('heaviside resume --junit', () => {
  /** A run that fails in its second batch, is gone on with, and the report of that. */
  async function resumed(dependencies: CliDependencies, name = 'junit.xml') {
    const { file, out } = workFolder();
    const beforeBatch = (step: number) => {
      if (step === 2) throw new Error('lost power');
    };
    await main(['run', file, '--out', out, '--quiet'], memoryIo(), fakeDependencies({ beforeBatch }));
    const folder = join(out, 'fake', readdirSync(join(out, 'fake'))[0]!);
    const path = join(dirname(file), name);
    const io = memoryIo();
    const status = await main(['resume', folder, '--quiet', '--junit', path], io, dependencies);
    return { status, stderr: io.stderr.text, folder, read: () => readFileSync(path, 'utf8') };
  }

  test('writes what became of the expectations, as a run does', async () => {
    const { status, read } = await resumed(fakeDependencies({ pass: false }));
    expect(status).toBe(1);
    expect(read()).toContain('<failure message="expected at least 0.8, got 0.75" type="expectation"/>');
    expect(read()).not.toContain('HV_RUN_UNFINISHED');
  });

  test('writes an error where the run cannot go on', async () => {
    const runScenario: CliDependencies['runScenario'] = async function* () {
      yield* [];
      throw new HeavisideError('HV_RESUME', 'machine', 'another network');
    };
    const { status, folder, read } = await resumed({ ...fakeDependencies(), runScenario });
    expect(status).toBe(4);
    expect(read()).toContain('<error message="another network" type="HV_RESUME"/>');
    expect(read()).toContain(`<testsuite name="${folder}/scenario.yaml"`);
  });

  test('that cannot be written fails before the run, which is as it was', async () => {
    const { status, stderr, folder } = await resumed(fakeDependencies(), 'fake.yaml/junit.xml');
    expect(status).toBe(4);
    expect(stderr).toMatch(/error HV_JUNIT: cannot write the JUnit report: .*fake\.yaml/);
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).not.toHaveProperty('resumed');
    expect(await main(['resume', folder, '--quiet'], memoryIo(), fakeDependencies())).toBe(0);
  });

  test('leaves the report of a run alone that is complete', async () => {
    const { folder, read } = await resumed(fakeDependencies());
    const before = read();
    const path = join(dirname(dirname(dirname(folder))), 'junit.xml');
    expect(await main(['resume', folder, '--junit', path], memoryIo(), fakeDependencies())).toBe(2);
    expect(read()).toBe(before);
  });
});

describe('heaviside run --junit', () => {
  async function play(dependencies = fakeDependencies(), file = 'junit.xml') {
    const { file: scenario, out } = workFolder();
    const path = join(dirname(scenario), file);
    const io = memoryIo();
    const status = await main(['run', scenario, '--out', out, '--junit', path], io, dependencies);
    return {
      status,
      stderr: io.stderr.text,
      names: readdirSync(dirname(scenario)),
      read: () => readFileSync(path, 'utf8'),
    };
  }

  test('writes the report, and no part of it under another name', async () => {
    const { status, names, read } = await play(fakeDependencies({ pass: false }));
    expect(status).toBe(1);
    expect(names.toSorted()).toEqual(['fake.yaml', 'junit.xml', 'runs']);
    expect(read()).toContain('<property name="backend" value="reference"/>');
    expect(read()).toContain('<failure message="expected at least 0.8, got 0.75" type="expectation"/>');
  });

  test('writes an error for a run that fails, and one for a scenario that cannot be read', async () => {
    const diverging = async function* () {
      yield STARTED;
      throw new HeavisideError('HV_NON_FINITE', 'run', 'h1.weight is NaN');
    };
    const failed = await play({ ...fakeDependencies(), runScenario: diverging });
    expect(failed.status).toBe(1);
    expect(failed.read()).toContain('<error message="h1.weight is NaN" type="HV_NON_FINITE"/>');
    const refusing = () => {
      throw new HeavisideError('HV_SCENARIO', 'usage', 'fake.yaml is not a runnable scenario');
    };
    const refused = await play({ ...fakeDependencies(), parseScenario: refusing });
    expect(refused.status).toBe(2);
    expect(refused.read()).toContain('type="HV_SCENARIO"/>');
  });

  test('makes the folder that it is to lie in', async () => {
    const { status, read } = await play(fakeDependencies(), 'no/such/junit.xml');
    expect(status).toBe(0);
    expect(read()).toContain('<testsuite');
  });

  test('that cannot be written fails before the run', async () => {
    const { status, stderr, names } = await play(fakeDependencies(), 'fake.yaml/junit.xml');
    expect(status).toBe(4);
    expect(stderr).toMatch(/error HV_JUNIT: cannot write the JUnit report: .*fake\.yaml/);
    expect(stderr).toContain('name another file with --junit');
    expect(names).not.toContain('runs');
  });

  test('that cannot be written any more in the end costs nobody the result', async () => {
    const { file, out } = workFolder();
    const path = join(dirname(file), 'junit.xml');
    const beforeBatch = (step: number) => {
      if (step !== 2) return;
      rmSync(path);
      mkdirSync(path);
    };
    const io = memoryIo();
    const argv = ['run', file, '--out', out, '--json', '--quiet', '--junit', path];
    expect(await main(argv, io, fakeDependencies({ beforeBatch }))).toBe(4);
    expect(JSON.parse(io.stdout.text)).toMatchObject({ reason: 'complete' });
    expect(io.stderr.text).toMatch(/^error HV_JUNIT: cannot write the JUnit report: .*EISDIR.*\nremedy: name another/);
  });

  test('says that the run has not ended while it goes on', async () => {
    let seen = '';
    const { file, out } = workFolder();
    const path = join(dirname(file), 'junit.xml');
    const looking = async function* (...given: Parameters<CliDependencies['runScenario']>) {
      seen = readFileSync(path, 'utf8');
      yield* fakeDependencies().runScenario(...given);
    };
    const dependencies = { ...fakeDependencies(), runScenario: looking };
    expect(await main(['run', file, '--out', out, '--junit', path], memoryIo(), dependencies)).toBe(0);
    expect(seen).toContain('<error message="the run has not ended" type="HV_RUN_UNFINISHED"/>');
    expect(readFileSync(path, 'utf8')).not.toContain('HV_RUN_UNFINISHED');
  });
});
