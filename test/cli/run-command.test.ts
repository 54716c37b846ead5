import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { heavisideVersion } from '../../src/record/heaviside-version.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { checkpoint, type FakeRun, fakeRun, STARTED } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');
const jsonLines = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** The only folder of runs under `out`, beside which a run in progress has its lock. */
function onlyFolder(out: string): string {
  const [hash, ...more] = readdirSync(join(out, 'fake')).filter((name) => !name.endsWith('.lock'));
  expect(more).toEqual([]);
  return join(out, 'fake', hash!);
}

async function play(
  run: FakeRun = {},
  { argv = [] as string[], dependencies = fakeDependencies(run), io = memoryIo() } = {},
) {
  const { file, out } = workFolder();
  const status = await main(['run', file, '--out', out, ...argv], io, dependencies);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text, out, io };
}

describe('a run that completes', () => {
  test('prints a table on stdout, progress on stderr, and ends with status 0', async () => {
    const { status, stdout, stderr, out } = await play();
    expect(status).toBe(0);
    expect(stdout.replaceAll(onlyFolder(out), 'FOLDER')).toMatchInlineSnapshot(`
      "                                    train     test
      accuracy                          75.00 %  75.00 %
      reward                                0.5
      spikes per sample                    12.5
      synaptic operations per sample   12,345.7
      time                                1.0 s
      backend                         reference
      seed                                 7240

      met  accuracy(test)  at least 0.7  got 0.75

      run folder: FOLDER
      report: FOLDER/report.html
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "fake: layers 2-2, 20 parameters, 8 samples to learn from, 4 to test, seed 7240
      backend reference (asked: auto, not webgpu: no adapter)
      epoch 1/2  accuracy 50.00 % (train)  75.00 % (test)  reward 0.25  12.5 spikes/sample  1.0 s
      epoch 2/2  accuracy 75.00 % (train)  75.00 % (test)  reward 0.5  12.5 spikes/sample  1.0 s
      "
    `);
  });

  test('an expectation that is not met gives status 1 and is marked', async () => {
    const { status, stdout } = await play({ pass: false });
    expect(status).toBe(1);
    expect(stdout).toContain('NOT MET  accuracy(test)  at least 0.8  got 0.75\n');
  });

  test('--no-report writes none, and names none', async () => {
    const written: string[] = [];
    const writeReport = async (folder: string) => {
      written.push(folder);
      return join(folder, 'report.html');
    };
    const dependencies = { ...fakeDependencies(), writeReport };
    const { status, stdout } = await play({}, { argv: ['--no-report'], dependencies });
    expect(status).toBe(0);
    expect(stdout).toMatch(/run folder: .*\n$/);
    expect(stdout).not.toContain('report');
    expect(written).toEqual([]);
    const { out } = await play({}, { dependencies });
    expect(written).toEqual([onlyFolder(out)]);
  });

  test('--json prints the document of summary.json and nothing else', async () => {
    const { status, stdout, out } = await play({}, { argv: ['--json'] });
    const summary = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(summary).toEqual({
      name: 'fake',
      seed: 7240,
      backend: 'reference',
      reason: 'complete',
      metrics: {
        'accuracy(train)': 0.75,
        reward: 0.5,
        spikesPerSample: 12.5,
        'accuracy(test)': 0.75,
        synapticOperationsPerSample: 12345.67,
      },
      epochs: 2,
      seconds: 1,
      expect: [{ that: 'accuracy(test)', value: 0.75, expected: 'at least 0.7', pass: true }],
      folder: onlyFolder(out),
    });
    expect(read(summary.folder, 'summary.json')).toBe(stdout);
  });

  test('--quiet leaves stderr empty', async () => {
    expect((await play({}, { argv: ['--quiet'] })).stderr).toBe('');
  });

  test('--seed and --backend reach the run', async () => {
    const asked: unknown[] = [];
    const dependencies: CliDependencies = {
      ...fakeDependencies(),
      runScenario: ({ seed }, { backend }) => {
        asked.push(seed, backend);
        return fakeRun();
      },
    };
    await play({}, { argv: ['--seed', '5110', '--backend', 'events'], dependencies });
    expect(asked).toEqual([5110, 'events']);
  });

  test('leaves everything in its folder', async () => {
    const { out } = await play();
    const folder = onlyFolder(out);
    expect(readdirSync(folder).sort()).toEqual([
      'checkpoints',
      'events.jsonl',
      'manifest.json',
      'metrics.jsonl',
      'scenario.yaml',
      'spikes',
      'summary.json',
    ]);
    expect(read(folder, 'scenario.yaml')).toBe('scenario: 1\nname: fake\nseed: 7240\n');
    const events = jsonLines(read(folder, 'events.jsonl'));
    expect(events[0]).toEqual(STARTED);
    expect(events.map(({ kind }) => kind).join(' ')).toBe(
      'run-started batch-trained batch-trained batch-trained epoch-ended tested ' +
        'batch-trained batch-trained batch-trained epoch-ended tested checkpoint spikes-recorded run-ended',
    );
    expect(jsonLines(read(folder, 'metrics.jsonl')).at(-1)).toEqual({
      step: 6,
      epoch: 2,
      split: 'test',
      name: 'accuracy',
      value: 0.75,
    });
    for (const event of events)
      if ('file' in event)
        expect(decodeSafetensors(readFileSync(join(folder, event.file)), 'c').tensors[0]?.values[3]).toBe(6);
    expect(readdirSync(join(folder, 'spikes'))).toEqual(['out.safetensors.gz']);
    const clock = { startedAt: '2025-01-01T00:00:01.000Z', wallSeconds: 1 };
    const machine = {
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      cpu: expect.any(String),
    };
    expect(JSON.parse(read(folder, 'manifest.json'))).toEqual({
      heaviside: heavisideVersion(),
      ...machine,
      seed: 7240,
      backend: STARTED.backend,
      ...clock,
      outcome: 'complete',
    });
  });

  test('one that was changed by hand says so in its result, its summary and its manifest', async () => {
    const steered = async function* (): ReturnType<CliDependencies['runScenario']> {
      for await (const event of fakeRun()) {
        yield event;
        if (event.kind !== 'batch-trained' || event.step > 2) continue;
        const { epoch, batch, step } = event;
        yield { kind: 'intervened', epoch, batch, step, intervention: { kind: 'learning-rate', value: 0.5 } };
      }
    };
    const { status, stdout, out } = await play({}, { dependencies: { ...fakeDependencies(), runScenario: steered } });
    expect(status).toBe(0);
    expect(stdout).toContain('\nchanged 2 times by hand while it ran: events.jsonl has the changes\nrun folder: ');
    for (const name of ['summary.json', 'manifest.json'])
      expect(JSON.parse(read(onlyFolder(out), name)).interventions).toBe(2);
  });

  test('two runs with different clocks differ in their seconds only', async () => {
    const logs = await Promise.all(
      [1.25, 77].map(async (seconds) => read(onlyFolder((await play({ seconds })).out), 'events.jsonl')),
    );
    expect(logs[0]).not.toBe(logs[1]);
    const [one, other] = logs.map((log) => log.replaceAll(/"seconds":[\d.]+/g, '"seconds":0'));
    expect(one).toBe(other);
  });
});

