import { join } from 'node:path';
import { expect, test } from 'vitest';

import { exportRun } from '../../src/export/export-run.js';
import { openHdf5 } from '../../src/export/open-hdf5.js';
import { makeSonataFile } from '../../src/export/sonata-file.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { namesIn, recordedRun } from './recorded-run.js';

const library = await openHdf5();

/** A spike file as a reader of SONATA sees it. */
function readSpikeFile(path: string) {
  const file = new library.File(path, 'r');
  try {
    const spikes = file.get('spikes');
    if (!(spikes instanceof library.Group)) throw new Error('no group "spikes"');
    const populations = spikes.keys().map((name) => {
      const group = spikes.get(name);
      if (!(group instanceof library.Group)) throw new Error(`no group "${name}"`);
      const [ids, times] = ['node_ids', 'timestamps'].map((column) => {
        const dataset = group.get(column);
        if (!(dataset instanceof library.Dataset)) throw new Error(`no dataset "${column}"`);
        return dataset;
      });
      const facts = { attributes: Object.keys(group.attrs), units: times!.attrs['units']?.value };
      const types = [ids!.dtype, times!.dtype];
      return [name, { ...facts, types, ids: ids!.to_array(), times: times!.to_array() }] as const;
    });
    const head = { magic: file.attrs['magic']?.value, version: file.attrs['version']?.to_array() };
    return { head, populations: Object.fromEntries(populations) };
  } finally {
    file.close();
  }
}

test('spikes go into one file a phase and sample, and one for a free run', async () => {
  const { path, files } = await exportRun(await recordedRun(), { to: 'sonata' });
  expect(namesIn(path)).toEqual([
    'spikes-free.h5',
    'spikes-probe-sample-7.h5',
    'spikes-sample-0.h5',
    'spikes-sample-5.h5',
  ]);
  expect(files.map(({ path: file }) => file)).toEqual(namesIn(path).map((name) => join(path, name)));
  // No "sorting": readers that hold to the format take an enumeration or nothing.
  const population = { attributes: [], units: 'ms', types: ['<Q', '<d'] };
  // Times in steps of half a millisecond.
  expect(readSpikeFile(join(path, 'spikes-sample-0.h5'))).toEqual({
    head: { magic: 0x0a7a, version: [0, 1] },
    populations: { h1: { ...population, ids: [0, 2, 2], times: [0.5, 0.5, 1.5] } },
  });
  expect(readSpikeFile(join(path, 'spikes-probe-sample-7.h5')).populations).toEqual({
    h1: { ...population, ids: [1], times: [1] },
    out: { ...population, ids: [0], times: [1] },
  });
  // Two pieces, one after the other.
  expect(readSpikeFile(join(path, 'spikes-free.h5')).populations).toEqual({
    h1: { ...population, ids: [2, 0, 2, 1], times: [0, 0.5, 1, 1.5] },
  });
});

test('a layer that was silent is a population without spikes, and a sample that is shown again has a file of its own', async () => {
  const shown = { phase: 'probe', sample: 7, label: 1, layer: 'h1', size: 3, from: 0, steps: 4 };
  const silent = { ...shown, kind: 'spikes', times: new Uint32Array(0), units: new Uint32Array(0) } as const;
  const again = { ...silent, times: Uint32Array.of(3), units: Uint32Array.of(2) };
  const run = await recordedRun({ spikes: [], pieces: [silent, again] });
  const { path } = await exportRun(run, { to: 'sonata' });
  expect(namesIn(path)).toEqual(['spikes-probe-sample-7-again-1.h5', 'spikes-probe-sample-7.h5']);
  expect(readSpikeFile(join(path, 'spikes-probe-sample-7.h5')).populations['h1']).toMatchObject({ ids: [], times: [] });
  expect(readSpikeFile(join(path, 'spikes-probe-sample-7-again-1.h5')).populations['h1']).toMatchObject({
    ids: [2],
    times: [1.5],
  });
});

test('many spikes are all there', async () => {
  const count = 5000;
  const times = Uint32Array.from({ length: count }, (_, k) => k);
  const frame = { kind: 'spikes', phase: 'free', layer: 'h1', size: count, steps: count / 2 } as const;
  const pieces = [0, count / 2].map((from) => {
    const own = times.slice(from, from + count / 2);
    return { ...frame, from, times: own, units: own };
  });
  const { path } = await exportRun(await recordedRun({ spikes: [], pieces }), { to: 'sonata' });
  const { ids, times: at } = readSpikeFile(join(path, 'spikes-free.h5')).populations['h1']!;
  expect(ids).toEqual([...times]);
  expect(at).toEqual([...times].map((step) => step / 2));
});

test('a file that cannot be made is named, with the reason of the system', () => {
  const path = join(temporaryFolder(), 'missing', 'spikes.h5');
  expect(() => makeSonataFile(library, path)).toThrow(
    expect.objectContaining({
      code: 'HV_EXPORT_HDF5',
      message: `cannot write ${path}: No such file or directory`,
      facts: { path },
    }),
  );
});

test('without the package that writes HDF5 it says how to install it', async () => {
  const missing = openHdf5(() => Promise.reject(new Error("Cannot find package 'h5wasm'")));
  await expect(missing).rejects.toMatchObject({
    code: 'HV_EXPORT_HDF5',
    kind: 'machine',
    message:
      "SONATA files are HDF5, and the package h5wasm that writes it cannot be loaded: Cannot find package 'h5wasm'",
    remedy: 'Install it: `npm install h5wasm@0.10.3`',
  });
});
