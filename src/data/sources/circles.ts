import { type RandomSource, standardNormal } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireNumber } from '../require-option.js';
import { balancedSamples } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

const RADII = [1, 0.5] as const;

/**
 * A circle in a circle: class 0 has radius 1, class 1 radius ½, both about (0, 0) at uniform angles, plus normal
 * noise of deviation `noise` on both coordinates.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`.
 * @see scikit-learn, `make_circles` with factor ½; there angles are a grid, here random.
 */
export function circlesDataSet(
  source: DataSourceDescription & { readonly source: 'moons' | 'circles' },
  random: RandomSource,
): DataSet {
  const noise = requireNumber('data.noise', source.noise, SOURCE_OPTIONS.noise);
  const draw = (label: number): readonly number[] => {
    const angle = 2 * Math.PI * random();
    const radius = RADII[label]!;
    const x = radius * Math.cos(angle) + noise * standardNormal(random);
    return [x, radius * Math.sin(angle) + noise * standardNormal(random)];
  };
  return balancedSamples(
    { name: `circles ${source.split}`, samples: source.samples, classes: 2, features: 2, draw },
    random,
  );
}
