import { diverged, divergedUpdate, rateRemedy } from '../backends/divergence.js';
import { NonFiniteNumber } from '../core/check-numbers.js';
import { surrogateDerivative } from '../core/gradients/surrogate.js';
import { denseRows } from '../core/layers/dense-rows.js';
import type { Tensors } from '../core/layers/tensors.js';
import type { PeerLearning } from '../core/learning.js';
import { denseChain } from '../core/network/dense-chain.js';
import { firstNonFinite } from '../core/network/first-non-finite.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import { respondStatically } from '../core/neurons/static-units.js';
import { freshOptimizer } from '../core/optimizers/optimizer-step.js';
import { gradientStep, type ResponsibilityState } from '../core/responsibility/gradient-step.js';
import type { HiddenUnit } from '../core/responsibility/hidden-units.js';
import { initialResponsibility } from '../core/responsibility/initial-responsibility.js';
import { lfpStep } from '../core/responsibility/lfp-step.js';
import type { LabelledBatch } from '../core/responsibility/network-gradients.js';
import { responsibilityOutputs } from '../core/responsibility/network-pass.js';
import { multiplierOf, RESPONSIBILITY_TENSORS } from '../core/responsibility/responsibility-layer.js';
import type { ResponsibilityNetwork } from '../core/responsibility/responsibility-network.js';
import type { ResponsibilityRule } from '../core/responsibility/responsibility-rule.js';
import { judgedOutputs, judgeLayers, type LayeredNetwork, layersJudge, shownInputs } from './layered-network.js';
import type { Learner } from './learner.js';
import { exchangeTensors, type OwnNetwork } from './own-network.js';

/** Local responsibility allocation as a learner: `responsibility` by gradients, `responsibility-lfp` by rewards. */
export function responsibilityLearner(
  rule: ResponsibilityRule,
  learning: PeerLearning,
  { plan, streams }: OwnNetwork,
): Learner {
  const network = networkOf(rule, plan);
  const drawn = initialResponsibility(network, streams.stream('weights'), {
    inputRange: [rule.centreLow, rule.centreHigh],
    width: rule.width,
  });
  const shapes = shapesOf(network);
  let state: ResponsibilityState = { tensors: drawn, optimizer: freshOptimizer };
  const judgeWith = (tensors: Tensors): LayeredNetwork => layered(network, rule, tensors);
  const weightNames = network.layers.map(({ name }) => `${name}.weight`);
  return {
    device: { arithmetic: 'float64' },
    parameters: [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0),
    async learn(presentation, { learningRate }) {
      const batch = { inputs: shownInputs(presentation), labels: presentation.labels };
      const next = orDiverged(state, 1, () => step(network, rule, learning, state, batch, learningRate));
      const broken = firstNonFinite(next.state.tensors) ?? firstNonFinite(next.state.optimizer.moments);
      if (broken) throw divergedUpdate(broken, state.optimizer.step + 1, learningRate, rateRemedy());
      state = next.state;
      return judgedOutputs(next.outputs, presentation.labels, 'cross-entropy');
    },
    judge: async (presentation) =>
      orDiverged(state, 0, () => judgeLayers(judgeWith(state.tensors), presentation, 'cross-entropy')),
    snapshot: async () => ({
      tensors: exchangeTensors(shapes, state.tensors, state.optimizer.moments),
      step: state.optimizer.step,
    }),
    weights: async () => weightNames.map((name) => state.tensors[name]!.slice()),
    async withWeights(weights) {
      const changed = Object.fromEntries(weightNames.map((name, n) => [name, weights[n]!]));
      return layersJudge(judgeWith({ ...state.tensors, ...changed }), 'cross-entropy');
    },
    close: async () => undefined,
  };
}

/** Numbers that have grown beyond all measure are refused by the equations. @param ahead Steps from the last one that ended. */
function orDiverged<T>({ optimizer, tensors }: ResponsibilityState, ahead: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NonFiniteNumber)) throw error;
    const [largest] = Object.entries(tensors)
      .map(([tensor, values]) => ({ tensor, top: values.reduce((top, v) => Math.max(top, Math.abs(v)), 0) }))
      .toSorted((a, b) => b.top - a.top);
    const step = optimizer.step + ahead;
    const layer = largest!.tensor.slice(0, largest!.tensor.lastIndexOf('.'));
    throw diverged(
      step,
      `${error.message}; the largest numbers are those of layer "${layer}", up to ${largest!.top}`,
      { layer },
      rateRemedy({ kept: 'the last finite weights' }),
    );
  }
}

function networkOf(rule: ResponsibilityRule, plan: NetworkPlan): ResponsibilityNetwork {
  const { sizes, names, hidden } = denseChain(plan.description);
  const layers = names.map((name, l) => ({
    name,
    fanIn: sizes[l]!,
    units: sizes[l + 1]!,
    multiplier: multiplierOf(rule.multiplier, sizes[l]!),
  }));
  return { layers, hidden: hidden.kind as HiddenUnit };
}

function shapesOf({ layers }: ResponsibilityNetwork): ReadonlyMap<string, readonly number[]> {
  return new Map(
    layers.flatMap(({ name, units, fanIn }) =>
      RESPONSIBILITY_TENSORS.map((tensor) => {
        const matrix = tensor === 'weight' || tensor === 'centre';
        return [`${name}.${tensor}`, matrix ? [units, fanIn] : [units]] as const;
      }),
    ),
  );
}

function step(
  network: ResponsibilityNetwork,
  rule: ResponsibilityRule,
  { optimizer, surrogate }: PeerLearning,
  state: ResponsibilityState,
  batch: LabelledBatch,
  learningRate: number,
): { readonly state: ResponsibilityState; readonly outputs: Float64Array } {
  const { centreRate } = rule;
  if (rule.kind === 'responsibility')
    return gradientStep(network, state, batch, {
      mode: rule.mode,
      ...(surrogate ? { surrogate: surrogateDerivative(surrogate) } : {}),
      ...{ optimizer, lr: learningRate, centreRate },
    });
  // The feedback is a sum over the batch, the rate is one for its mean; Adam does not mind the difference.
  const lr = optimizer.kind === 'sgd' ? learningRate / batch.labels.length : learningRate;
  return lfpStep(network, state, batch, { variant: rule.variant, epsilon: rule.epsilon, optimizer, lr, centreRate });
}

/** The network as it answers: `plain` and `upd` have ordinary sums. */
function layered(network: ResponsibilityNetwork, rule: ResponsibilityRule, tensors: Tensors): LayeredNetwork {
  const ordinary = rule.kind === 'responsibility-lfp' && rule.variant !== 'fwd';
  return {
    layers: network.layers.map((layer) => ({
      fanIn: layer.fanIn,
      fanOut: layer.units,
      sums: (inputs) =>
        ordinary
          ? denseRows(inputs, tensors[`${layer.name}.weight`]!, tensors[`${layer.name}.bias`], layer.fanIn)
          : responsibilityOutputs({ layers: [layer], hidden: network.hidden }, tensors, inputs),
    })),
    respond: (sums) => respondStatically(sums, { kind: network.hidden }),
    spiking: network.hidden === 'step',
    visitsZeros: !ordinary,
  };
}
