import { type RandomSource, standardNormal } from '../random-source.js';
import { checkChain, checkParameter } from './check-layers.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import type { HiddenUnit } from './weight-network.js';

/**
 * One layer of an ensemble of step-unit networks, in coordinates without bounds, each `[fanOut × fanIn]`, row-major:
 *
 *     π = 1 / (1 + e^(−spikeLogit)),   m = slabMean,   Ξ = e^logVariance
 */
export interface StepEnsembleLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly spikeLogit: Float64Array;
  readonly slabMean: Float64Array;
  readonly logVariance: Float64Array;
  /** θ on the sum divided by √fanIn; the units fire above it. Of no effect in the last layer, which does not fire. */
  readonly threshold: number;
}

/** Moves of the three parameters, or derivatives by them. */
export type StepEnsembleTensors = Pick<StepEnsembleLayer, 'spikeLogit' | 'slabMean' | 'logVariance'>;

/** The same layer as probabilities, means and variances; new arrays. */
export function spikeSlabOf({ fanIn, fanOut, spikeLogit, slabMean, logVariance }: StepEnsembleLayer): SpikeSlabLayer {
  return {
    fanIn,
    fanOut,
    spikeMass: spikeLogit.map((logit) => 1 / (1 + Math.exp(-logit))),
    slabMean: slabMean.slice(),
    slabVariance: logVariance.map(Math.exp),
  };
}

/** Hidden units of the sampled networks and of the mean weights: 1 above the layer's threshold, else 0. */
export function stepUnits(network: readonly StepEnsembleLayer[]): HiddenUnit {
  return (z, layer) => (z > network[layer]!.threshold ? 1 : 0);
}

/**
 * Checks a network that comes from outside.
 *
 * @throws RangeError for shapes that do not fit or values that are not finite; the message names the layer (from 1).
 */
export function checkStepEnsemble(network: readonly StepEnsembleLayer[]): void {
  checkChain(network);
  network.forEach((layer, l) => {
    checkParameter(l, 'spike logit', layer, layer.spikeLogit, 'finite', Number.isFinite);
    checkParameter(l, 'slab mean', layer, layer.slabMean, 'finite', Number.isFinite);
    checkParameter(l, 'log variance', layer, layer.logVariance, 'finite', Number.isFinite);
    if (!Number.isFinite(layer.threshold))
      throw new RangeError(`layer ${l + 1}: threshold must be finite, got ${layer.threshold}`);
  });
}

/** Where a step-unit ensemble starts. */
export interface StepEnsembleStart {
  /** π of every connection, inside (0, 1). */
  readonly spikeMass: number;
  /** Standard deviation of m. */
  readonly slabMeanDeviation: number;
  /** Ξ of every connection, > 0. */
  readonly slabVariance: number;
  /** θ of every layer. */
  readonly threshold: number;
}

/** Our choice; no source gives a start for step units. */
export const STEP_ENSEMBLE_START: StepEnsembleStart = {
  spikeMass: 0.1,
  slabMeanDeviation: 1,
  slabVariance: 0.1,
  threshold: 0,
};

/**
 * A fresh step-unit ensemble: m normal, π and Ξ the same everywhere.
 *
 * Order of draws: layer by layer, m in row-major order, two uniform numbers each.
 *
 * @param sizes Units from the input to the output, at least two.
 * @throws RangeError when sizes or start do not fit.
 */
export function initialStepEnsemble(
  sizes: readonly number[],
  start: StepEnsembleStart,
  random: RandomSource,
): StepEnsembleLayer[] {
  if (!(start.spikeMass > 0 && start.spikeMass < 1))
    throw new RangeError(`the spike mass at the start must be inside (0, 1), got ${start.spikeMass}`);
  if (!(start.slabVariance > 0))
    throw new RangeError(`the slab variance at the start must be > 0, got ${start.slabVariance}`);
  const network = sizes.slice(1).map((fanOut, l): StepEnsembleLayer => {
    const fanIn = sizes[l]!;
    const count = fanIn * fanOut;
    return {
      fanIn,
      fanOut,
      spikeLogit: new Float64Array(count).fill(Math.log(start.spikeMass / (1 - start.spikeMass))),
      slabMean: Float64Array.from({ length: count }, () => start.slabMeanDeviation * standardNormal(random)),
      logVariance: new Float64Array(count).fill(Math.log(start.slabVariance)),
      threshold: start.threshold,
    };
  });
  checkStepEnsemble(network);
  return network;
}
