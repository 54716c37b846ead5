import type { InputChunk } from '../../core/input-chunk.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import { networkFeedback } from '../../core/network/network-feedback.js';
import { type NetworkPlan, planNetwork } from '../../core/network/plan-network.js';
import { type NetworkTrace, restingNetwork, simulateNetwork } from '../../core/network/simulate-network.js';
import type { CarriedReward, NeuronState } from '../../core/neurons/dynamics.js';
import { clippedFeedback, globalNorm } from '../../core/optimizers/clipping.js';
import { freshOptimizer, type OptimizerState, optimizerStep } from '../../core/optimizers/optimizer-step.js';
import { type OutputReward, rewardOverSteps } from '../../core/rewards/output-reward.js';
import { type Signal, signalOf, sumOverSteps } from '../../core/signal.js';
import type { ChunkReport, OpenRequest, Session } from '../backend.js';
import { divergedFeedback, divergedUpdate } from './divergence.js';
import { recordedSpikes } from './recorded-spikes.js';

/** The equations of `src/core` as they stand, in float64: slow by the standards of a device, and the judge of them. */
export class ReferenceSession implements Session {
  readonly #plan: NetworkPlan;
  readonly #request: OpenRequest;
  #tensors: Tensors;
  #optimizer: OptimizerState = freshOptimizer;
  #batch = 0;
  #learn = false;
  #states: readonly NeuronState[] = [];
  #traces: NetworkTrace[] = [];
  #feedback: { readonly tensors: Tensors; readonly norm: number } | undefined;

  constructor(request: OpenRequest) {
    this.#request = request;
    this.#plan = planNetwork(request.network);
    this.#tensors = copied(request.tensors);
  }

  async begin({ batch, learn }: { readonly batch: number; readonly learn: boolean }): Promise<void> {
    this.#batch = batch;
    this.#learn = learn;
    this.#states = restingNetwork(this.#plan, batch);
    this.#traces = [];
    this.#feedback = undefined;
  }

  async simulate({
    steps,
    input,
    record = [],
  }: {
    readonly steps: number;
    readonly input: InputChunk;
    readonly record?: readonly string[];
  }): Promise<ChunkReport> {
    const span = { steps, batch: this.#batch };
    const signal = signalOf(input, this.#plan.inputSize, span);
    const trace = simulateNetwork(this.#plan, this.#tensors, signal, this.#states, span);
    this.#states = trace.states;
    if (this.#learn) this.#traces.push(trace);
    return this.#report(trace, signal, record);
  }

  #report(trace: NetworkTrace, input: Signal, record: readonly string[]): ChunkReport {
    const { span } = trace;
    const { output } = trace.layers.at(-1)!;
    const units = span.batch * this.#plan.outputSize;
    let spikes = 0;
    let synapticOperations = 0;
    this.#plan.layers.forEach((layer, index) => {
      const memory = trace.layers[index]!;
      spikes += memory.spikeCount;
      synapticOperations += layer.operation.synapticOperations(memory.result);
    });
    return {
      outputSums: output.constant ? output.values.map((o) => span.steps * o) : sumOverSteps(output.values, units),
      lastOutput: output.values.slice(-units),
      spikes,
      synapticOperations,
      recorded: record.map((id) => {
        const index = this.#plan.layers.findIndex((layer) => layer.id === id);
        if (index >= 0) return recordedSpikes(id, trace.layers[index]!.output, this.#plan.layers[index]!.size, span);
        if (id === this.#plan.description.input.id) return recordedSpikes(id, input, this.#plan.inputSize, span);
        const names = [this.#plan.description.input.id, ...this.#plan.layers.map((layer) => layer.id)];
        throw new RangeError(
          `there is no layer "${id}" to record; layers are ${names.map((name) => `"${name}"`).join(', ')}`,
        );
      }),
    };
  }

  async feedback(
    reward: OutputReward,
    { inputReward }: { readonly inputReward: boolean },
  ): Promise<{ readonly norm: number; readonly input?: Float64Array }> {
    let carried: readonly CarriedReward[] | undefined;
    let total: Tensors | undefined;
    let input: Float64Array | undefined;
    for (let index = this.#traces.length - 1; index >= 0; index--) {
      const trace = this.#traces[index]!;
      const { output } = trace.layers.at(-1)!;
      const overSteps = rewardOverSteps(reward, output, trace.span, index === this.#traces.length - 1);
      const options = { rule: this.#request.rule, inputReward, ...(carried ? { carried } : {}) };
      const chunk = networkFeedback(this.#plan, this.#tensors, trace, overSteps, options);
      carried = chunk.carried;
      total = total ? summed(total, chunk.tensors) : chunk.tensors;
      if (chunk.input) input = addedOverSteps(input, chunk.input, this.#batch * this.#plan.inputSize);
    }
    if (!total) throw new Error('feedback needs a presentation that was begun with learn: true and simulated');
    const norm = globalNorm(total);
    if (!Number.isFinite(norm)) throw divergedFeedback(total, norm, this.#optimizer.step + 1);
    this.#feedback = { tensors: total, norm };
    return input ? { norm, input } : { norm };
  }

  async update({
    learningRate,
    clip,
  }: {
    readonly learningRate: number;
    readonly clip: number | undefined;
  }): Promise<void> {
    if (!this.#feedback) throw new Error('update needs the feedback of a presentation');
    const { tensors: feedback, norm } = this.#feedback;
    const limited = clip === undefined ? feedback : clippedFeedback(feedback, norm, clip);
    const next = optimizerStep(this.#request.optimizer, this.#tensors, limited, this.#optimizer, learningRate);
    const broken = firstNonFinite(next.tensors) ?? firstNonFinite(next.state.moments);
    if (broken) throw divergedUpdate(broken, next.state.step, learningRate);
    this.#tensors = next.tensors;
    this.#optimizer = next.state;
    this.#feedback = undefined;
    this.#traces = [];
  }

  async snapshot(): Promise<{ readonly tensors: Tensors; readonly optimizer: OptimizerState }> {
    return {
      tensors: copied(this.#tensors),
      optimizer: { step: this.#optimizer.step, moments: copied(this.#optimizer.moments) },
    };
  }

  async close(): Promise<void> {
    this.#traces = [];
    this.#states = [];
  }
}

function copied(tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, values.slice()]));
}

function summed(first: Tensors, second: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(first).map(([name, values]) => [name, values.map((v, k) => v + second[name]![k]!)]),
  );
}

function addedOverSteps(total: Float64Array | undefined, chunk: Float64Array, units: number): Float64Array {
  const sums = sumOverSteps(chunk, units);
  return total ? total.map((v, k) => v + sums[k]!) : sums;
}