describe('in a terminal', () => {
  const live = { isTTY: true, env: { TERM: 'xterm' } };

  test('progress is one line that is taken away', async () => {
    const { stdout, stderr, io } = await play(
      { beforeBatch: () => new Promise((resolve) => setTimeout(resolve, 120)) },
      { io: memoryIo(live) },
    );
    const text = stripVTControlCharacters(stderr);
    expect(text).toMatch(
      /\[=+ *\] {2}epoch 1\/2 {2}batch 1\/3 {2}ETA [\d.]+ s {2}accuracy 50.00 % {2}reward 0.125 {2}11 spikes/,
    );
    expect(text).toContain('(test 75.00 %)');
    const [before] = text.split(/accuracy +first/); // the picture at the end
    expect(before!.split('\n')).toHaveLength(3); // two lines before it, and the one that is redrawn
    for (const change of ['\u001b[?25l', '\u001b[?7l']) expect(stderr).not.toContain(change); // cursor hidden, no wrapping
    expect(stdout).toContain('\u001b[32mmet\u001b[39m');
    expect(io.signals.listenerCount('SIGINT')).toBe(0);
  });

  test('NO_COLOR is heeded', async () => {
    const { stdout } = await play({}, { io: memoryIo({ isTTY: true, env: { NO_COLOR: '1' } }) });
    expect(stdout).not.toContain('\u001b');
  });

  test('a dumb one gets plain lines', async () => {
    const { stdout, stderr } = await play({}, { io: memoryIo({ isTTY: true, env: { TERM: 'dumb' } }) });
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stderr).toContain('\nepoch 2/2  accuracy');
  });
});

