import { diverged, rateRemedy } from '../../backends/divergence.js';
import { allFinite } from '../../core/check-numbers.js';
import type { DenseStack } from '../../core/collapse/dense-stack.js';
import type { FrontLearning } from '../../core/front-contribution/front-learning.js';
import type { FrontForm, FrontRule } from '../../core/front-contribution/front-rule.js';
import { requireGramMemory } from '../../core/front-contribution/gram-memory.js';
import type { HeavisideError } from '../../core/heaviside-error.js';
import { denseRows } from '../../core/layers/dense-rows.js';
import type { PeerLearning } from '../../core/learning.js';
import { type DenseChain, denseChain } from '../../core/network/dense-chain.js';
import { initialTensors, tensorPlans, toExchangeLayout } from '../../core/network/initial-tensors.js';
import { respondStatically, type StaticDescription } from '../../core/neurons/static-units.js';
import {
  judgedOutputs,
  judgeLayers,
  type LayeredNetwork,
  layersJudge,
  shownInputs,
  targetsOf,
} from '../layered-network.js';
import type { Learner } from '../learner.js';
import { exchangeTensors, type OwnNetwork } from '../own-network.js';
import { twoLayersOf } from './dense-stacks.js';
import type { FrontMachine, FrontStep } from './front-machine.js';
import { compensationMachine, historyMachine, printedMachine } from './one-sample-machines.js';
import { backPropagationMachine, basisMachine, gramMachine } from './two-layer-machines.js';

/**
 * Front contribution as a learner. Its checkpoint holds the dense network that it stands for.
 *
 * Under `shadow` back-propagation runs beside it on the same batches; `deviation` is the largest difference of their
 * outputs so far.
 *
 * A form that diverges has already written over its state, and a copy of that at every step would cost too much. So what
 * the learner stands for from then on is the last finite dense network with which an epoch began, and its steps.
 *
 * @throws HeavisideError HV_GRAM_MEMORY before anything is allocated; HV_NO_DUAL for training samples that a form cannot
 *   follow.
 */
export function frontLearner(rule: FrontRule, learning: PeerLearning, own: OwnNetwork): Learner {
  const chain = denseChain(own.plan.description);
  const shapes = new Map(tensorPlans(own.plan).map(({ name, exchangeShape }) => [name, exchangeShape]));
  const first = stackFrom(chain, drawnTensors(own));
  const front = frontLearning(rule, learning, chain);
  const machine = machineOf(rule, first, front, own);
  const shadow = rule.shadow ? backPropagationMachine(twoLayersOf(first), front) : undefined;
  const units = chain.hidden as StaticDescription;
  let deviation = 0;
  let steps = 0;
  let kept: Kept = { network: first, steps };
  let broken = false;
  const now = (): Kept => (broken ? kept : { network: machine.network(), steps });
  return {
    device: { arithmetic: 'float64' },
    parameters: first.reduce((sum, { weights, bias }) => sum + weights.length + (bias?.length ?? 0), 0),
    async learn(presentation, { batch: number, learningRate }) {
      const { labels, samples } = presentation;
      if (!samples) throw new RangeError('front contribution needs the numbers of the samples that it is shown');
      if (number === 1) kept = lastFinite(now(), kept);
      const batch = { samples, inputs: shownInputs(presentation), targets: targetsOf(labels, chain.sizes.at(-1)!) };
      const beside = shadow?.step(batch, learningRate);
      const step = machine.step(batch, learningRate);
      steps++;
      if (step.diverged) {
        broken = true;
        throw divergedForm(rule.form, chain, machine.network(), steps, learningRate);
      }
      const apart = beside ? largestDifference(step, beside) : 0;
      deviation = Math.max(deviation, apart);
      const judged = judgedOutputs(step.outputs, labels, learning.loss);
      return { ...judged, ...(beside ? { measures: { deviation: apart } } : {}) };
    },
    judge: async (presentation) => judgeLayers(answering(now().network, units), presentation, learning.loss),
    ...(shadow ? { metrics: () => ({ deviation }) } : {}),
    async snapshot() {
      const { network, steps: step } = now();
      return { tensors: exchangeTensors(shapes, tensorsOf(chain, network), {}), step };
    },
    weights: async () => now().network.map(({ weights }) => weights.slice()),
    async withWeights(weights) {
      const stack = now().network.map((layer, l) => ({ ...layer, weights: weights[l]! }));
      return layersJudge(answering(stack, units), learning.loss);
    },
    close: async () => undefined,
  };
}

