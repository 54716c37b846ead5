import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backends/backend.js';
import { BACKENDS } from '../../src/backends/backends.js';
import { chooseBackend } from '../../src/backends/choose-backend.js';
import { listBackends } from '../../src/backends/list-backends.js';

function fake(name: string, reason?: string): Backend {
  return {
    name,
    summary: `a backend called ${name}`,
    unavailable: async () => reason,
    unsupported: () => undefined,
    open: () => Promise.reject(new Error('not opened in this test')),
  };
}

const [webgpu, events, reference] = [fake('webgpu', 'no adapter'), fake('events'), fake('reference')];

describe('auto', () => {
  test('takes the first that can run here and says why the ones before it cannot', async () => {
    expect(await chooseBackend('auto', [webgpu, fake('webgl2', 'no canvas'), events, reference])).toEqual({
      backend: events,
      asked: 'auto',
      skipped: [
        { name: 'webgpu', reason: 'no adapter' },
        { name: 'webgl2', reason: 'no canvas' },
      ],
    });
  });

  test('with nothing to run on names every reason', async () => {
    await expect(chooseBackend('auto', [webgpu, fake('webgl2', 'no canvas')])).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message: 'no backend can run here: webgpu: no adapter; webgl2: no canvas',
    });
  });

  test('finds one on every machine', async () => {
    const { backend } = await chooseBackend('auto');
    expect(BACKENDS).toContain(backend);
    expect(await BACKENDS.find(({ name }) => name === 'reference')!.unavailable()).toBeUndefined();
  });
});

describe('a backend by name', () => {
  test('is that one and no other', async () => {
    expect(await chooseBackend('reference', [webgpu, events, reference])).toEqual({
      backend: reference,
      asked: 'reference',
      skipped: [],
    });
  });

  test('that cannot run here is not replaced', async () => {
    await expect(chooseBackend('webgpu', [webgpu, events])).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message: 'backend "webgpu" cannot run here: no adapter',
      remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
      facts: { asked: 'webgpu', reason: 'no adapter' },
    });
  });

  test('that nobody has is answered with those that there are, and the nearest', async () => {
    await expect(chooseBackend('webgp', [webgpu, events])).rejects.toMatchObject({
      code: 'HV_BACKEND_UNKNOWN',
      kind: 'usage',
      message: 'expected a backend out of "auto", "webgpu", "events", got "webgp"',
      remedy: 'Did you mean "webgpu"?',
    });
    await expect(chooseBackend('cuda', [webgpu, events])).rejects.toMatchObject({ remedy: 'Choose one of these.' });
  });
});

test('the list of backends says which can run, and why the others cannot', async () => {
  expect(await listBackends([webgpu, events])).toEqual([
    { name: 'webgpu', summary: 'a backend called webgpu', available: false, reason: 'no adapter' },
    { name: 'events', summary: 'a backend called events', available: true },
  ]);
});
