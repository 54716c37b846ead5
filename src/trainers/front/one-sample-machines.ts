import type { DenseStack } from '../../core/collapse/dense-stack.js';
import {
  type Compensated,
  type Compensation,
  frozenCompensation,
  movingCompensation,
  startCompensation,
  stepCompensation,
} from '../../core/front-contribution/compensation.js';
import type { FrontLearning } from '../../core/front-contribution/front-learning.js';
import {
  expandHistoryForm,
  type HistoryForm,
  startHistoryForm,
  stepHistoryForm,
} from '../../core/front-contribution/history-form.js';
import { type PrintedState, startAsPrinted, stepAsPrinted } from '../../core/front-contribution/printed-equation-32.js';
import { noDual } from '../../core/front-contribution/require-dual.js';
import type { TwoLayerNetwork } from '../../core/front-contribution/two-layer-network.js';
import { stackOf } from './dense-stacks.js';
import type { FrontBatch, FrontMachine } from './front-machine.js';

/** @throws HeavisideError HV_NO_DUAL for a batch of several samples. */
function oneSample(form: string, { samples }: FrontBatch): void {
  if (samples.length !== 1)
    throw noDual(
      `the form "${form}" takes one sample a step, got a batch of ${samples.length}`,
      'Set train.batch to 1.',
    );
}

/** Techniques (i), on moving output weights, and (ii), on frozen ones. @param inputs All training samples: one input. */
export function compensationMachine(
  technique: 'compensation' | 'frozen-compensation',
  network: TwoLayerNetwork,
  { order }: FrontLearning,
  inputs: Float64Array,
): FrontMachine {
  let state: Compensation = startCompensation(network, inputs);
  const now = (): Compensated => (technique === 'compensation' ? movingCompensation : frozenCompensation)(state);
  return {
    step(batch, learningRate) {
      oneSample(technique, batch);
      const y = now().effective.reduce((sum, r, unit) => sum + r * state.firstActivations[unit]!, 0);
      const { diverged, state: next } = stepCompensation(state, batch.targets[0]!, learningRate, order);
      state = next;
      return { outputs: Float64Array.of(y), diverged };
    },
    // The first layer as it was drawn, the output weights compensated: it answers for the one input only.
    network: () =>
      stackOf({ ...network, hiddenWeights: network.hiddenWeights.slice(), outputWeights: now().effective }),
  };
}

/** Technique (iii) as the paper prints it, which is wrong: its state belongs to one input and is moved to the next. */
export function printedMachine(network: TwoLayerNetwork): FrontMachine {
  type Step = { readonly input: Float64Array; readonly target: number; readonly learningRate: number };
  let state: PrintedState | undefined;
  let last: Step | undefined;
  const movedTo = (input: Float64Array): PrintedState =>
    state && last
      ? stepAsPrinted(state, last.input, last.target, input, last.learningRate).state
      : startAsPrinted(network.hiddenWeights, network.outputWeights, input);
  return {
    step(batch, learningRate) {
      oneSample('as-printed', batch);
      const input = batch.inputs.slice();
      state = movedTo(input);
      last = { input, target: batch.targets[0]!, learningRate };
      const { output } = stepAsPrinted(state, input, last.target, input, learningRate);
      return { outputs: Float64Array.of(output), diverged: !Number.isFinite(output) };
    },
    network() {
      // What the print takes for the weights is what it makes of the two unit inputs.
      const [first, second] = [movedTo(Float64Array.of(1, 0)), movedTo(Float64Array.of(0, 1))];
      const hiddenWeights = Float64Array.from({ length: 2 * network.hidden }, (_, k) =>
        k % 2 === 0 ? first.sum[k >> 1]! : second.sum[k >> 1]!,
      );
      return stackOf({ ...network, hiddenWeights, outputWeights: first.weights });
    },
  };
}

/** Any depth, by keeping every step. */
export function historyMachine(stack: DenseStack, learning: FrontLearning): FrontMachine {
  let state: HistoryForm = startHistoryForm(stack, learning);
  return {
    step(batch, learningRate) {
      oneSample('history', batch);
      const { report, state: next } = stepHistoryForm(state, batch.inputs, batch.targets, learningRate);
      state = next;
      return report;
    },
    network: () => expandHistoryForm(state),
  };
}