/** A dense network and the steps that made it. */
interface Kept {
  readonly network: DenseStack;
  readonly steps: number;
}

/** An expanded network can have left the numbers before a form notices it. */
function lastFinite(now: Kept, before: Kept): Kept {
  return firstBroken(now.network) < 0 ? now : before;
}

/** The first layer that is not finite, or −1. */
function firstBroken(stack: DenseStack): number {
  return stack.findIndex(({ weights, bias }) => !allFinite(weights) || (bias && !allFinite(bias)));
}

function frontLearning({ order }: FrontRule, { optimizer, loss, surrogate }: PeerLearning, { hidden }: DenseChain) {
  return { order, loss, units: hidden as StaticDescription, surrogate, optimizer, hiddenBiasRatio: 1 };
}

function machineOf(
  { form, memory }: FrontRule,
  stack: DenseStack,
  learning: FrontLearning,
  own: OwnNetwork,
): FrontMachine {
  if (form === 'history') return historyMachine(stack, learning);
  const network = twoLayersOf(stack);
  const { momentum } = learning.optimizer as { readonly momentum: number };
  switch (form) {
    case 'gram': {
      const inputs = own.trainingInputs();
      requireGramMemory(
        {
          ...{ inputs: network.inputs, hidden: network.hidden, outputs: network.outputs },
          samples: inputs.length / network.inputs,
          hiddenBias: network.hiddenBias !== undefined,
          outputBias: network.outputBias !== undefined,
          momentum: momentum > 0,
          keepsKernel: true,
        },
        memory * 2 ** 20,
      );
      return gramMachine(network, learning, inputs, own);
    }
    case 'basis':
      return basisMachine(network, learning);
    case 'as-printed':
      return printedMachine(network);
    case 'compensation':
    case 'frozen-compensation':
      return compensationMachine(form, network, learning, own.trainingInputs());
  }
}

function drawnTensors({ plan, streams }: OwnNetwork): Readonly<Record<string, Float64Array>> {
  const tensors = initialTensors(plan, streams.stream('weights'));
  return Object.fromEntries(
    tensorPlans(plan).map((tensor) => [tensor.name, toExchangeLayout(tensor, tensors[tensor.name]!)]),
  );
}

type Tensors = Readonly<Record<string, Float64Array>>;

function stackFrom({ sizes, names }: DenseChain, tensors: Tensors): DenseStack {
  return names.map((name, l) => ({
    fanIn: sizes[l]!,
    fanOut: sizes[l + 1]!,
    weights: tensors[`${name}.weight`]!,
    bias: tensors[`${name}.bias`],
  }));
}

function tensorsOf({ names }: DenseChain, stack: DenseStack): Tensors {
  return Object.fromEntries(
    stack.flatMap(({ weights, bias }, l) => [
      [`${names[l]}.weight`, weights],
      ...(bias ? [[`${names[l]}.bias`, bias] as const] : []),
    ]),
  );
}

function answering(stack: DenseStack, units: StaticDescription): LayeredNetwork {
  return {
    layers: stack.map(({ fanIn, fanOut, weights, bias }) => ({
      ...{ fanIn, fanOut },
      sums: (inputs) => denseRows(inputs, weights, bias, fanIn),
    })),
    respond: (sums) => respondStatically(sums, units),
    spiking: units.kind === 'step',
    visitsZeros: false,
  };
}

function largestDifference(one: FrontStep, other: FrontStep): number {
  return one.outputs.reduce((top, y, k) => Math.max(top, Math.abs(y - other.outputs[k]!)), 0);
}

function divergedForm(
  form: FrontForm,
  { names }: DenseChain,
  stack: DenseStack,
  step: number,
  learningRate: number,
): HeavisideError {
  // What follows the first layer can end before its weights do.
  const layer = names[Math.max(firstBroken(stack), 0)]!;
  return diverged(
    step,
    `layer "${layer}" is no longer finite in the form "${form}" (learning rate ${learningRate})`,
    { layer, learningRate },
    rateRemedy({ kept: 'the last finite weights with which an epoch began' }),
  );
}
