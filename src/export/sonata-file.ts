import type { Group } from 'h5wasm/node';

import { HeavisideError } from '../core/heaviside-error.js';
import type { Hdf5 } from './open-hdf5.js';

/** Values that HDF5 stores and makes room for at once. */
const CHUNK = 1024;

/** What every file of SONATA carries, so that it is known as one. */
const MAGIC = 0x0a7a;
const SONATA_VERSION = [0, 1];

/** Spikes of a population. */
export interface PopulationSpikes {
  readonly population: string;
  readonly nodeIds: ArrayLike<number>;
  /** In milliseconds. */
  readonly timestamps: Float64Array;
}

/**
 * Makes an empty spike file of SONATA.
 *
 * @throws HeavisideError `HV_EXPORT_HDF5`, kind `machine`, when the library cannot write it; so does `appendSonataSpikes`.
 */
export function makeSonataFile(library: Hdf5, path: string): void {
  writing(library, path, 'w', (root) => {
    root.create_attribute('magic', MAGIC, null, '<I');
    root.create_attribute('version', SONATA_VERSION, null, '<I');
    root.create_group('spikes');
  });
}

/**
 * Appends spikes to a file: `/spikes/<population>` with the datasets `timestamps` (float64, attribute `units` = `ms`) and
 * `node_ids` (uint64). The optional attribute `sorting` is left out: it is an enumeration, which the library cannot write, and
 * libsonata opens no file in which it is text. Without it every reader takes the file, and sorts where it needs to.
 *
 * @see https://github.com/AllenInstitute/sonata/blob/master/docs/SONATA_DEVELOPER_GUIDE.md, "Spike file".
 */
export function appendSonataSpikes(library: Hdf5, path: string, spikes: PopulationSpikes): void {
  writing(library, path, 'a', (root) => {
    const { population, nodeIds, timestamps } = spikes;
    const group = populationGroup(library, root, population);
    const added = BigUint64Array.from(Array.from(nodeIds, BigInt));
    for (const [name, values] of [['node_ids', added] as const, ['timestamps', timestamps] as const]) {
      const dataset = group.get(name);
      if (!(dataset instanceof library.Dataset)) throw new Error(`/spikes/${population}/${name} is no dataset`);
      const before = dataset.shape?.[0] ?? 0;
      if (values.length === 0) continue;
      dataset.resize([before + values.length]);
      dataset.write_slice([[before, before + values.length]], values);
    }
  });
}

function populationGroup(library: Hdf5, root: Group, population: string): Group {
  const there = root.get(`spikes/${population}`);
  if (there instanceof library.Group) return there;
  const group = root.create_group(`spikes/${population}`);
  const growing = { shape: [0], maxshape: [null], chunks: [CHUNK] };
  group.create_dataset({ name: 'node_ids', data: new BigUint64Array(0), dtype: '<Q', ...growing });
  const times = group.create_dataset({ name: 'timestamps', data: new Float64Array(0), dtype: '<d', ...growing });
  times.create_attribute('units', 'ms');
  return group;
}

function writing(library: Hdf5, path: string, mode: 'w' | 'a', work: (root: Group) => void): void {
  const explain = (cause: unknown): HeavisideError =>
    new HeavisideError('HV_EXPORT_HDF5', 'machine', `cannot write ${path}: ${reasonOf(cause)}`, {
      remedy: 'Free the space, or choose another folder with `--out`.',
      facts: { path },
      cause,
    });
  let closed: number;
  try {
    const file = new library.File(path, mode);
    try {
      work(file);
    } finally {
      closed = file.close();
    }
  } catch (cause) {
    throw explain(cause);
  }
  if (closed < 0) throw explain('HDF5 could not close it');
}

/** Of the stack of sentences that HDF5 throws the one that says why: what the system said, or the innermost. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const [, system] = /error message = '([^']*)'/.exec(text) ?? [];
  return system ?? [...text.matchAll(/\(\): (.*)/g)].at(-1)?.[1] ?? text;
}