describe('a run that a signal stops', () => {
  const interrupt = (signal: string) => {
    const io = memoryIo();
    const run: FakeRun = { beforeBatch: (step) => step === 2 && io.signals.emit(signal) };
    return { io, run };
  };

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s: writes its checkpoint and ends with status %i', async (signal, expected) => {
    const { io, run } = interrupt(signal);
    const { status, stdout, stderr, out } = await play(run, { io, argv: ['--json'] });
    expect(status).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ reason: 'interrupted', epochs: 0 });
    expect(stderr).toContain(`${signal}: stopping after this batch`);
    const folder = onlyFolder(out);
    expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['interrupted-epoch-1-step-2.safetensors']);
    expect(jsonLines(read(folder, 'events.jsonl')).at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
    expect(JSON.parse(read(folder, 'manifest.json')).outcome).toBe('interrupted');
    expect(io.signals.listenerCount(signal)).toBe(0);
  });

  test('before there is a live line leaves none', async () => {
    const io = memoryIo({ isTTY: true, env: { TERM: 'xterm' } });
    const runScenario: CliDependencies['runScenario'] = async function* () {
      io.signals.emit('SIGINT');
      yield* fakeRun({ beforeBatch: () => new Promise((resolve) => setTimeout(resolve, 120)) });
    };
    await play({}, { io, dependencies: { ...fakeDependencies(), runScenario } });
    expect(io.stderr.text).toMatch(/^SIGINT: stopping[^\n]*\nfake: layers [^\n]*\nbackend [^\n]*\n$/);
  });

  test('expectations do not count then, and the result says how to go on', async () => {
    const { io, run } = interrupt('SIGINT');
    const { status, stdout, out } = await play({ ...run, pass: false }, { io });
    expect(status).toBe(130);
    expect(stdout).toContain(`\nstopped before its end; heaviside resume ${onlyFolder(out)} goes on with it\n`);
  });
});

