import { afterEach, expect, test, vi } from 'vitest';
import { added } from '../../../kernels/gpu/matrices.js';
import { spikesOfVoltages } from '../../../kernels/gpu/spikes.js';
import { GpuDevice } from '../../../src/backends/gpu/gpu-device.js';
import { createEngine, loadGpuJs } from '../../../src/backends/gpu/gpu-js.js';
import { KernelStore } from '../../../src/backends/gpu/kernel-store.js';
import { type Faults, fakeEngine } from './fake-engine.js';

const device = (faults: Faults = {}) => new GpuDevice(new KernelStore(fakeEngine(faults).engine), 'cpu', 1);
const row = { rows: 1, columns: 2 };
afterEach(() => vi.restoreAllMocks());

test('values come back as they went, without the witness', async () => {
  const own = device();
  const matrix = await own.upload([1, 2, 3, 4], { rows: 2, columns: 2 });
  expect([...(await own.read(matrix))]).toEqual([1, 2, 3, 4]);
});

test('a kernel that ran elsewhere than named is an error, with the reason', async () => {
  await expect(device({ place: { mode: 'webgl', reason: undefined } }).upload([1, 2], row)).rejects.toMatchObject({
    code: 'HV_BACKEND_DEGRADED',
    kind: 'machine',
    message: 'backend "cpu": kernel copied ran on "webgl" instead',
  });
  await expect(device({ place: { mode: 'cpu', reason: 'no textures' } }).upload([1, 2], row)).rejects.toMatchObject({
    message: 'backend "cpu": kernel copied ran on "cpu" instead: no textures',
    facts: { asked: 'cpu', ran: 'cpu', kernel: 'copied' },
  });
});

test('gpu.js degrading for real is noticed', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const own = new GpuDevice(new KernelStore(createEngine(await loadGpuJs(), 'webasm')), 'webasm', 1);
  try {
    // WebAssembly takes no textures; plain JavaScript asks them for their values.
    const values = [Float32Array.of(1, 2), Float32Array.of(1, 1)];
    const texture = { handle: { type: 'NumberTexture', toArray: () => values }, ...row };
    await expect(own.launch(spikesOfVoltages, row, [texture], { real: { threshold: 1 } })).rejects.toMatchObject({
      code: 'HV_BACKEND_DEGRADED',
      facts: { asked: 'webasm', ran: 'cpu' },
    });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Falling back to CPU'));
  } finally {
    await own.close();
  }
});

test('results that are all zero are an error, also when only a launch in the middle failed', async () => {
  const zero = device({ result: (rows) => rows.map((one) => one.map(() => 0)) });
  const lost = { code: 'HV_BACKEND_ZEROS', kind: 'machine', facts: { witness: '0' } };
  await expect(zero.read(await zero.upload([1, 2], row))).rejects.toMatchObject(lost);

  let result = 0;
  const middle = device({ result: (rows) => (result++ === 1 ? rows.map((one) => one.map(() => 0)) : rows) });
  const first = await middle.upload([1, 2], row);
  const abandoned = await middle.launch(added, row, [first, first]);
  const after = await middle.launch(spikesOfVoltages, row, [abandoned], { real: { threshold: 1 } });
  await expect(middle.read(after)).rejects.toMatchObject(lost);
});

test('a device that disappears is told from one that fails', async () => {
  let lost = false;
  const gone = device({ lost: () => lost });
  const matrix = await gone.upload([1, 2], row);
  lost = true;
  const error = { code: 'HV_DEVICE_LOST', kind: 'machine' };
  await expect(gone.read(matrix)).rejects.toMatchObject(error);
  await expect(gone.upload([1, 2], row)).rejects.toMatchObject(error);

  const fails = (text: string) =>
    device({
      onLaunch: () => {
        throw new Error(text);
      },
    }).upload([1, 2], row);
  await expect(fails('WebGPU device was lost; call kernel.destroy()')).rejects.toMatchObject(error);
  await expect(fails('shader too long')).rejects.toMatchObject({
    code: 'HV_BACKEND_FAILED',
    message: 'backend "cpu", copied: Error: shader too long',
    cause: new Error('shader too long'),
  });
});

test('no constant is negative, for WGSL mis-compiles `x - -0.5`', async () => {
  const own = device();
  const matrix = await own.upload([1, 2], row);
  await expect(own.launch(spikesOfVoltages, row, [matrix], { real: { threshold: -0.5 } })).rejects.toThrow(
    'expected threshold >= 0, got -0.5',
  );
});

test('when there is no room for another memory the oldest kernels go, and results stay', async () => {
  let full = false;
  const { engine, counts } = fakeEngine({
    onLaunch: () => {
      if (!full) return;
      full = false;
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    },
  });
  const own = new GpuDevice(new KernelStore(engine), 'cpu', 1);
  const matrix = await own.upload([1, 2], row);
  await own.launch(added, row, [matrix, matrix]);
  full = true;
  const spikes = await own.launch(spikesOfVoltages, row, [matrix], { real: { threshold: 1 } });
  expect([...(await own.read(spikes))]).toEqual([0, 1]);
  expect([...(await own.read(matrix))]).toEqual([1, 2]);
  expect(counts.destroyedKernels).toBe(2);
});

test('a kernel is compiled once for each shape and set of constants', async () => {
  const { engine, counts } = fakeEngine();
  const own = new GpuDevice(new KernelStore(engine), 'cpu', 1);
  const matrix = await own.upload([1, 2], row);
  for (const threshold of [1, 1, 2]) await own.launch(spikesOfVoltages, row, [matrix], { real: { threshold } });
  expect(counts).toMatchObject({ compiled: 3, launches: 4 });
});

test('what is released, and at the end everything, is given back once', async () => {
  const { engine, counts } = fakeEngine();
  const own = new GpuDevice(new KernelStore(engine), 'cpu', 1);
  const [first] = [await own.upload([1, 2], row), await own.upload([1, 2], row)];
  own.release(first!);
  own.release(first!);
  expect([own.liveMatrices, counts.deleted]).toEqual([1, 1]);
  await own.close();
  expect([own.liveMatrices, counts.deleted, counts.destroyed]).toEqual([0, 2, 1]);
});
