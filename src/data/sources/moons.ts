import { type RandomSource, standardNormal } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireNumber } from '../require-option.js';
import { balancedSamples } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/**
 * Two interleaved half circles of radius 1: class 0 is (cos t, sin t), class 1 is (1 − cos t, ½ − sin t), with t
 * uniform in [0, π), plus normal noise of deviation `noise` on both coordinates.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`.
 * @see scikit-learn, `make_moons`; there t is a grid, here random, so that train and test differ without noise too.
 */
export function moonsDataSet(
  source: DataSourceDescription & { readonly source: 'moons' | 'circles' },
  random: RandomSource,
): DataSet {
  const noise = requireNumber('data.noise', source.noise, SOURCE_OPTIONS.noise);
  const draw = (label: number): readonly number[] => {
    const angle = Math.PI * random();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [dx, dy] = [noise * standardNormal(random), noise * standardNormal(random)];
    return label === 0 ? [x + dx, y + dy] : [1 - x + dx, 0.5 - y + dy];
  };
  return balancedSamples(
    { name: `moons ${source.split}`, samples: source.samples, classes: 2, features: 2, draw },
    random,
  );
}
