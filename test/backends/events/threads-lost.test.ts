import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Session } from '../../../src/backends/backend.js';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { openSession } from '../../../src/backends/events/open-session.js';
import { DEFAULT_DEPENDENCIES } from '../../../src/cli/default-dependencies.js';
import { main } from '../../../src/cli/main.js';
import { decodeSafetensors } from '../../../src/record/decode-safetensors.js';
import { memoryIo } from '../../cli/memory-io.js';
import { temporaryFolder } from '../../record/temporary-folder.js';
import { learn, lesson, SABOTAGE, sabotagedHost, threadedRequest } from './threaded-lessons.js';

afterEach(() => vi.restoreAllMocks());

const lost = { name: 'HeavisideError', code: 'HV_WORKER_LOST', kind: 'machine' };

async function sabotaged(kernel: string, action: string, threads = 2) {
  const { host, started } = sabotagedHost(kernel, action);
  const session = await openSession(threadedRequest(threads), host);
  onTestFinished(() => session.close());
  return { session, started };
}

/** Learns until something is thrown; that, and the state before the lesson in which it was. */
async function learnUntilLost(session: Session) {
  for (let number = 0; ; number++) {
    const before = await session.snapshot();
    try {
      await learn(session, lesson(number, 20));
    } catch (error) {
      return { error: error as Error, before };
    }
  }
}

describe('a worker that dies in the middle of a chunk', () => {
  test.each([
    ['throws', SABOTAGE.throw, /^worker 1 of 1 of the events backend was lost: Error: out of order$/],
    ['exits', SABOTAGE.exit, /^worker 1 of 1 of the events backend was lost: it ended with exit code 5$/],
  ])('because it %s: the call is rejected with a named error', async (_how, action, message) => {
    const { session } = await sabotaged('denseForward', action);
    const { error } = await learnUntilLost(session);
    expect(error).toMatchObject({ ...lost, facts: { worker: 1, workers: 1 } });
    expect(error.message).toMatch(message);
    expect((error as Error & { remedy: string }).remedy).toContain('--threads 1');
  });

  test('because it is terminated: the call is rejected instead of hanging', async () => {
    const { session, started } = await sabotaged('constantGrowth', SABOTAGE.hang, 3);
    const channel = new BroadcastChannel('hung');
    onTestFinished(() => channel.close());
    channel.onmessage = () => void started[1]!.terminate();
    const { error } = await learnUntilLost(session);
    expect(error).toMatchObject({ ...lost, facts: { worker: 2, workers: 2 } });
  });

  test.each(['denseForward', 'constantGrowth'])('in %s leaves the parameters as they were', async (kernel) => {
    const { session } = await sabotaged(kernel, SABOTAGE.throw);
    const { error, before } = await learnUntilLost(session);
    expect(error).toMatchObject(lost);
    expect(await session.snapshot()).toEqual(before);
  });

  test('in an update leaves none: the snapshot throws the same error', async () => {
    const { session } = await sabotaged('adam', SABOTAGE.throw);
    const { error } = await learnUntilLost(session);
    expect(error).toMatchObject(lost);
    await expect(session.snapshot()).rejects.toBe(error);
  });

  test('ends the session: everything but closing throws the same error', async () => {
    const { session, started } = await sabotaged('constantGrowth', SABOTAGE.throw, 3);
    const { error } = await learnUntilLost(session);
    const { steps, input, reward, batch } = lesson(1, 20);
    await session.begin({ batch, learn: true });
    await expect(session.simulate({ steps, input })).rejects.toBe(error);
    await expect(session.feedback(reward, { inputReward: false })).rejects.toThrow();
    await expect(session.update({ learningRate: 1, clip: undefined })).rejects.toBe(error);
    expect(started).toHaveLength(2);
    await session.close();
  });
});

test('a worker that does not start is a named error', async () => {
  const { host } = sabotagedHost('denseForward', '');
  const broken: typeof host = { ...host, start: (_source, ...more) => host.start('throw new Error("no")', ...more) };
  await expect(openSession(threadedRequest(2), broken)).rejects.toMatchObject(lost);
});

test('a worker that dies between two lessons is noticed at the next one', async () => {
  const { host, started } = sabotagedHost('none', '');
  const session = await openSession(threadedRequest(2), host);
  onTestFinished(() => session.close());
  await learn(session, lesson(1, 20));
  const before = await session.snapshot();
  await started[0]!.terminate();
  await expect(learn(session, lesson(2, 20))).rejects.toMatchObject(lost);
  expect(await session.snapshot()).toEqual(before);
});

describe('a run whose worker dies', () => {
  const scenario = `scenario: 1
name: lost
data: digits
network:
  layers:
    - { id: in, size: 64 }
    - { id: h1, size: 300, neuron: lif }
    - { id: out, size: 10, neuron: lif }
train: { epochs: 2, batch: 64 }
`;

  /** Plays it with a worker that dies after some chunks; what is left. */
  async function play(kernel: string) {
    const folder = temporaryFolder();
    const file = join(folder, 'lost.yaml');
    writeFileSync(file, scenario);
    const { host } = sabotagedHost(kernel, SABOTAGE.throw, 20);
    vi.spyOn(eventsBackend, 'open').mockImplementation((request) => openSession(request, host));
    const io = memoryIo();
    const argv = ['run', file, '--out', folder, '--backend', 'events', '--threads', '2'];
    const status = await main(argv, io, DEFAULT_DEPENDENCIES);
    const [name] = readdirSync(join(folder, 'lost'));
    const run = join(folder, 'lost', name!);
    const read = (path: string) => readFileSync(join(run, path), 'utf8');
    const lines = read('events.jsonl').trimEnd().split('\n');
    return {
      status,
      run,
      io,
      events: lines.map((line) => JSON.parse(line)),
      manifest: JSON.parse(read('manifest.json')),
    };
  }

  test('in feedback ends with status 4, its log and a checkpoint of the last good weights', async () => {
    const { status, run, io, events, manifest } = await play('constantGrowth');
    expect(status).toBe(4);
    expect(io.stderr.text).toMatch(/error HV_WORKER_LOST: worker 1 of 1 .*\nremedy: Run it again\./);
    const last = events.at(-1);
    expect(last).toMatchObject({ kind: 'run-failed', code: 'HV_WORKER_LOST', facts: { worker: 1, workers: 1 } });
    expect(last.step).toBeGreaterThan(0);
    expect(manifest.outcome).toBe('failed');
    const [checkpoint, ...more] = readdirSync(join(run, 'checkpoints'));
    expect([checkpoint, more]).toEqual([expect.stringContaining(`last-good-epoch-`), []]);
    const { tensors } = decodeSafetensors(readFileSync(join(run, 'checkpoints', checkpoint!)), checkpoint!);
    expect(Object.keys(tensors).length).toBeGreaterThan(4);
  });

  test('in an update ends with status 4 and its log; half-moved weights are not written', async () => {
    const { status, run, events, manifest } = await play('adam');
    expect(status).toBe(4);
    expect(events.at(-1)).toMatchObject({ kind: 'run-failed', code: 'HV_WORKER_LOST' });
    expect(manifest.outcome).toBe('failed');
    const folder = join(run, 'checkpoints');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});
