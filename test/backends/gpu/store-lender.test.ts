import { afterEach, expect, test, vi } from 'vitest';
import { added } from '../../../kernels/gpu/matrices.js';
import { GpuDevice } from '../../../src/backends/gpu/gpu-device.js';
import { StoreLender } from '../../../src/backends/gpu/store-lender.js';
import { type Faults, fakeEngine } from './fake-engine.js';

const row = { rows: 1, columns: 2 };
const IDLE = 1000;
afterEach(() => vi.useRealTimers());

/** A mode with its lender; every device borrows from it, every engine that was made is there to be looked at. */
function modeWith({ limit = 100, idle = IDLE, ...faults }: Faults & { limit?: number; idle?: number } = {}) {
  vi.useFakeTimers();
  const engines: ReturnType<typeof fakeEngine>[] = [];
  const lender = new StoreLender(
    async () => {
      engines.push(fakeEngine(faults));
      return engines.at(-1)!.engine;
    },
    { limit, idle },
  );
  const device = async () => {
    const store = await lender.borrow();
    return { store, device: new GpuDevice(store, 'cpu', 1, () => lender.giveBack(store)) };
  };
  return { engines, lender, device };
}

/** Two kernels: one uploads, one adds. */
const sum = async (device: GpuDevice) => {
  const matrix = await device.upload([1, 2], row);
  return [...(await device.read(await device.launch(added, row, [matrix, matrix])))];
};

test('sessions one after the other compile a kernel once, and leave no handle', async () => {
  const { engines, device } = modeWith();
  for (let k = 0; k < 3; k++) {
    const own = await device();
    expect(await sum(own.device)).toEqual([2, 4]);
    await own.device.close();
  }
  expect(engines.map(({ counts }) => counts)).toEqual([
    { launches: 6, compiled: 2, destroyedKernels: 0, deleted: 6, destroyed: 0 },
  ]);
});

test('after a while without a session the engine is freed, and not before', async () => {
  const { engines, device } = modeWith();
  const [first, second] = [await device(), await device()];
  await first.device.close();
  await vi.advanceTimersByTimeAsync(10 * IDLE);
  expect(engines[0]!.counts.destroyed).toBe(0);
  await second.device.close();
  await vi.advanceTimersByTimeAsync(IDLE - 1);
  const third = await device();
  await vi.advanceTimersByTimeAsync(10 * IDLE);
  expect(engines[0]!.counts.destroyed).toBe(0);
  await third.device.close();
  await vi.advanceTimersByTimeAsync(IDLE);
  expect(engines.map(({ counts }) => counts.destroyed)).toEqual([1]);
  expect(await sum((await device()).device)).toEqual([2, 4]);
  expect(engines).toHaveLength(2);
});

test('it can be freed at once, but not from under a session', async () => {
  const { engines, lender, device } = modeWith();
  const own = await device();
  await lender.releaseIdle();
  expect(await sum(own.device)).toEqual([2, 4]);
  await own.device.close();
  await lender.releaseIdle();
  await lender.releaseIdle();
  expect(engines[0]!.counts.destroyed).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * IDLE);
  expect(engines[0]!.counts.destroyed).toBe(1);
});

test('sessions that open at the same time share one engine', async () => {
  const { engines, device } = modeWith();
  const both = await Promise.all([device(), device()]);
  expect(both[0].store).toBe(both[1].store);
  expect(await Promise.all(both.map((own) => sum(own.device)))).toEqual([
    [2, 4],
    [2, 4],
  ]);
  expect(engines.map(({ counts }) => counts.compiled)).toEqual([2]);
});

test('a lost device is dropped with its kernels: the next session starts afresh, the old one still closes', async () => {
  let lost = false;
  const { engines, device } = modeWith({ lost: () => lost });
  const old = await device();
  await sum(old.device);
  lost = true;
  await expect(sum(old.device)).rejects.toMatchObject({ code: 'HV_DEVICE_LOST' });
  lost = false;
  const next = await device();
  expect(next.store).not.toBe(old.store);
  expect(await sum(next.device)).toEqual([2, 4]);
  await old.device.close();
  expect(engines.map(({ counts }) => [counts.compiled, counts.destroyed])).toEqual([
    [2, 1],
    [2, 0],
  ]);
});

test.each([
  ['that gives zeros', { result: (rows: Float32Array[]) => rows.map((one) => one.map(() => 0)) }],
  ['that ran elsewhere', { place: { mode: 'webgl', reason: undefined } }],
])('a device %s is not lent again, and is freed when its session closes', async (_, faults) => {
  const { engines, device } = modeWith(faults);
  for (let k = 0; k < 2; k++) {
    const own = await device();
    await expect(sum(own.device)).rejects.toMatchObject({ kind: 'machine' });
    await own.device.close();
  }
  expect(engines.map(({ counts }) => [counts.launches > 0, counts.destroyed])).toEqual([
    [true, 1],
    [true, 1],
  ]);
});

test('no more kernels are kept than the limit, the latest ones, and none goes whose result is in use', async () => {
  const { engines, device } = modeWith({ limit: 1 });
  const [busy, brief] = [await device(), await device()];
  const held = await busy.device.upload([5, 6], row);
  await sum(brief.device);
  const wide = { rows: 1, columns: 3 };
  await brief.device.upload([1, 2, 3], wide);
  await brief.device.close();
  // Three were compiled: the first still holds a result, the sum and the wide upload do not.
  expect([engines[0]!.counts.destroyedKernels, brief.store.size]).toEqual([2, 1]);
  expect([...(await busy.device.read(held))]).toEqual([5, 6]);
  await busy.device.close();
  expect(brief.store.size).toBe(1);
});

test('an engine that cannot be made is asked for again by the next session', async () => {
  let tries = 0;
  const lender = new StoreLender(
    async () => {
      if (tries++ === 0) throw new Error('no adapter');
      return fakeEngine().engine;
    },
    { limit: 1, idle: IDLE },
  );
  await expect(lender.borrow()).rejects.toThrow('no adapter');
  await expect(lender.borrow()).resolves.toMatchObject({ fit: true });
});

test('launches of one kernel take turns', async () => {
  const { engines, device } = modeWith();
  const [one, two] = [await device(), await device()];
  let running = 0;
  let most = 0;
  const create = engines[0]!.engine.createKernel;
  Object.assign(engines[0]!.engine, {
    createKernel: (...given: Parameters<typeof create>) => {
      const kernel = create(...given);
      const launch: typeof kernel.launch = async (args) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return kernel.launch(args);
      };
      return { ...kernel, launch };
    },
  });
  await Promise.all([one, two].map((own) => own.device.upload([1, 2], row)));
  expect(most).toBe(1);
});
