import { HeavisideError } from '../../core/heaviside-error.js';
import { shapeText } from '../../core/shape.js';
import type { DataSet } from '../data-set.js';
import { readIdxFile } from '../files/idx-file.js';
import { findFile } from '../files/read-bytes.js';
import type { HalfDescription, SourceHalf } from './source.js';

const PREFIX = { train: 'train', test: 't10k' } as const satisfies Record<SourceHalf, string>;

function fileNames(split: SourceHalf, part: 'images' | 'labels'): readonly string[] {
  const suffix = part === 'images' ? 'idx3-ubyte' : 'idx1-ubyte';
  const [dash, dot] = ['-', '.'].map((mark) => `${PREFIX[split]}-${part}${mark}${suffix}`);
  return [dash!, `${dash}.gz`, dot!, `${dot}.gz`];
}

async function readLabels(dir: string, split: SourceHalf): Promise<{ path: string; labels: Int32Array }> {
  const path = await findFile(dir, fileNames(split, 'labels'));
  return { path, labels: Int32Array.from((await readIdxFile(path, 1)).bytes) };
}

/** A split may lack the highest class, so both splits have their say. */
async function classesOf(dir: string, labels: Int32Array, split: SourceHalf): Promise<number> {
  const largest = (all: Int32Array): number => all.reduce((most, label) => Math.max(most, label), 0);
  try {
    const other = await readLabels(dir, split === 'train' ? 'test' : 'train');
    return 1 + Math.max(largest(labels), largest(other.labels));
  } catch (error) {
    if (error instanceof HeavisideError && error.code === 'HV_FILE_MISSING') return 1 + largest(labels);
    throw error;
  }
}

/**
 * Loads one split of a folder with IDX files named as MNIST names them, plain or `.gz`, `-idx3` or `.idx3`.
 * Values are bytes / 255, shape `[1, height, width]`.
 *
 * `mnist` and `fashion` must be 28 x 28 and have 10 classes; `idx` has 1 + largest label (of both splits where both
 * are there) classes.
 *
 * @throws HeavisideError `HV_FOLDER_MISSING`, `HV_FILE_MISSING` (kind `machine`); `HV_IDX_SHAPE`, `HV_IDX_COUNTS` and
 *   what `readIdxFile` throws.
 */
export async function idxDataSet(
  source: HalfDescription & { readonly source: 'mnist' | 'fashion' | 'idx' },
): Promise<DataSet> {
  const { dir, split } = source;
  const path = await findFile(dir, fileNames(split, 'images'));
  const { extents, bytes } = await readIdxFile(path, 3);
  const [count, height, width] = extents as readonly [number, number, number];
  const fixed = source.source !== 'idx';
  if (fixed && (height !== 28 || width !== 28)) {
    const message = `${path}: expected images of 28 x 28 for source ${source.source}, got ${shapeText([height, width])}`;
    throw new HeavisideError('HV_IDX_SHAPE', 'usage', message, { remedy: 'Use source: idx for other sizes.' });
  }
  const { path: labelPath, labels } = await readLabels(dir, split);
  if (labels.length !== count) {
    const message = `${labelPath}: expected ${count} labels for the images of ${path}, got ${labels.length}`;
    const remedy = 'The two files belong to different sets; fetch both again.';
    throw new HeavisideError('HV_IDX_COUNTS', 'usage', message, {
      remedy,
      facts: { images: count, labels: labels.length },
    });
  }
  const classes = fixed ? 10 : await classesOf(dir, labels, split);
  const values = new Float32Array(bytes).map((byte) => byte / 255);
  const name = `${source.source} ${split}`;
  return { name, shape: [1, height, width], classes, count, labels, samples: { kind: 'values', values } };
}
