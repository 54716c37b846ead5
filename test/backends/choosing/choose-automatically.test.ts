import { describe, expect, test } from 'vitest';
import { chooseBackend } from '../../../src/backends/choose-backend.js';
import { HeavisideError } from '../../../src/core/heaviside-error.js';
import { mapMemory, REQUEST, timedBackends } from './timed-backends.js';

/** Enough synapse visits for a graphics card to be worth comparing, and too few. */
const LARGE = 1e10;
const SMALL = 1000;
const LAST_RESORT = 'runs only where nothing faster can';
const lost = new HeavisideError('HV_BACKEND_LOST', 'machine', 'the adapter has gone');

/** `auto` among these backends; the clock is theirs. */
function auto({ trial, clock }: ReturnType<typeof timedBackends>, work: number) {
  return (backends: Parameters<typeof chooseBackend>[2] & object) =>
    chooseBackend('auto', REQUEST, { trial: trial(work), clock, ...backends });
}

describe('the stored table', () => {
  test('puts events first; a card is not even asked for a small network', async () => {
    const lab = timedBackends();
    const names = ['events', 'webgpu', 'webgl2', 'webasm', 'cpu', 'reference'];
    const backends = names.map((name) => lab.backend(name));
    const { backend, why, skipped, measured } = await auto(lab, SMALL)({ backends });
    expect([backend.name, why, measured]).toEqual(['events', 'table', undefined]);
    const small = 'worth it from 268,435,456 synapse visits a training step, this network has 1,000';
    expect(skipped).toEqual([
      { name: 'webgpu', because: 'table', reason: small },
      { name: 'webgl2', because: 'table', reason: small },
      { name: 'webasm', because: 'table', reason: LAST_RESORT },
      { name: 'cpu', because: 'table', reason: LAST_RESORT },
      { name: 'reference', because: 'table', reason: LAST_RESORT },
    ]);
    expect(lab.diary).toEqual(['ask events']);
  });

  test.each([[{ clock: undefined }], [{ trial: undefined }]])(
    'decides where %o leaves no way to measure',
    async (less) => {
      const lab = timedBackends();
      const backends = [lab.backend('first', { ms: 9 }), lab.backend('second', { ms: 1 })];
      const { backend, why, skipped } = await auto(lab, LARGE)({ backends, ...less });
      expect([backend.name, why]).toEqual(['first', 'table']);
      expect(skipped).toEqual([{ name: 'second', because: 'table', reason: 'the table puts first first' }]);
      expect(lab.diary).toEqual(['ask first', 'ask second']);
    },
  );

  test.each([
    [['webgpu', 'cpu', 'reference', 'webasm'], 'webasm'],
    [['webgpu', 'cpu', 'reference'], 'reference'],
    [['webgpu', 'cpu'], 'cpu'],
    [['webgpu'], 'webgpu'],
  ])('of %j takes %s for a small network when events cannot run it', async (names, expected) => {
    const lab = timedBackends();
    const backends = [
      lab.backend('events', { unsupported: 'no batch-norm' }),
      ...names.map((name) => lab.backend(name)),
    ];
    const { backend, skipped } = await auto(lab, SMALL)({ backends });
    expect(backend.name).toBe(expected);
    expect(skipped[0]).toEqual({ name: 'events', because: 'unsupported', reason: 'no batch-norm' });
    expect(skipped).toHaveLength(names.length);
  });

  test('never takes gpu.js cpu or reference while events can run, however fast they would be', async () => {
    const lab = timedBackends();
    const backends = [
      lab.backend('cpu', { ms: 1 }),
      lab.backend('reference', { ms: 1 }),
      lab.backend('events', { ms: 50 }),
    ];
    for (const work of [SMALL, LARGE]) expect((await auto(lab, work)({ backends })).backend.name).toBe('events');
    expect(lab.diary).toEqual(['ask events', 'ask events']);
  });
});

