import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { chooseBackend, openBackend } from '../../src/backends/choose-backend.js';
import { listBackends } from '../../src/backends/list-backends.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { REQUEST, timedBackends } from './choosing/timed-backends.js';

const lost = new HeavisideError('HV_BACKEND_LOST', 'machine', 'the adapter has gone');

describe('a backend by name', () => {
  test('is that one and no other, and nothing is measured', async () => {
    const { backend, trial, clock, diary } = timedBackends();
    const [slow, fast] = [backend('slow', { ms: 100 }), backend('fast', { ms: 1 })];
    const options = { backends: [fast, slow], trial: trial(1e12), clock };
    expect(await chooseBackend('slow', REQUEST, options)).toEqual({
      backend: slow,
      asked: 'slow',
      why: 'named',
      skipped: [],
    });
    expect(diary).toEqual(['ask slow']);
  });

  test('that cannot run here is not replaced', async () => {
    const { backend } = timedBackends();
    const backends = [backend('webgpu', { unavailable: 'no adapter' }), backend('events')];
    await expect(openBackend('webgpu', REQUEST, { backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message: 'backend "webgpu" cannot run here: no adapter',
      remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
      facts: { asked: 'webgpu', reason: 'no adapter' },
    });
  });

  test('that cannot run this network is not replaced', async () => {
    const { backend, diary } = timedBackends();
    const backends = [backend('webgpu', { unsupported: 'it has no batch-norm' }), backend('events')];
    await expect(openBackend('webgpu', REQUEST, { backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNSUPPORTED',
      kind: 'usage',
      message: 'backend "webgpu" cannot run this network: it has no batch-norm',
      remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
    });
    expect(diary).toEqual([]);
  });

  test('that fails to open is not replaced', async () => {
    const { backend } = timedBackends();
    const backends = [backend('webgpu', { openError: lost }), backend('events')];
    await expect(openBackend('webgpu', REQUEST, { backends })).rejects.toBe(lost);
  });

  test('whose check throws cannot run here, for that reason', async () => {
    const { backend } = timedBackends();
    const backends = [backend('webgpu', { unavailable: new Error('GLIBCXX_3.4.32 not found\nat loader') })];
    await expect(chooseBackend('webgpu', REQUEST, { backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      message: 'backend "webgpu" cannot run here: GLIBCXX_3.4.32 not found',
    });
  });

  test('that nobody has is answered with those that there are, and the nearest', async () => {
    const { backend } = timedBackends();
    const backends = [backend('webgpu'), backend('events')];
    await expect(chooseBackend('webgp', REQUEST, { backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNKNOWN',
      kind: 'usage',
      message: 'expected a backend out of "auto", "webgpu", "events", got "webgp"',
      remedy: 'Did you mean "webgpu"?',
    });
    await expect(chooseBackend('WebGPU', REQUEST, { backends })).rejects.toMatchObject({
      remedy: 'Did you mean "webgpu"?',
    });
    await expect(chooseBackend('cuda', REQUEST, { backends })).rejects.toMatchObject({
      remedy: 'Choose one of these.',
    });
  });
});

describe('auto that opens', () => {
  test('passes over a device that fails to open, and says so', async () => {
    const { backend, diary } = timedBackends();
    const backends = [backend('events', { openError: lost }), backend('webasm'), backend('reference')];
    const { session, choice } = await openBackend('auto', REQUEST, { backends });
    expect(choice.backend).toBe(backends[1]);
    expect(choice.skipped).toEqual([
      { name: 'events', because: 'failed', reason: 'cannot be opened: the adapter has gone' },
      { name: 'reference', because: 'table', reason: 'runs only where nothing faster can' },
    ]);
    expect(diary.filter((line) => line.startsWith('open'))).toEqual(['open events', 'open webasm']);
    await session.close();
  });

  test('says every reason when all of them fail', async () => {
    const { backend } = timedBackends();
    const backends = [
      backend('events', { openError: lost }),
      backend('webasm', { unavailable: 'no threads' }),
      backend('reference', { openError: lost }),
    ];
    await expect(openBackend('auto', REQUEST, { backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message:
        'no backend can run here: events: cannot be opened: the adapter has gone; webasm: no threads; reference: cannot be opened: the adapter has gone',
    });
  });

  test.each([
    new TypeError('x is undefined'),
    new HeavisideError('HV_NETWORK', 'usage', 'the network cannot be built'),
  ])('does not hide a mistake that is not the device’s: %s', async (mistake) => {
    const { backend } = timedBackends();
    const backends = [backend('events', { openError: mistake }), backend('reference')];
    await expect(openBackend('auto', REQUEST, { backends })).rejects.toBe(mistake);
  });

  test('finds one on every machine', async () => {
    const { backend } = await chooseBackend('auto', REQUEST);
    expect(BACKENDS).toContain(backend);
    expect(await BACKENDS.find(({ name }) => name === 'reference')!.unavailable()).toBeUndefined();
  });
});

test('the list of backends says which can run and on what, and why the others cannot', async () => {
  const { backend } = timedBackends();
  const backends = [
    backend('webgpu', { unavailable: 'no adapter', device: { adapter: 'none' } }),
    backend('webgl2', { unavailable: new Error('no canvas') }),
    backend('events', { device: { threads: 2 } }),
    backend('reference'),
  ];
  expect(await listBackends(backends)).toEqual([
    { name: 'webgpu', summary: 'a backend called webgpu', available: false, reason: 'no adapter' },
    { name: 'webgl2', summary: 'a backend called webgl2', available: false, reason: 'no canvas' },
    { name: 'events', summary: 'a backend called events', available: true, device: { threads: 2 } },
    { name: 'reference', summary: 'a backend called reference', available: true },
  ]);
});