describe('a run that fails', () => {
  async function* diverging(): AsyncGenerator<RunEvent, void, void> {
    yield STARTED;
    yield { ...checkpoint('last-good', 1, 4) };
    yield {
      kind: 'run-failed',
      code: 'HV_NON_FINITE',
      message: 'h1.weight is NaN',
      epoch: 1,
      step: 5,
      facts: { norm: Number.NaN },
    };
    throw new HeavisideError('HV_NON_FINITE', 'run', 'h1.weight is NaN', { remedy: 'lower learn.optimizer.lr' });
  }

  test('by diverging ends with status 1, the last good checkpoint and its last event', async () => {
    const { status, stdout, stderr, out } = await play(
      {},
      { dependencies: { ...fakeDependencies(), runScenario: diverging } },
    );
    const folder = onlyFolder(out);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `\nrun folder: ${folder}\nerror HV_NON_FINITE: h1.weight is NaN\nremedy: lower learn.optimizer.lr\n`,
    );
    expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['last-good-epoch-1-step-4.safetensors']);
    expect(jsonLines(read(folder, 'events.jsonl')).at(-1)).toMatchObject({
      kind: 'run-failed',
      facts: { norm: 'NaN' },
    });
    expect(JSON.parse(read(folder, 'manifest.json')).outcome).toBe('failed');
  });

  test('is told by its own error, also when its folder cannot be closed after it', async () => {
    const { file, out } = workFolder();
    const runScenario: CliDependencies['runScenario'] = async function* () {
      for await (const event of diverging()) {
        if (event.kind === 'checkpoint') {
          const lock = `${onlyFolder(out)}.lock`;
          rmSync(lock);
          mkdirSync(lock); // a folder cannot be read as a file: giving the lock back will fail
        }
        yield event;
      }
    };
    const io = memoryIo();
    expect(await main(['run', file, '--out', out], io, { ...fakeDependencies(), runScenario })).toBe(1);
    expect(io.stderr.text).toContain('error HV_NON_FINITE: h1.weight is NaN\n');
  });

  test('because another one of the same scenario and seed goes on says which and what to do', async () => {
    const { file, out } = workFolder();
    const others: ReturnType<typeof memoryIo>[] = [];
    const status: number[] = [];
    const runScenario: CliDependencies['runScenario'] = async function* () {
      const beforeBatch = async (step: number) => {
        if (step !== 2) return;
        others.push(memoryIo());
        status.push(await main(['run', file, '--out', out], others[0]!, fakeDependencies()));
      };
      yield* fakeRun({ beforeBatch });
    };
    expect(await main(['run', file, '--out', out], memoryIo(), { ...fakeDependencies(), runScenario })).toBe(0);
    expect(status).toEqual([4]);
    expect(others[0]!.stderr.text).toMatch(
      new RegExp(`error HV_RUN_LOCKED: .* process ${process.pid} on .*\nremedy: wait until it has ended, .* --out DIR`),
    );
    expect(readdirSync(join(out, 'fake'))).toHaveLength(1);
  });

  test('before it starts leaves the folder of an earlier run alone', async () => {
    const { file, out } = workFolder();
    const argv = ['run', file, '--out', out];
    await main(argv, memoryIo(), fakeDependencies());
    const before = readdirSync(join(out, 'fake'));
    const runScenario: CliDependencies['runScenario'] = async function* () {
      yield* [];
      throw new HeavisideError('HV_DATA_FILE', 'machine', 'no such folder: mnist');
    };
    expect(await main(argv, memoryIo(), { ...fakeDependencies(), runScenario })).toBe(4);
    expect(readdirSync(join(out, 'fake'))).toEqual(before);
  });

  test('because the disk fails in the middle stops, frees the device and keeps what was written', async () => {
    const { file, out } = workFolder();
    let released = 0;
    let lastStep = 0;
    const beforeBatch = async (step: number) => {
      lastStep = step;
      if (step !== 3) return;
      rmSync(join(onlyFolder(out), 'checkpoints'), { recursive: true });
      writeFileSync(join(onlyFolder(out), 'checkpoints'), 'in the way');
    };
    const runScenario: CliDependencies['runScenario'] = async function* () {
      const run = fakeRun({ batches: 1000, beforeBatch, onReleased: () => void released++ });
      for await (const event of run) {
        yield event;
        if (event.kind === 'batch-trained' && event.step === 5) yield checkpoint('end', 1, 5);
      }
    };
    const io = memoryIo();
    const status = await main(['run', file, '--out', out, '--json'], io, { ...fakeDependencies(), runScenario });
    expect(status).toBe(4);
    expect(JSON.parse(io.stdout.text).error.code).toBe('HV_RUN_FOLDER');
    expect(io.stderr.text).toMatch(
      /error HV_RUN_FOLDER: cannot write .*end-epoch-1-step-5\.safetensors: .*\(ENOTDIR\)\nremedy: /,
    );
    const remedy = `free the path or the space, then go on with the run: heaviside resume ${onlyFolder(out)}`;
    expect(JSON.parse(io.stdout.text).error.remedy).toBe(remedy);
    expect(io.stderr.text).toContain(`remedy: ${remedy}\n`);
    expect(released).toBe(1);
    // While it was written the run went on, as far as events may be in flight.
    expect(lastStep).toBeLessThan(1024);
    const steps = jsonLines(read(onlyFolder(out), 'events.jsonl')).filter(({ kind }) => kind === 'batch-trained');
    expect(steps.length).toBeGreaterThanOrEqual(5);
  });

  test('because it does not begin with run-started is a bug', async () => {
    const runScenario: CliDependencies['runScenario'] = async function* () {
      yield checkpoint('end', 1, 1);
    };
    const { status, stderr } = await play({}, { dependencies: { ...fakeDependencies(), runScenario } });
    expect(status).toBe(3);
    expect(stderr).toContain('a run must begin with run-started');
  });
});

