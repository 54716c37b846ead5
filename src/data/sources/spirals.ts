import { type RandomSource, standardNormal } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { balancedSamples } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/** Arms would touch at radius 0, where no classifier could part them. */
const INNER_RADIUS = 0.1;

/**
 * Interleaved spiral arms, one a class: radius r uniform in [0.1, 1), angle = 2π (turns · r + arm / arms), point
 * (r cos, r sin), plus normal noise of deviation `noise` on both coordinates.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`.
 * @see Lang & Witbrock 1988, "Learning to tell two spirals apart".
 */
export function spiralsDataSet(
  source: DataSourceDescription & { readonly source: 'spirals' },
  random: RandomSource,
): DataSet {
  const noise = requireNumber('data.noise', source.noise, SOURCE_OPTIONS.noise);
  const arms = requireWhole('data.arms', source.arms, SOURCE_OPTIONS.arms);
  const turns = requireNumber('data.turns', source.turns, SOURCE_OPTIONS.turns);
  const draw = (arm: number): readonly number[] => {
    const radius = INNER_RADIUS + (1 - INNER_RADIUS) * random();
    const angle = 2 * Math.PI * (turns * radius + arm / arms);
    const x = radius * Math.cos(angle) + noise * standardNormal(random);
    return [x, radius * Math.sin(angle) + noise * standardNormal(random)];
  };
  return balancedSamples(
    { name: `spirals ${source.split}`, samples: source.samples, classes: arms, features: 2, draw },
    random,
  );
}
