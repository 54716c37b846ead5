import {
  CATEGORY,
  type CategoryTolerances,
  categoriesOf,
  categoryFractions,
  NEAR_CATEGORIES,
} from '../../core/mean-field/categories.js';
import { layerEntropy } from '../../core/mean-field/entropy.js';
import { prunedLayer, pruningMask, withoutUnimportant } from '../../core/mean-field/pruning.js';
import type { SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import { meanWeights } from '../../core/mean-field/weight-network.js';
import type { StoredRun } from '../../record/read-run-folder.js';
import { confirmAccuracy } from '../finished-run/confirm-accuracy.js';
import { denseInputs } from '../finished-run/dense-inputs.js';
import { finishedRun } from '../finished-run/finished-run.js';
import { CREDIT_DEFAULTS, type CreditOptions, checkCreditOptions, type Nearness } from './credit-options.js';
import type { CreditReport, LayerCredit, PrunedNetwork } from './credit-report.js';
import { type Measured, meanNetworkError, networkAccuracy, sampledErrors } from './ensemble-error.js';
import { perturbationCurves } from './perturbation-curves.js';
import { type StoredEnsemble, storedEnsemble } from './stored-ensemble.js';

/** Spike masses above which connections are dropped. */
const PRUNING_LIMITS = [0.5, 0.8];
const TOLERANCES: { readonly [N in Nearness]: CategoryTolerances } = {
  exact: { spikeMass: 0, slabVariance: 0 },
  near: NEAR_CATEGORIES,
};

/**
 * Assigns credit to the connections of a trained mean-field ensemble: how many are very important, unimportant or
 * variable, how sure the ensemble is of them, and what its networks lose when some are damaged or dropped.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`, `HV_CREDIT_RUN` when the run has trained no ensemble, `HV_RUN_MISMATCH` when
 *   its mean network does not answer as the run said, and what opening the run throws.
 * @see Li & Huang 2020, "Learning credit assignment", Physical Review Letters 125, 178301.
 */
export async function creditRun(stored: StoredRun, options: CreditOptions = {}): Promise<CreditReport> {
  checkCreditOptions(options);
  const { samples: networks, perturbed } = { ...CREDIT_DEFAULTS, ...options };
  const run = await finishedRun(stored);
  const ensemble = storedEnsemble(run);
  const { layers, hidden, projected } = ensemble;
  const tolerances = TOLERANCES[options.categories ?? (projected ? 'exact' : 'near')];
  const { labels } = run.test.dataSet;
  const measured: Measured = { inputs: denseInputs(run, 'test').values, labels, hidden };
  const accuracy = networkAccuracy(meanWeights(layers), measured);
  return {
    kind: 'credit assignment of a mean-field ensemble',
    name: run.scenario.name,
    seed: run.scenario.seed,
    folder: stored.path,
    samples: labels.length,
    tolerances,
    layers: layerCredits(ensemble, tolerances),
    meanNetwork: { error: 1 - accuracy, summary: confirmAccuracy(run, accuracy, stored.summary?.backend ?? 'auto') },
    sampled: sampledErrors(layers, measured, run.streams, networks),
    pruned: prunedNetworks(layers, measured),
    perturbedNetworks: perturbed,
    perturbation: perturbationCurves(ensemble, measured, tolerances, run.streams, perturbed),
  };
}

function layerCredits({ names, layers }: StoredEnsemble, tolerances: CategoryTolerances): readonly LayerCredit[] {
  return layers.map((layer, l) => {
    const [veryImportant, unimportant, variable] = categoryFractions(categoriesOf(layer, tolerances));
    const { spike, slab, slabConnections } = layerEntropy(layer);
    return {
      layer: names[l]!,
      connections: layer.spikeMass.length,
      fractions: { 'very-important': veryImportant, unimportant, variable },
      spikeEntropy: spike,
      slabEntropy: slab,
      slabConnections,
    };
  });
}

/** The mean network without connections that are rarely there, and without those that never are. */
function prunedNetworks(layers: readonly SpikeSlabLayer[], measured: Measured): readonly PrunedNetwork[] {
  const total = layers.reduce((sum, { spikeMass }) => sum + spikeMass.length, 0);
  const pruned = (above: number, left: readonly SpikeSlabLayer[], kept: number): PrunedNetwork => ({
    above,
    kept: kept / total,
    error: meanNetworkError(left, measured),
  });
  const rare = PRUNING_LIMITS.map((above) => {
    const masks = layers.map((layer) => pruningMask(layer, above));
    const left = layers.map((layer, l) => prunedLayer(layer, masks[l]!));
    return pruned(above, left, count(masks, 1));
  });
  const never = count(
    layers.map((layer) => categoriesOf(layer)),
    CATEGORY.UNIMPORTANT,
  );
  return [...rare, pruned(1, layers.map(withoutUnimportant), total - never)];
}

function count(codes: readonly Uint8Array[], wanted: number): number {
  return codes.reduce((sum, ofLayer) => sum + ofLayer.filter((code) => code === wanted).length, 0);
}
