import { checkDataSet } from './check-data-set.js';
import type { DataSet } from './data-set.js';
import type { RandomStreams } from './random-streams.js';
import { blobsDataSet } from './sources/blobs.js';
import { circlesDataSet } from './sources/circles.js';
import { csvFileDataSet } from './sources/csv.js';
import { digitsDataSet } from './sources/digits.js';
import { idxDataSet } from './sources/idx.js';
import { moonsDataSet } from './sources/moons.js';
import { parityDataSet } from './sources/parity.js';
import { randmanDataSet } from './sources/randman.js';
import { type DataSourceDescription, type HalfDescription, halfOf } from './sources/source.js';
import { spiralsDataSet } from './sources/spirals.js';
import { xorDataSet } from './sources/xor.js';
import { trainingPart } from './training-part.js';

async function loadHalf(source: HalfDescription, streams: RandomStreams): Promise<DataSet> {
  const points = streams.fresh(`data/${source.split}`);
  switch (source.source) {
    case 'digits':
      return digitsDataSet(source);
    case 'xor':
      return xorDataSet(source);
    case 'parity':
      return parityDataSet(source);
    case 'moons':
      return moonsDataSet(source, points);
    case 'circles':
      return circlesDataSet(source, points);
    case 'spirals':
      return spiralsDataSet(source, points);
    case 'blobs':
      return blobsDataSet(source, streams.fresh('data/manifolds'), points);
    case 'randman':
      return randmanDataSet(source, streams.fresh('data/manifolds'), points);
    case 'mnist':
    case 'fashion':
    case 'idx':
      return idxDataSet(source);
    case 'csv':
      return csvFileDataSet(source);
  }
}

/**
 * Loads or generates one split, checked: whoever holds the result may trust every label and value. `fit` and
 * `validation` are cut here from the training samples, whatever the source.
 *
 * Generated sources draw from `streams.fresh('data/train')`, `'data/test'` and (what both splits share)
 * `'data/manifolds'`: the result depends on seed and description alone, not on what was drawn before.
 *
 * @returns A data set of its own; the caller owns it.
 * @throws HeavisideError of kind `machine` for files that are not there, else of kind `usage`; see the sources,
 *   `checkDataSet` and `trainingPart`.
 */
export async function loadDataSet(description: DataSourceDescription, streams: RandomStreams): Promise<DataSet> {
  const { split } = description;
  const half = checkDataSet(await loadHalf({ ...description, split: halfOf(split) }, streams));
  return split === 'fit' || split === 'validation' ? trainingPart(half, split) : half;
}