describe('what cannot run', () => {
  test('is passed over with its reason; the only one left is not measured', async () => {
    const lab = timedBackends();
    const backends = [
      lab.backend('webgpu', { unavailable: 'no adapter' }),
      lab.backend('webgl2', { unsupported: 'no max-pool' }),
      lab.backend('other', { unavailable: new Error('its check broke') }),
      lab.backend('events'),
    ];
    expect(await auto(lab, LARGE)({ backends })).toEqual({
      backend: backends[3],
      asked: 'auto',
      why: 'only one',
      skipped: [
        { name: 'webgpu', because: 'unavailable', reason: 'no adapter' },
        { name: 'webgl2', because: 'unsupported', reason: 'no max-pool' },
        { name: 'other', because: 'unavailable', reason: 'its check broke' },
      ],
    });
    expect(lab.diary.some((line) => line.startsWith('open'))).toBe(false);
  });

  test('is named with every reason when nothing can', async () => {
    const lab = timedBackends();
    const webgpu = lab.backend('webgpu', { unavailable: 'no adapter' });
    const backends = [webgpu, lab.backend('webasm', { unavailable: 'no threads' })];
    await expect(auto(lab, LARGE)({ backends })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      message: 'no backend can run here: webgpu: no adapter; webasm: no threads',
    });
    const narrow = [webgpu, lab.backend('events', { unsupported: 'no sum' })];
    await expect(auto(lab, LARGE)({ backends: narrow })).rejects.toMatchObject({
      message: 'no backend can run this network here: webgpu: no adapter; events: no sum',
    });
  });
});

describe('a comparison', () => {
  test('takes the faster one and says how long each took', async () => {
    const lab = timedBackends();
    const backends = [lab.backend('events', { ms: 12 }), lab.backend('webgpu', { ms: 4 })];
    expect(await auto(lab, LARGE)({ backends })).toEqual({
      backend: backends[1],
      asked: 'auto',
      why: 'measured',
      skipped: [{ name: 'events', because: 'slower', reason: 'no faster than webgpu when measured' }],
      measured: [
        { name: 'events', seconds: 0.012 },
        { name: 'webgpu', seconds: 0.004 },
      ],
    });
  });

  test.each([
    [9.5, 'events'],
    [9, 'webgpu'],
  ])('leaves the first in place when the other needs %d ms for its 10 ms', async (ms, expected) => {
    const lab = timedBackends();
    const backends = [lab.backend('events', { ms: 10 }), lab.backend('webgpu', { ms })];
    expect((await auto(lab, LARGE)({ backends })).backend.name).toBe(expected);
  });

  test.each([
    ['known before it is opened', { device: { adapter: 'Google SwiftShader' } }],
    ['known when it is open', { sessionDevice: { adapter: 'llvmpipe (LLVM 15.0)' } }],
  ])('does not take a software adapter for a card: %s', async (_when, facts) => {
    const lab = timedBackends();
    const backends = [lab.backend('events', { ms: 12 }), lab.backend('webgpu', { ms: 4, ...facts })];
    const { backend, skipped } = await auto(lab, LARGE)({ backends });
    expect(backend.name).toBe('events');
    expect(skipped).toEqual([
      { name: 'webgpu', because: 'table', reason: expect.stringMatching(/^its adapter ".*" is software, not a graph/) },
    ]);
    expect(lab.diary).not.toContain('step webgpu');
    const count = (line: string) => lab.diary.filter((other) => other === line).length;
    expect(count('close webgpu')).toBe(count('open webgpu'));
  });

  test('skips one that cannot be opened or whose step throws, with its reason', async () => {
    const lab = timedBackends();
    const backends = [
      lab.backend('events', { ms: 12 }),
      lab.backend('webgpu', { openError: lost }),
      lab.backend('webgl2', { stepError: new TypeError('all zeros\nsecond line') }),
    ];
    const { backend, why, skipped, measured } = await auto(lab, LARGE)({ backends });
    expect([backend.name, why, measured]).toEqual(['events', 'only one', undefined]);
    expect(skipped).toEqual([
      { name: 'webgpu', because: 'failed', reason: 'cannot be opened: the adapter has gone' },
      { name: 'webgl2', because: 'failed', reason: 'its trial failed: all zeros' },
    ]);
  });

  test('goes to the last resort when all of them fail', async () => {
    const lab = timedBackends();
    const backends = [
      lab.backend('events', { stepError: lost }),
      lab.backend('webgpu', { stepError: lost }),
      lab.backend('reference'),
    ];
    const { backend, why, skipped } = await auto(lab, LARGE)({ backends });
    expect([backend.name, why]).toEqual(['reference', 'only one']);
    expect(skipped.map(({ because }) => because)).toEqual(['failed', 'failed']);
  });

  test('blames no device for a network that diverges: the table decides, the run will say', async () => {
    const lab = timedBackends();
    const diverged = new HeavisideError('HV_NON_FINITE', 'run', 'h1.weight is NaN');
    const memory = mapMemory();
    const backends = [lab.backend('events', { stepError: diverged }), lab.backend('webgpu', { stepError: diverged })];
    const { backend, why } = await auto(lab, LARGE)({ backends, memory });
    expect([backend.name, why, memory.kept.size]).toEqual(['events', 'table', 0]);
  });
});

