import { diverged, rateRemedy } from '../../backends/divergence.js';
import { allFinite } from '../../core/check-numbers.js';
import type { HeavisideError } from '../../core/heaviside-error.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { PeerLearning } from '../../core/learning.js';
import { NonFiniteLoss } from '../../core/mean-field/check-finite-loss.js';
import type { EnsembleRule } from '../../core/mean-field/ensemble-rule.js';
import { initialEnsemble } from '../../core/mean-field/initial-ensemble.js';
import { sampleWeights } from '../../core/mean-field/sampled-weights.js';
import { initialStepEnsemble, STEP_ENSEMBLE_START } from '../../core/mean-field/step-ensemble.js';
import { meanWeights, weightForward } from '../../core/mean-field/weight-network.js';
import { type DenseChain, denseChain } from '../../core/network/dense-chain.js';
import type { RandomStreams } from '../../data/random-streams.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import { judgeLayers, type LayeredNetwork, layersJudge, shownInputs, targetsOf } from '../layered-network.js';
import type { Learner } from '../learner.js';
import type { OwnNetwork } from '../own-network.js';
import { correctAnswers, type Presentation } from '../presentation.js';
import type { Judged } from '../trainer.js';
import type { DefiniteNetwork, EnsembleModel } from './ensemble-model.js';
import { rectifiedEnsemble, steppingEnsemble } from './ensemble-models.js';

const SLAB_TENSORS = ['spikeMass', 'slabMean', 'slabVariance'] as const;

/**
 * The mean-field ensemble as a learner. What it answers with is the network of the mean weights; `accuracy(sampled)` is
 * the mean over networks drawn from it, and, for step units, `accuracy(closed form)` that of the ensemble as a whole.
 *
 * Random streams: `weights`, `noise/<epoch>/<batch>`, `sampled/<epoch>`.
 */
export function ensembleLearner(rule: EnsembleRule, learning: PeerLearning, own: OwnNetwork): Learner {
  const chain = denseChain(own.plan.description);
  const model = modelOf(rule, learning, chain, own);
  let epoch = 0;
  let drawn: readonly DefiniteNetwork[] | undefined;
  const definite = (layers: DefiniteNetwork['layers']): DefiniteNetwork => {
    return { layers, hidden: model.hidden, spiking: model.spiking };
  };
  const answering = (layers: DefiniteNetwork['layers'], step: number): LayeredNetwork => {
    return answeringNetwork(definite(layers), chain, step);
  };
  const sampled = (): readonly DefiniteNetwork[] => {
    // One set of networks serves a whole test pass.
    drawn ??= drawNetworks(model, rule.samples, own.streams, epoch).map(definite);
    return drawn;
  };
  return {
    device: { arithmetic: 'float64' },
    parameters: SLAB_TENSORS.length * model.layers().reduce((sum, { spikeMass }) => sum + spikeMass.length, 0),
    async learn(presentation, course) {
      const inputs = shownInputs(presentation);
      const targets = targetsOf(presentation.labels, chain.sizes.at(-1)!);
      const restart = rule.reset === 'epoch' && course.epoch !== epoch;
      const random = own.streams.fresh(`noise/${course.epoch}/${course.batch}`);
      const network = answering(meanWeights(model.layers()), model.steps() + 1);
      const judged = judgeLayers(network, presentation, 'cross-entropy');
      stepOrDiverge(model, chain, { inputs, targets, random, learningRate: course.learningRate }, restart);
      epoch = course.epoch;
      drawn = undefined;
      return judged;
    },
    async judge(presentation) {
      const network = answering(meanWeights(model.layers()), model.steps());
      const judged = judgeLayers(network, presentation, 'cross-entropy');
      return { ...judged, sums: { ...sampledSums(sampled(), presentation), ...closedSums(model, presentation) } };
    },
    snapshot: async () => ({ tensors: namedTensors(chain, model), step: model.optimizer().step }),
    weights: async () => meanWeights(model.layers()).map(({ weights }) => weights),
    async withWeights(weights) {
      const layers = model.layers().map(({ fanIn, fanOut }, l) => ({ fanIn, fanOut, weights: weights[l]! }));
      return layersJudge(answering(layers, model.steps()), 'cross-entropy');
    },
    close: async () => undefined,
  };
}