describe('a run that is begun anew', () => {
  async function again(first: FakeRun, argv: readonly string[] = []): Promise<string> {
    const { file, out } = workFolder();
    await main(['run', file, '--out', out, '--quiet'], memoryIo(), fakeDependencies(first));
    const io = memoryIo();
    expect(await main(['run', file, '--out', out, ...argv], io, fakeDependencies())).toBe(0);
    expect(readdirSync(join(out, 'fake'))).toHaveLength(2);
    return io.stderr.text;
  }

  test.each<[string, () => FakeRun]>([
    ['stopped', () => ({ signal: AbortSignal.abort() })],
    [
      'failed',
      () => ({
        beforeBatch: () => {
          throw new Error('lost power');
        },
      }),
    ],
  ])('says how to go on with the one before it that %s', async (_how, first) => {
    expect(await again(first())).toMatch(
      /^begins anew; the run that was cut short is kept: heaviside resume \S+\/fake\/[0-9a-f]{12}\.previous-1 goes on with it$/m,
    );
    expect(await again(first(), ['--quiet'])).toBe('');
  });

  test('says nothing of one that is complete', async () => {
    expect(await again({})).not.toContain('resume');
  });
});

describe('a folder that cannot be made', () => {
  test('ends the run with status 4', async () => {
    const { file, out } = workFolder();
    let released = 0;
    writeFileSync(out, 'a file');
    const io = memoryIo();
    const dependencies = fakeDependencies({ onReleased: () => void released++ });
    expect(await main(['run', file, '--out', out], io, dependencies)).toBe(4);
    expect(io.stderr.text).toContain('error HV_RUN_FOLDER: cannot make the run folder');
    expect(released).toBe(1);
  });
});

describe('a scenario file', () => {
  const remedy = 'remedy: Name a scenario file in YAML, for example scenarios/digits-lif.yaml.\n';
  const refusal = async (file: string) => {
    const io = memoryIo();
    return [await main(['run', file], io, fakeDependencies()), io.stderr.text];
  };

  test('that is not there', async () => {
    expect(await refusal('no/such.yaml')).toEqual([
      4,
      `error HV_SCENARIO_FILE: cannot read no/such.yaml: there is no such file\n${remedy}`,
    ]);
  });

  test('that is a folder', async () => {
    const { out } = workFolder();
    mkdirSync(out);
    expect(await refusal(out)).toEqual([
      2,
      `error HV_SCENARIO_FILE: cannot read ${out}: this is a folder, expected a scenario file\n${remedy}`,
    ]);
  });

  test('that is binary, not UTF-8 or too long', async () => {
    const { file } = workFolder();
    const cases: [string | Uint8Array, string][] = [
      [Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0), 'this is a binary file, expected YAML text'],
      [Uint8Array.of(0x6e, 0xe4), 'expected text in UTF-8'],
      ['#'.repeat(1_000_001), 'expected a scenario of at most 1000000 bytes, got 1000001 bytes'],
    ];
    for (const [content, message] of cases) {
      writeFileSync(file, content);
      expect(await refusal(file)).toEqual([2, `error HV_SCENARIO_FILE: cannot read ${file}: ${message}\n${remedy}`]);
    }
  });

  test('that never ends is not read to its end', async () => {
    expect(await refusal('/dev/zero')).toEqual([
      2,
      `error HV_SCENARIO_FILE: cannot read /dev/zero: expected a scenario of at most 1000000 bytes, got more than 1000000 bytes\n${remedy}`,
    ]);
  });
});