describe('a remembered comparison', () => {
  const backendsOf = (lab: ReturnType<typeof timedBackends>) => [
    lab.backend('events', { ms: 12 }),
    lab.backend('webgpu', { ms: 4, device: { adapter: 'a card' } }),
  ];

  test('is not made again', async () => {
    const lab = timedBackends();
    const [backends, memory] = [backendsOf(lab), mapMemory()];
    const first = await auto(lab, LARGE)({ backends, memory });
    const before = lab.diary.length;
    const second = await auto(lab, LARGE)({ backends, memory });
    expect(second).toEqual({ ...first, why: 'remembered' });
    expect(lab.diary.slice(before)).toEqual(['ask events', 'ask webgpu']);
  });

  test('is made again when it was forgotten', async () => {
    const lab = timedBackends();
    const [backends, memory] = [backendsOf(lab), mapMemory()];
    await auto(lab, LARGE)({ backends, memory });
    memory.kept.clear();
    expect((await auto(lab, LARGE)({ backends, memory })).why).toBe('measured');
    expect(memory.kept.size).toBe(1);
  });

  test('does not hold for another class, thread count, adapter or set of backends', async () => {
    const lab = timedBackends();
    const [backends, memory] = [backendsOf(lab), mapMemory()];
    const choose = async (more: object, threads?: number) =>
      (
        await chooseBackend(
          'auto',
          { ...REQUEST, ...(threads ? { threads } : {}) },
          { trial: lab.trial(LARGE), clock: lab.clock, backends, memory, ...more },
        )
      ).why;
    expect(await choose({})).toBe('measured');
    expect(await choose({ trial: lab.trial(LARGE, 'another class') })).toBe('measured');
    expect(await choose({}, 1)).toBe('measured');
    expect(await choose({ backends: [backends[0]!, lab.backend('webgpu', { device: { adapter: 'other' } })] })).toBe(
      'measured',
    );
    expect(await choose({ backends: [...backends, lab.backend('webgl2')] })).toBe('measured');
    expect(await choose({})).toBe('remembered');
    expect(memory.kept.size).toBe(5);
  });

  test('that names a backend which takes no part does not count', async () => {
    const lab = timedBackends();
    const [backends, memory] = [backendsOf(lab), mapMemory()];
    await auto(lab, LARGE)({ backends, memory });
    const [key] = memory.kept.keys();
    memory.kept.set(key!, { chosen: 'cuda', measured: [] });
    expect((await auto(lab, LARGE)({ backends, memory })).why).toBe('measured');
  });

  test('is not kept when one of them failed: it may work next time', async () => {
    const lab = timedBackends();
    const memory = mapMemory();
    const backends = [...backendsOf(lab), lab.backend('webgl2', { stepError: lost })];
    const { backend, why } = await auto(lab, LARGE)({ backends, memory });
    expect([backend.name, why, memory.kept.size]).toEqual(['webgpu', 'measured', 0]);
  });
});
