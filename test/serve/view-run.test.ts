import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import { openRunView } from '../../src/cli/view-run.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { RunWatch } from '../../src/run/watch/run-watch.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import type { ViewFrame } from '../../src/streams/frames/view-frame.js';
import { fakeDependencies as pretending, workFolder } from '../cli/fake-dependencies.js';
import { type MemoryIo, memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import type { FakeRun } from '../streams/fake-run.js';
import { ask, eventually, openPage, openServer, type TestPage } from './open-server.js';

const SCENARIO = [
  'scenario: 1',
  'name: fake',
  'data: { source: xor, repeat: 2 }',
  'network: { layers: [{ id: in, size: 2 }, { id: out, size: 2, neuron: lif }] }',
  'train: { epochs: 1, batch: 8 }',
].join('\n');

/** A run that only pretends, of a scenario that is whole. */
const fakeDependencies = (run: FakeRun = {}): CliDependencies => ({
  ...pretending(run),
  parseScenario: () => parseScenario(SCENARIO, { file: 'fake.yaml' }),
});

/** Port of the page that a command has told of. */
async function portOf(io: MemoryIo): Promise<number> {
  const address = () => /watch it at http:\/\/127\.0\.0\.1:(\d+)\//.exec(io.stderr.text + io.stdout.text)?.[1];
  await eventually(() => address() !== undefined);
  return Number(address());
}

const pageAt = (port: number): TestPage => openPage({ port, host: `127.0.0.1:${port}` });
const kinds = (page: TestPage): string[] => page.frames.map(({ frame }) => frame.kind);

/** Asks at the gate as a run does that shows what is wanted while it is held: until it may go. */
async function goes(watch: RunWatch): Promise<'go'> {
  while ((await watch.gate('batch')) === 'look') {
    watch.wanted();
    watch.shown();
  }
  return 'go';
}
const isEnded = (frame: ViewFrame) => frame.kind === 'ended';

/** A run that begins when a page is there: its third batch waits for it. */
function awaited(): FakeRun & { readonly begin: () => void } {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return { beforeBatch: (step) => (step === 3 ? begun : undefined), begin };
}

describe('run --view', () => {
  test('tells where, shows the run as it goes on, and ends with it', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const run = awaited();
    const status = main(['run', file, '--out', out, '--view', '--json'], io, fakeDependencies(run));
    const port = await portOf(io);
    const page = pageAt(port);
    await page.until(({ kind }) => kind === 'run');
    run.begin();
    expect(await page.until(isEnded)).toMatchObject({ reason: 'complete', folder: expect.stringContaining(out) });
    expect(await status).toBe(0);
    expect(await page.closed).toBe('1001 the server has ended');
    expect(kinds(page)[0]).toBe('state');
    expect(kinds(page).filter((kind) => kind !== 'batches' && kind !== 'state')).toEqual([
      ...['run', 'metrics', 'metrics', 'metrics', 'metrics', 'ended'],
    ]);
    expect(JSON.parse(io.stdout.text)).toMatchObject({ name: 'fake', reason: 'complete' });
    await expect(ask(port, '/')).rejects.toThrow('ECONNREFUSED');
  });

  test('does not wait for a page', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    expect(await main(['run', file, '--out', out, '--view'], io, fakeDependencies())).toBe(0);
    expect(io.stderr.text).toContain('watch it at http://127.0.0.1:');
  });

  test('is stopped from the page as by a signal', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const run = awaited();
    const status = main(['run', file, '--out', out, '--view'], io, fakeDependencies(run));
    const page = pageAt(await portOf(io));
    await page.until(({ kind }) => kind === 'run');
    page.socket.send('{"kind":"stop"}');
    await page.until((frame) => frame.kind === 'state' && frame.stopping);
    run.begin();
    expect(await page.until(isEnded)).toMatchObject({ reason: 'interrupted' });
    expect(await status).toBe(130);
    expect(io.stderr.text).toContain('stopped from the page: after this batch, with a checkpoint\n');
  });

  test('keeps the page until a signal comes, with everything on it', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const status = main(['run', file, '--out', out, '--view', '--keep'], io, fakeDependencies());
    const port = await portOf(io);
    await eventually(() => io.stderr.text.includes(`the page stays at http://127.0.0.1:${port}/ until Ctrl-C`));
    expect(io.stdout.text).toContain('run folder:');
    const page = pageAt(port);
    expect(await page.until(isEnded)).toMatchObject({ reason: 'complete' });
    io.signals.emit('SIGINT');
    expect(await status).toBe(0);
    expect(await page.closed).toBe('1001 the server has ended');
  });

  test('is over when it is over: a page that stays cannot stop it any more', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const status = main(['run', file, '--out', out, '--view', '--keep'], io, fakeDependencies());
    const page = pageAt(await portOf(io));
    await eventually(() => io.stderr.text.includes('until Ctrl-C'));
    await page.until(isEnded);
    page.socket.send('{"kind":"stop"}');
    // What is no command closes the socket: the stop before it has been heard.
    page.socket.send('{"kind":"reboot"}');
    expect(await page.closed).toContain('1008 kind: Invalid');
    expect(io.stderr.text).not.toContain('stopped from the page');
    io.signals.emit('SIGINT');
    expect(await status).toBe(0);
  });

  test('lets a run that is held go when its events are over, and when the page ends', async () => {
    const [io, scenario] = [memoryIo(), parseScenario(SCENARIO, { file: 'fake.yaml' })];
    const hold = async () => {
      const view = await openRunView({}, io);
      const page = pageAt(Number(/:(\d+)\/\n$/.exec(io.stderr.text)![1]));
      await page.until(({ kind }) => kind === 'state');
      page.socket.send('{"kind":"pause"}');
      await page.until((frame) => frame.kind === 'state' && frame.paused);
      return { view, gone: goes(view.watch) };
    };
    const listening = await hold();
    const events = new Subject<RunEvent>();
    listening.view.listen(events, { scenario, scenarioText: SCENARIO, folder: 'runs/fake/1' });
    events.complete();
    expect(await listening.gone).toBe('go');
    await listening.view.end(false);
    const ending = await hold();
    await ending.view.end(false);
    expect(await ending.gone).toBe('go');
  });

  test('shows how a run failed, also one that never began', async () => {
    const { file, out } = workFolder();
    const never = {
      ...fakeDependencies(),
      runScenario: async function* () {
        yield* [];
        throw new TypeError('no network');
      },
    };
    const broken = fakeDependencies({
      beforeBatch: (step) => {
        if (step === 2) throw new TypeError('no network');
      },
    });
    for (const dependencies of [never, broken]) {
      const io = memoryIo();
      const status = main(['run', file, '--out', out, '--view', '--keep', '--json'], io, dependencies);
      const page = pageAt(await portOf(io));
      expect(await page.until(isEnded)).toMatchObject({
        reason: 'failed',
        failure: { code: 'HV_INTERNAL', message: 'no network' },
      });
      await eventually(() => io.stderr.text.includes('until Ctrl-C'));
      expect(io.stderr.text).toContain('TypeError: no network');
      expect(JSON.parse(io.stdout.text)).toMatchObject({ error: { code: 'HV_INTERNAL' } });
      io.signals.emit('SIGINT');
      expect(await status).toBe(3);
      // Once, before the page stays, and not again at the end.
      expect(io.stderr.text.split('error HV_INTERNAL').length - 1).toBe(1);
      expect(io.stderr.text.split('remedy: ').length - 1).toBe(1);
      expect(JSON.parse(io.stdout.text)).toMatchObject({ error: { code: 'HV_INTERNAL' } });
    }
  });

  test('tells once how a run failed that a signal was stopping: the page does not stay', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const dependencies = fakeDependencies({
      beforeBatch: (step) => {
        if (step !== 2) return;
        io.signals.emit('SIGINT');
        throw new TypeError('no network');
      },
    });
    expect(await main(['run', file, '--out', out, '--view', '--keep'], io, dependencies)).toBe(3);
    expect(io.stderr.text.split('error HV_INTERNAL').length - 1).toBe(1);
    expect(io.stderr.text).not.toContain('until Ctrl-C');
  });

  test('leaves no address open when the port is taken, and does not begin to run', async () => {
    const { file, out } = workFolder();
    const { port } = await openServer();
    const io = memoryIo();
    let began = false;
    const dependencies = fakeDependencies({
      beforeBatch: () => {
        began = true;
      },
    });
    expect(await main(['run', file, '--out', out, '--view', '--port', String(port)], io, dependencies)).toBe(4);
    expect(io.stderr.text).toContain(
      `error HV_SERVE: cannot serve at 127.0.0.1:${port}: the port is taken\n` +
        'remedy: Choose another port with --port, or none: a free one is then found.\n',
    );
    expect(began).toBe(false);
  });

  test.each<[string[], string]>([
    [['--port', '0', '--view'], "option '--port <n>' argument '0' is invalid. Expected an integer >= 1 and <= 65535."],
    [['--port', '8080'], '--port: expected --view as well'],
    [['--host', '::1', '--keep'], '--host, --keep: expected --view as well'],
  ])('%o is refused', async (options, message) => {
    const { file, out } = workFolder();
    const io = memoryIo();
    expect(await main(['run', file, '--out', out, ...options], io, fakeDependencies())).toBe(2);
    expect(io.stderr.text).toContain(message);
    if (message.endsWith('--view as well'))
      expect(io.stderr.text).toContain('remedy: Add --view to watch the run on a page, or leave them out.\n');
  });

  test('says what --host lacks', async () => {
    const { file, out } = workFolder();
    const io = memoryIo();
    const options = ['--view', '--host', '203.0.113.7'];
    expect(await main(['run', file, '--out', out, ...options], io, fakeDependencies())).toBe(4);
    expect(io.stderr.text).toContain('cannot serve at 203.0.113.7:0: this machine has no such address');
  });
});

