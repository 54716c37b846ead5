import {
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../core/front-contribution/back-propagation.js';
import { expandBasisForm, startBasisForm, stepBasisForm } from '../../core/front-contribution/basis-form.js';
import type { FrontLearning } from '../../core/front-contribution/front-learning.js';
import { expandGram } from '../../core/front-contribution/gram-expand.js';
import { startGram } from '../../core/front-contribution/gram-network.js';
import { gramRoom } from '../../core/front-contribution/gram-room.js';
import { stepGram } from '../../core/front-contribution/gram-step.js';
import type { TwoLayerNetwork } from '../../core/front-contribution/two-layer-network.js';
import type { OwnNetwork } from '../own-network.js';
import { stackOf } from './dense-stacks.js';
import type { FrontMachine, FrontStep } from './front-machine.js';

/** A machine out of a start, a pure step, and what turns a state into the dense network. */
function stepping<State>(
  start: State,
  step: (
    before: State,
    inputs: Float64Array,
    targets: Float64Array,
    learningRate: number,
  ) => { readonly report: FrontStep; readonly state: State },
  expand: (state: State) => TwoLayerNetwork,
): FrontMachine {
  let state = start;
  return {
    step({ inputs, targets }, learningRate) {
      const { report, state: next } = step(state, inputs, targets, learningRate);
      state = next;
      return report;
    },
    network: () => stackOf(expand(state)),
  };
}

/** Ordinary back-propagation on the same network. */
export function backPropagationMachine(network: TwoLayerNetwork, learning: FrontLearning): FrontMachine {
  return stepping(startBackPropagation(network, learning), stepBackPropagation, backPropagated);
}

/**
 * The dual form on a fixed set of samples.
 *
 * @param inputs X, `[samples × inputs]`. @param batch Samples of the largest batch.
 */
export function gramMachine(
  network: TwoLayerNetwork,
  learning: FrontLearning,
  inputs: Float64Array,
  { products: make, batch }: Pick<OwnNetwork, 'products' | 'batch'>,
): FrontMachine {
  const { hidden, outputs } = network;
  const { optimizer } = learning;
  const momentum = optimizer.kind === 'sgd' && optimizer.momentum > 0;
  const products = make(gramRoom({ samples: inputs.length / network.inputs, hidden, outputs, batch, momentum }));
  const gram = startGram(network, inputs, { ...learning, products });
  return {
    step: ({ samples, targets }, learningRate) => stepGram(gram, samples, targets, learningRate, products),
    network: () => stackOf(expandGram(gram)),
  };
}

/** Technique (iii), corrected. */
export function basisMachine(network: TwoLayerNetwork, learning: FrontLearning): FrontMachine {
  return stepping(startBasisForm(network, learning), stepBasisForm, expandBasisForm);
}
