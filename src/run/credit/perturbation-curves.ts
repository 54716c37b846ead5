import { type Category, type CategoryTolerances, categoriesOf } from '../../core/mean-field/categories.js';
import { perturbedLayer } from '../../core/mean-field/perturbation.js';
import type { RandomStreams } from '../../data/random-streams.js';
import { CATEGORY_NAMES, type PerturbationPoint } from './credit-report.js';
import { type Measured, meanOf, sampledError } from './ensemble-error.js';
import type { StoredEnsemble } from './stored-ensemble.js';

const FRACTIONS = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

/**
 * What every category of every layer is worth: the error against the damaged fraction, 0, 0.1 … 1.
 *
 * Each point is the mean over the networks 1 … `networks`; which connections are damaged is drawn anew for each of them,
 * from the stream `credit/damage/<layer>/<category>/<fraction>/<network>`. The networks are the same at every point but
 * for the damage.
 */
export function perturbationCurves(
  { names, layers }: StoredEnsemble,
  measured: Measured,
  tolerances: CategoryTolerances,
  streams: RandomStreams,
  networks: number,
): readonly PerturbationPoint[] {
  return names.flatMap((layer, l) => {
    const categories = categoriesOf(layers[l]!, tolerances);
    return CATEGORY_NAMES.flatMap((category, code) =>
      FRACTIONS.map((fraction): PerturbationPoint => {
        const errors = Array.from({ length: networks }, (_, n) => {
          const random = streams.fresh(`credit/damage/${layer}/${category}/${fraction}/${n + 1}`);
          const damaged = perturbedLayer(layers[l]!, categories, code as Category, fraction, random);
          return sampledError(layers.with(l, damaged), measured, streams, n + 1);
        });
        return { layer, category, fraction, error: meanOf(errors) };
      }),
    );
  });
}
