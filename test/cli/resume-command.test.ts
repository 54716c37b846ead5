import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import { heavisideVersion } from '../../src/record/heaviside-version.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { type FakeRun, fakeRun } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

const read = (...parts: string[]): string => readFileSync(join(...parts), 'utf8');

/** What runs were asked for. */
type Asked = Parameters<CliDependencies['runScenario']>[1][];

/** Heaviside with a pretended run that can go on from any of its checkpoints, and was changed by hand in its first epoch. */
function dependencies(run: FakeRun = {}, asked: Asked = []): CliDependencies {
  const runScenario: CliDependencies['runScenario'] = async function* (_scenario, options) {
    asked.push(options);
    const { resume, signal } = options;
    let skipping = false;
    for await (const event of fakeRun({ periodic: true, signal, ...run })) {
      const steps = 'step' in event ? event.step : 0;
      if (!skipping) yield event;
      if (event.kind === 'run-started') skipping = resume !== undefined;
      if (event.kind === 'batch-trained' && steps === 1 && !skipping) yield INTERVENED;
      if (skipping && resume?.reason === 'interrupted') skipping = steps < resume.step;
      else if (skipping) skipping = event.kind !== 'checkpoint' || steps !== resume?.step;
    }
  };
  return { ...fakeDependencies(), runScenario };
}

const INTERVENED: RunEvent = {
  ...{ kind: 'intervened', epoch: 1, batch: 1, step: 1 },
  intervention: { kind: 'learning-rate', value: 0.25 },
};

/** The folder of a run that goes as told. */
async function played(run: FakeRun = {}): Promise<string> {
  const { file, out } = workFolder();
  await main(['run', file, '--out', out, '--quiet', '--no-report'], memoryIo(), dependencies(run));
  const [name] = readdirSync(join(out, 'fake'));
  return join(out, 'fake', name!);
}

const failIn = (step: number): Pick<FakeRun, 'beforeBatch'> => ({
  beforeBatch: (at) => {
    if (at === step) throw new Error('lost power');
  },
});

