import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';

import { exportRun } from '../../src/export/export-run.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { elementType, type StoredTensor } from '../../src/record/stored-tensor.js';
import { findNumpy, loadWithNumpy } from './find-numpy.js';
import { recordedRun } from './recorded-run.js';

const numpy = findNumpy();
if ('missing' in numpy) console.log(`NPZ files are not compared with NumPy: ${numpy.missing}`);

const TYPES = { F64: 'float64', F32: 'float32', U32: 'uint32' };

/** An array as `type [shape]: values`. */
const told = ({ type, shape, values }: { type: string; shape: readonly number[]; values: readonly unknown[] }) =>
  `${type} [${shape.join(' × ')}]: ${values.map((value) => (value === 'nan' ? Number.NaN : value)).join(' ')}`;
const toldTensor = (tensor: StoredTensor) =>
  told({ type: TYPES[elementType(tensor)], shape: tensor.shape, values: [...tensor.values] });

async function safetensorsOf(run: string) {
  const { path } = await exportRun(run, { to: 'safetensors' });
  const { tensors, metadata } = decodeSafetensors(readFileSync(path), path);
  return { arrays: Object.fromEntries(tensors.map((tensor) => [tensor.name, toldTensor(tensor)])), metadata, tensors };
}

describe('the arrays of a run', () => {
  test('are all that it recorded, by their names', async () => {
    const { arrays, metadata } = await safetensorsOf(await recordedRun());
    // 0.1f is 0.10000000149011612; all singles here are exact in binary.
    expect(arrays).toEqual({
      dt: 'float64 []: 0.0005',
      'spikes/h1/times': 'uint32 [4]: 1 1 3 0',
      'spikes/h1/units': 'uint32 [4]: 0 2 2 1',
      'spikes/h1/offsets': 'uint32 [3]: 0 3 4',
      'spikes/h1/steps': 'uint32 [2]: 4 4',
      'spikes/h1/samples': 'uint32 [2]: 0 5',
      'spikes/h1/labels': 'uint32 [2]: 1 0',
      'spikes/probe/out/times': 'uint32 [1]: 2',
      'spikes/probe/out/units': 'uint32 [1]: 0',
      'spikes/probe/out/offsets': 'uint32 [2]: 0 1',
      'spikes/probe/out/steps': 'uint32 [1]: 4',
      'spikes/probe/out/samples': 'uint32 [1]: 7',
      'spikes/probe/out/labels': 'uint32 [1]: 1',
      'spikes/probe/h1/times': 'uint32 [1]: 2',
      'spikes/probe/h1/units': 'uint32 [1]: 1',
      'spikes/probe/h1/offsets': 'uint32 [2]: 0 1',
      'spikes/probe/h1/steps': 'uint32 [1]: 4',
      'spikes/probe/h1/samples': 'uint32 [1]: 7',
      'spikes/probe/h1/labels': 'uint32 [1]: 1',
      // Two pieces of one free run: nobody was shown.
      'spikes/free/h1/times': 'uint32 [4]: 0 1 2 3',
      'spikes/free/h1/units': 'uint32 [4]: 2 0 2 1',
      'spikes/free/h1/offsets': 'uint32 [2]: 0 4',
      'spikes/free/h1/steps': 'uint32 [1]: 4',
      'traces/free/h1.voltage': 'float32 [4 × 2]: 0.5 -1 0.25 0 0.5 -1 0.25 1',
      'traces/free/h1.voltage/units': 'uint32 [2]: 1 2',
      'traces/free/h1.voltage/offsets': 'uint32 [2]: 0 4',
      'courses/learn/weights/out.bias': 'float64 [2 × 2]: 1 -1 2 -2',
      'courses/learn/weights/epoch': 'uint32 [2]: 1 2',
      'courses/learn/weights/step': 'uint32 [2]: 2 4',
      // Without what the optimizer keeps.
      'weights/h1.weight': 'float64 [3 × 2]: 1 2 3 4 5 6',
      'weights/h1.bias': 'float64 [3]: 0.1 0.2 0.3',
      'weights/out.weight': 'float64 [2 × 3]: -1 -2 -3 -4 -5 -6',
      'weights/out.bias': 'float64 [2]: 0 0.5',
      'metrics/reward(train)': 'float64 [1]: NaN',
      'metrics/reward(train)/epoch': 'uint32 [1]: 1',
      'metrics/reward(train)/step': 'uint32 [1]: 2',
      'metrics/accuracy(test)': 'float64 [2]: 0.5 0.75',
      'metrics/accuracy(test)/epoch': 'uint32 [2]: 1 2',
      'metrics/accuracy(test)/step': 'uint32 [2]: 2 4',
    });
    expect(metadata).toEqual({ format: 'heaviside-export-1', name: 'recorded', seed: '3', dt: '0.0005' });
  });

  test('are listed with types and shapes, and the same run makes the same bytes', async () => {
    const run = await recordedRun();
    const [first, second] = [
      await exportRun(run, { to: 'npz', out: join(run, 'a.npz') }),
      await exportRun(run, { to: 'npz', out: join(run, 'b.npz') }),
    ];
    expect(first.arrays).toContainEqual({ name: 'traces/free/h1.voltage', type: 'float32', shape: [4, 2] });
    expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true);
    expect(first.files).toEqual([{ path: first.path, bytes: readFileSync(first.path).length }]);
  });

  test('are the same in an NPZ archive, whose entries are NPY files', async () => {
    const run = await recordedRun();
    const { tensors } = await safetensorsOf(run);
    const archive = unzipSync(readFileSync((await exportRun(run, { to: 'npz' })).path));
    expect(Object.keys(archive).sort()).toEqual(tensors.map(({ name }) => `${name}.npy`).sort());
    for (const { name, values } of tensors) {
      const entry = Buffer.from(archive[`${name}.npy`]!);
      // The values are what follows the header, whose length stands at byte 8.
      const data = entry.subarray(10 + entry.readUInt16LE(8));
      expect(data.equals(Buffer.from(values.buffer, values.byteOffset, values.byteLength)), name).toBe(true);
    }
  });

  test.skipIf('missing' in numpy)('are read by NumPy as they were written', async () => {
    const run = await recordedRun();
    const { arrays } = await safetensorsOf(run);
    const { path } = await exportRun(run, { to: 'npz' });
    const read = loadWithNumpy('python' in numpy ? numpy.python : '', path);
    expect(Object.fromEntries(Object.entries(read).map(([name, array]) => [name, told(array)]))).toEqual(arrays);
    expect(Object.values(read).every(({ contiguous }) => contiguous)).toBe(true);
  });
});
