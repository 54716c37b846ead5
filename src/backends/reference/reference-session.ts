import { isGradientRule } from '../../core/gradients/gradient-rule.js';
import type { InputChunk } from '../../core/input-chunk.js';
import type { NetworkDescription } from '../../core/layers/layer.js';
import { copiedTensors, type Tensors } from '../../core/layers/tensors.js';
import { adjustedPlan } from '../../core/network/adjusted-plan.js';
import { tensorPlans } from '../../core/network/initial-tensors.js';
import { networkFeedback } from '../../core/network/network-feedback.js';
import { type GradientOptions, networkGradient } from '../../core/network/network-gradient.js';
import { type NetworkPlan, planNetwork } from '../../core/network/plan-network.js';
import { type NetworkTrace, restingNetwork, simulateNetwork } from '../../core/network/simulate-network.js';
import type { NeuronState } from '../../core/neurons/dynamics.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import { type NetworkState, stateWith, variablesIn } from '../../core/neurons/neuron-variables.js';
import { freshOptimizer, type OptimizerState } from '../../core/optimizers/optimizer-step.js';
import { type OutputReward, rewardOverSteps } from '../../core/rewards/output-reward.js';
import { type Signal, type Span, signalOf, sumOverSteps } from '../../core/signal.js';
import type { ChunkReport, OpenRequest, PresentationStart, Session, SessionUpdate, ShownChunk } from '../backend.js';
import { checkChunk } from '../check-chunk.js';
import { checkState } from '../check-state.js';
import { checkedStimuli } from '../check-stimuli.js';
import { fixedWeights } from '../fixed-weights.js';
import { applyFeedback } from './apply-feedback.js';
import { chunkReport } from './chunk-report.js';

/** The equations of `src/core` as they stand, in float64: slow by the standards of a device, and the judge of them. */
export class ReferenceSession implements Session {
  readonly device = { arithmetic: 'float64' };
  #plan: NetworkPlan;
  readonly #request: OpenRequest;
  readonly #backward: Pick<GradientOptions, 'backward' | 'direct'>;
  #tensors: Tensors;
  #optimizer: OptimizerState = freshOptimizer;
  #batch = 0;
  #learn = false;
  #states: readonly NeuronState[] = [];
  #traces: NetworkTrace[] = [];
  /** The last chunk's input, as it was given and as the signal that it became. */
  #shown: { readonly values: Float64Array; readonly signal: Signal } | undefined;
  #last: NetworkTrace | undefined;
  #feedback: Tensors | undefined;

  constructor(request: OpenRequest) {
    this.#request = request;
    this.#plan = planNetwork(request.network);
    this.#tensors = copiedTensors(request.tensors);
    const { kind } = request.rule;
    const fixed = copiedTensors(fixedWeights(request));
    this.#backward =
      kind === 'feedback-alignment'
        ? { backward: fixed }
        : kind === 'direct-feedback-alignment'
          ? { direct: fixed }
          : {};
    const state = request.optimizerState;
    if (state) this.#optimizer = { step: state.step, moments: copiedTensors(state.moments) };
  }

  async begin({ batch, learn, state }: PresentationStart): Promise<void> {
    if (state) checkState(this.#plan, batch, state);
    this.#batch = batch;
    this.#learn = learn;
    this.#states = state
      ? this.#plan.layers.map(({ id, neuron }) => stateWith(neuron, state[id] ?? {}))
      : restingNetwork(this.#plan, batch);
    this.#forget();
  }

  async state(): Promise<NetworkState> {
    return Object.fromEntries(
      this.#plan.layers.flatMap(({ id, neuron }, index) =>
        isSpiking(neuron) ? [[id, variablesIn(this.#states[index]!)]] : [],
      ),
    );
  }

  #forget(): void {
    this.#traces = [];
    this.#shown = undefined;
    this.#last = undefined;
    this.#feedback = undefined;
  }

  async simulate({ steps, input, record = [], stimuli = [] }: ShownChunk): Promise<ChunkReport> {
    const span = { steps, batch: this.#batch };
    checkChunk(input, { ...span, inputs: this.#plan.inputSize });
    const injected = checkedStimuli(this.#plan, stimuli, span);
    const signal = this.#signalOf(input, span);
    const trace = simulateNetwork(this.#plan, this.#tensors, signal, this.#states, span, this.#last, injected);
    this.#states = trace.states;
    this.#last = trace;
    if (this.#learn) this.#traces.push(trace);
    return chunkReport(this.#plan, trace, signal, record);
  }

  /** The same signal for the same constant input, so that its product is made once a presentation. */
  #signalOf(input: InputChunk, span: Span): Signal {
    if (input.kind === 'constant' && this.#shown?.values === input.values) return this.#shown.signal;
    const signal = signalOf(input, this.#plan.inputSize, span);
    this.#shown = input.kind === 'constant' ? { values: input.values, signal } : undefined;
    return signal;
  }

  async feedback(
    reward: OutputReward,
    { inputReward }: { readonly inputReward: boolean },
  ): Promise<{ readonly input?: Float64Array }> {
    if (this.#traces.length === 0)
      throw new Error('feedback needs a presentation that was begun with learn: true and simulated');
    const rewards = this.#traces.map(({ layers, span }, index) =>
      rewardOverSteps(reward, layers.at(-1)!.output, span, index === this.#traces.length - 1),
    );
    const { rule } = this.#request;
    const { tensors, inputs } = isGradientRule(rule)
      ? networkGradient(this.#traces, rewards, { ...rule, ...this.#backward, inputError: inputReward })
      : networkFeedback(this.#traces, rewards, { rule, inputReward });
    this.#feedback = tensors;
    if (!inputs) return {};
    const units = this.#batch * this.#plan.inputSize;
    const [first, ...others] = inputs.map((chunk) => sumOverSteps(chunk, units));
    return { input: others.reduce((sum, chunk) => sum.map((v, k) => v + chunk[k]!), first!) };
  }

  async update({ learningRate, clip }: SessionUpdate): Promise<{ readonly feedbackNorm: number }> {
    const feedback = this.#feedback;
    if (!feedback) throw new Error('update needs the feedback of a presentation');
    const before = { tensors: this.#tensors, state: this.#optimizer };
    const { tensors, state, feedbackNorm } = applyFeedback(before, feedback, this.#request.optimizer, {
      learningRate,
      clip,
    });
    this.#tensors = tensors;
    this.#optimizer = state;
    this.#batch = 0;
    this.#forget();
    return { feedbackNorm };
  }

  async snapshot(): Promise<{ readonly tensors: Tensors; readonly optimizer: OptimizerState }> {
    return {
      tensors: copiedTensors(this.#tensors),
      optimizer: { step: this.#optimizer.step, moments: copiedTensors(this.#optimizer.moments) },
    };
  }

  async load(tensors: Tensors): Promise<void> {
    const trained = tensorPlans(this.#plan).filter(({ trainable }) => trainable);
    this.#tensors = {
      ...this.#tensors,
      ...copiedTensors(Object.fromEntries(trained.map(({ name }) => [name, tensors[name]!]))),
    };
  }

  async adjust(network: NetworkDescription): Promise<void> {
    if (this.#traces.length > 0) throw new Error('neurons stay as they are while a trace is kept to learn by');
    this.#plan = adjustedPlan(this.#plan, network);
    // What constant inputs gave is made anew: units on their way may answer differently now.
    this.#forget();
  }

  async close(): Promise<void> {
    this.#forget();
    this.#states = [];
  }
}