/** Everything in a folder by its path, with its own path and times taken out. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('manifest'));
  const text = (path: string): string => readFileSync(path, 'latin1').replaceAll(folder, 'FOLDER');
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), text(path)]));
}

async function resume(folder: string, { argv = [] as string[], run = {}, asked = [] as Asked } = {}) {
  const io = memoryIo();
  const status = await main(['resume', folder, ...argv], io, dependencies(run, asked));
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

describe('a run that goes on', () => {
  test('leaves the folder of one that was never stopped', async () => {
    const whole = contentOf(await played());
    for (const step of [1, 2, 4, 6]) {
      const folder = await played(failIn(step));
      const { status } = await resume(folder, { argv: ['--quiet', '--no-report'] });
      expect(status).toBe(0);
      expect(contentOf(folder)).toEqual(whole);
    }
    expect(JSON.parse(whole['/summary.json']!)).toMatchObject({ interventions: 1 });
  });

  test('so after an interruption, from its checkpoint', async () => {
    const controller = new AbortController();
    const beforeBatch = (step: number) => void (step === 5 && controller.abort());
    const folder = await played({ beforeBatch, signal: controller.signal });
    expect(JSON.parse(read(folder, 'summary.json')).reason).toBe('interrupted');
    const asked: Asked = [];
    const { status, stderr } = await resume(folder, { asked });
    expect(status).toBe(0);
    expect(asked[0]).toMatchObject({ backend: 'reference', resume: { reason: 'interrupted', epoch: 2, step: 5 } });
    expect(stderr).toMatch(`resuming ${folder} from epoch 2, step 5 (interrupted checkpoint)\n`);
    expect(contentOf(folder)).toEqual(contentOf(await played()));
  });

  test('prints what a run prints, and counts in the manifest how often it went on', async () => {
    const folder = await played(failIn(5));
    const before = JSON.parse(read(folder, 'manifest.json'));
    expect(before).toMatchObject({ outcome: 'failed', heaviside: heavisideVersion() });
    const again = await resume(folder, { argv: ['--json', '--quiet'], run: failIn(6) });
    expect(again.status).toBe(3);
    expect(JSON.parse(read(folder, 'manifest.json'))).toMatchObject({ outcome: 'failed', resumed: 1 });
    const { status, stdout } = await resume(folder, { argv: ['--json', '--quiet'], run: { pass: false } });
    expect(status).toBe(1);
    expect(stdout).toBe(read(folder, 'summary.json'));
    const { backend, startedAt, resumed, outcome, wallSeconds } = JSON.parse(read(folder, 'manifest.json'));
    expect({ backend, startedAt, resumed, outcome }).toEqual({
      ...{ backend: before.backend, startedAt: before.startedAt },
      ...{ resumed: 2, outcome: 'complete' },
    });
    expect(wallSeconds).toBeGreaterThan(before.wallSeconds);
  });

  test('begins anew in its folder where it has no checkpoint yet, on the backend that it had', async () => {
    const folder = await played(failIn(2));
    const asked: Asked = [];
    const { stderr, status } = await resume(folder, { asked });
    expect(status).toBe(0);
    expect(stderr).toContain(`resuming ${folder} from its beginning: it has no checkpoint yet\n`);
    expect(asked[0]?.backend).toBe('reference');
    expect(asked[0]?.resume).toBeUndefined();
    expect(readdirSync(join(folder, '..'))).toHaveLength(1);
  });

  test('passes over a damaged checkpoint, and says so', async () => {
    const folder = await played(failIn(6));
    const checkpoints = join(folder, 'checkpoints');
    expect(readdirSync(checkpoints)).toEqual(['periodic-epoch-1-step-3.safetensors']);
    writeFileSync(join(checkpoints, 'periodic-epoch-2-step-6.safetensors'), 'torn off');
    const { stderr, status } = await resume(folder);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `warning: passed over: HV_SAFETENSORS: ${checkpoints}/periodic-epoch-2-step-6.safetensors: `,
    );
    expect(stderr).toContain(`resuming ${folder} from epoch 1, step 3 (periodic checkpoint)\n`);
  });
});

describe('a run cannot go on', () => {
  test('on another backend', async () => {
    const folder = await played(failIn(5));
    const { status, stderr } = await resume(folder, { argv: ['--backend', 'webgpu'] });
    expect(status).toBe(2);
    expect(stderr).toBe(
      `error HV_RESUME_BACKEND: ${folder}: this run began on backend reference, it cannot go on with webgpu: rounding differs between backends\n` +
        'remedy: Leave out --backend, or run the scenario again with --backend webgpu.\n',
    );
    expect((await resume(folder, { argv: ['--backend', 'reference'] })).status).toBe(0);
  });

  test('on other data than those on which it began: its folder is as it was', async () => {
    const data = { train: 'aa', test: 'bb' };
    const folder = await played({ ...failIn(5), data });
    expect(JSON.parse(read(folder, 'manifest.json')).data).toEqual(data);
    const before = contentOf(folder);
    const { status, stderr } = await resume(folder, { run: { data: { ...data, test: 'cc' } } });
    expect(status).toBe(4);
    expect(stderr).toContain(
      `error HV_RESUME_DATA: ${folder}: the data are not those on which this run began:\n  data.test: SHA-256 was bb, is now cc\n`,
    );
    expect(contentOf(folder)).toEqual(before);
    const both = await resume(folder, { argv: ['--json'], run: { data: { train: 'dd', test: 'cc' } } });
    expect(JSON.parse(both.stdout).error.facts).toMatchObject({ changed: 'train, test', expected: 'aa', got: 'dd' });
    expect((await resume(folder, { run: { data } })).status).toBe(0);
    expect(JSON.parse(read(folder, 'manifest.json')).data).toEqual(data);
  });

  test('when it is complete', async () => {
    const folder = await played();
    const { status, stderr } = await resume(folder);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`error HV_RESUME_COMPLETE: ${folder}: this run is`)]);
  });

  test('where there is none', async () => {
    const { status, stderr } = await resume('no/such/run');
    expect([status, stderr]).toEqual([4, expect.stringContaining('error HV_RUN_MISSING: no/such/run: ')]);
  });

  test('when it cannot start: its folder is as it was, and free', async () => {
    const folder = await played(failIn(5));
    const before = contentOf(folder);
    const runScenario: CliDependencies['runScenario'] = async function* () {
      yield* [];
      throw new Error('no device');
    };
    expect(await main(['resume', folder], memoryIo(), { ...dependencies(), runScenario })).toBe(3);
    expect(contentOf(folder)).toEqual(before);
    expect((await resume(folder)).status).toBe(0);
  });
});