function modelOf(rule: EnsembleRule, { optimizer }: PeerLearning, chain: DenseChain, own: OwnNetwork): EnsembleModel {
  const random = own.streams.stream('weights');
  return chain.hidden.kind === 'step'
    ? steppingEnsemble(
        initialStepEnsemble(chain.sizes, STEP_ENSEMBLE_START, random),
        optimizer,
        own.products,
        chain.names,
      )
    : rectifiedEnsemble(initialEnsemble(chain.sizes, random), optimizer, rule.decay, own.products, chain.names);
}

/** Where a checkpoint keeps the coordinates in which a step ensemble learns. */
const COORDINATES = 'coordinate.';

/** Probabilities, means and variances of every layer, the coordinates of step ensembles, and the optimizer's moments. */
function namedTensors({ names }: DenseChain, model: EnsembleModel): readonly NamedTensor[] {
  const layers = model.layers();
  const shape = (l: number) => [layers[l]!.fanOut, layers[l]!.fanIn];
  const slabs = layers.flatMap((layer, l) =>
    SLAB_TENSORS.map((tensor) => ({ name: `${names[l]}.${tensor}`, shape: shape(l), values: layer[tensor].slice() })),
  );
  const placed = (prefix: string, tensors: Tensors): NamedTensor[] =>
    Object.entries(tensors).map(([name, values]) => {
      const l = Number.parseInt(name, 10);
      return { name: `${prefix}${names[l]}${name.slice(name.indexOf('.'))}`, shape: shape(l), values: values.slice() };
    });
  return [
    ...slabs,
    ...(model.spiking ? placed(COORDINATES, model.coordinates()) : []),
    ...placed('optimizer.', model.optimizer().moments),
  ];
}

function stepOrDiverge(
  model: EnsembleModel,
  { names }: DenseChain,
  move: Parameters<EnsembleModel['step']>[0],
  restart: boolean,
): void {
  try {
    model.step(move, restart);
  } catch (error) {
    if (!(error instanceof NonFiniteLoss)) throw error;
    const { loss, step, value } = error;
    const { learningRate } = move;
    const layer = names[error.layer]!;
    throw diverged(
      step,
      `the loss is ${loss}, first value that is not finite: ${value} in layer "${layer}" (learning rate ${learningRate})`,
      { layer, learningRate },
      rateRemedy(),
    );
  }
}

function divergedOutputs(layer: string, step: number): HeavisideError {
  const remedy = rateRemedy({ kept: 'the last finite weights' });
  return diverged(step, `the outputs of layer "${layer}" are not finite`, { layer }, remedy);
}

function drawNetworks(model: EnsembleModel, count: number, streams: RandomStreams, epoch: number) {
  const random = streams.fresh(`sampled/${epoch}`);
  return Array.from({ length: count }, () => sampleWeights(model.layers(), random));
}

function sampledSums(networks: readonly DefiniteNetwork[], presentation: Presentation): Judged['sums'] {
  const inputs = shownInputs(presentation);
  const right = networks.map(({ layers, hidden }) =>
    correctAnswers(weightForward(layers, inputs, hidden), presentation.labels),
  );
  return { 'accuracy(sampled)': right.reduce((sum, count) => sum + count, 0) / networks.length };
}

function closedSums(model: EnsembleModel, presentation: Presentation): Judged['sums'] {
  const logits = model.closedForm?.(shownInputs(presentation));
  return logits ? { 'accuracy(closed form)': correctAnswers(logits, presentation.labels) } : {};
}

/** @param step The one that its numbers are of. */
function answeringNetwork(
  { layers, hidden, spiking }: DefiniteNetwork,
  { names }: DenseChain,
  step: number,
): LayeredNetwork {
  return {
    layers: layers.map((layer) => ({
      ...{ fanIn: layer.fanIn, fanOut: layer.fanOut },
      sums: (inputs) => weightForward([layer], inputs, hidden),
    })),
    respond(sums, l) {
      const outputs = sums.map((z) => hidden(z, l));
      // Weights that are finite yet can be too large for a sum.
      if (!allFinite(outputs)) throw divergedOutputs(names[l]!, step);
      return outputs;
    },
    spiking,
    visitsZeros: false,
  };
}
