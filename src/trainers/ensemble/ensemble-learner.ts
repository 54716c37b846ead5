import { HeavisideError } from '../../core/heaviside-error.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { PeerLearning } from '../../core/learning.js';
import type { EnsembleRule } from '../../core/mean-field/ensemble-rule.js';
import { initialEnsemble } from '../../core/mean-field/initial-ensemble.js';
import { sampleWeights } from '../../core/mean-field/sampled-weights.js';
import { initialStepEnsemble, STEP_ENSEMBLE_START } from '../../core/mean-field/step-ensemble.js';
import { meanWeights, weightForward } from '../../core/mean-field/weight-network.js';
import { type DenseChain, denseChain } from '../../core/network/dense-chain.js';
import type { RandomStreams } from '../../data/random-streams.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import { judgeLayers, type LayeredNetwork, shownInputs, targetsOf } from '../layered-network.js';
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
      const judged = judgeLayers(answering(definite(meanWeights(model.layers()))), presentation, 'cross-entropy');
      stepOrDiverge(model, { inputs, targets, random, learningRate: course.learningRate }, restart);
      epoch = course.epoch;
      drawn = undefined;
      return judged;
    },
    async judge(presentation) {
      const judged = judgeLayers(answering(definite(meanWeights(model.layers()))), presentation, 'cross-entropy');
      return { ...judged, sums: { ...sampledSums(sampled(), presentation), ...closedSums(model, presentation) } };
    },
    snapshot: async () => ({ tensors: namedTensors(chain, model), step: model.optimizer().step }),
    weights: async () => meanWeights(model.layers()).map(({ weights }) => weights),
    async withWeights(weights) {
      const layers = model.layers().map(({ fanIn, fanOut }, l) => ({ fanIn, fanOut, weights: weights[l]! }));
      const network = answering(definite(layers));
      return {
        judge: async (presentation) => judgeLayers(network, presentation, 'cross-entropy'),
        close: async () => undefined,
      };
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

function stepOrDiverge(model: EnsembleModel, move: Parameters<EnsembleModel['step']>[0], restart: boolean): void {
  const step = model.steps() + 1;
  try {
    model.step(move, restart);
  } catch (error) {
    // Shapes and targets were checked with the scenario: what is left is a loss that is not finite.
    if (!(error instanceof RangeError)) throw error;
    throw new HeavisideError('HV_NON_FINITE', 'run', error.message, {
      remedy: 'Lower the learning rate (learn.optimizer.lr).',
      facts: { step, learningRate: move.learningRate },
    });
  }
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

function answering({ layers, hidden, spiking }: DefiniteNetwork): LayeredNetwork {
  return {
    layers: layers.map((layer) => ({
      ...{ fanIn: layer.fanIn, fanOut: layer.fanOut },
      sums: (inputs) => weightForward([layer], inputs, hidden),
    })),
    respond: (sums, layer) => sums.map((z) => hidden(z, layer)),
    spiking,
    visitsZeros: false,
  };
}
