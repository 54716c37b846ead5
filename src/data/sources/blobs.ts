import { type RandomSource, standardNormal } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { balancedSamples, requireGeneratedSize } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/** Centres lie in [−5, 5): with the default spread of ½ the proportions of scikit-learn's `make_blobs`. */
const BOX = 5;

/**
 * Gaussian blobs, one a class: centres uniform in [−5, 5) on every axis, points normal about them with deviation
 * `spread`.
 *
 * @param centres Draws the centres; the same for both splits.
 * @param points  Draws the points; another for each split.
 * @throws HeavisideError `HV_OPTION_RANGE`.
 */
export function blobsDataSet(
  source: DataSourceDescription & { readonly source: 'blobs' },
  centres: RandomSource,
  points: RandomSource,
): DataSet {
  const classes = requireWhole('data.classes', source.classes, SOURCE_OPTIONS.classes);
  const features = requireWhole('data.features', source.features, SOURCE_OPTIONS.features);
  const spread = requireNumber('data.spread', source.spread, SOURCE_OPTIONS.spread);
  requireGeneratedSize(Math.max(classes, source.samples), features);
  const centre = Float64Array.from({ length: classes * features }, () => BOX * (2 * centres() - 1));
  const draw = (label: number): readonly number[] =>
    Array.from(
      { length: features },
      (_, feature) => centre[label * features + feature]! + spread * standardNormal(points),
    );
  return balancedSamples({ name: `blobs ${source.split}`, samples: source.samples, classes, features, draw }, points);
}