describe('view', () => {
  test('serves runs that are over, one over the other, until a signal comes', async () => {
    const folder = temporaryFolder();
    const [file, out] = [join(folder, 'xor.yaml'), join(folder, 'runs')];
    writeFileSync(file, SCENARIO);
    const folders: string[] = [];
    for (const seed of ['1', '2']) {
      const io = memoryIo();
      await main(['run', file, '--out', out, '--seed', seed, '--json', '--quiet'], io);
      folders.push(JSON.parse(io.stdout.text).folder);
    }
    // Damaged, which is told: the other run has its samples.
    const damaged = join(folders[0]!, 'looks/samples.msgpack.gz');
    writeFileSync(damaged, 'no gzip');
    const io = memoryIo();
    const status = main(['view', ...folders], io);
    const page = pageAt(await portOf(io));
    await eventually(() => page.frames.filter(({ frame }) => frame.kind === 'ended').length === 2);
    const facts = page.frames.flatMap(({ run, frame }) => (frame.kind === 'run' ? [[run, frame.seed]] : []));
    expect(facts).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(io.stderr.text).toContain(
      `warning: HV_LOOKS: ${damaged} is damaged: incorrect header check; shown without its samples; remedy: Run the scenario again.\n`,
    );
    expect(new Set(page.frames.flatMap(({ run, frame }) => (frame.kind === 'look' ? [run] : [])))).toEqual(
      new Set([1]),
    );
    expect(page.frames.filter(({ frame }) => frame.kind === 'state').map(({ frame }) => frame)).toMatchObject([
      { controls: false },
      { controls: false },
    ]);
    io.signals.emit('SIGINT');
    expect(await status).toBe(0);
    expect(await page.closed).toBe('1001 the server has ended');
  });

  test('tells everything that is wrong with every folder at once, and serves nothing', async () => {
    const empty = temporaryFolder();
    const none = join(empty, 'none');
    const io = memoryIo();
    expect(await main(['view', empty, none], io)).toBe(4);
    expect(io.stderr.text).toContain(`${empty} is no folder`);
    expect(io.stderr.text).toContain('expected a file scenario.yaml, got none');
    expect(io.stderr.text).toContain('expected a file events.jsonl, got none');
    expect(io.stderr.text).toContain(`${none} is no folder`);
    expect(io.stderr.text).not.toContain('watch it');
  });
});
