import type { InputChunk } from '../../core/input-chunk.js';
import type { NetworkDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { adjustedPlan } from '../../core/network/adjusted-plan.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import { type NetworkPlan, planNetwork } from '../../core/network/plan-network.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { OptimizerState } from '../../core/optimizers/optimizer-step.js';
import type { OutputReward } from '../../core/rewards/output-reward.js';
import type { ChunkReport, OpenRequest, PresentationStart, Session, SessionUpdate, ShownChunk } from '../backend.js';
import { checkChunk } from '../check-chunk.js';
import { checkState } from '../check-state.js';
import { checkedStimuli } from '../check-stimuli.js';
import { divergedFeedback, divergedUpdate } from '../divergence.js';
import { fixedWeights } from '../fixed-weights.js';
import { layersToRecord } from '../record-layers.js';
import { applyUpdate, couldOverflow, feedbackNorm, feedbackTensors, largestOf, momentNames } from './apply-update.js';
import { feedbackThroughChunks } from './chunk-feedback.js';
import { forwardChunk, type Presentation } from './chunk-forward.js';
import { readOutputs, recordedRows, spikeCounts } from './chunk-report.js';
import type { ChunkSignal } from './chunk-signal.js';
import type { Device } from './device.js';
import { type DeviceNetwork, deviceNetwork } from './device-network.js';
import { inputSignal } from './input-signal.js';
import { readState, startState } from './neuron-variables.js';
import { type ParameterBlock, readTensor, writeTensor } from './parameter-block.js';
import { PresentationMemory } from './presentation-memory.js';

const NO_PRESENTATION: Presentation = { batch: 0, learn: false, tracing: 'voltages', states: [] };

/** A network in linear memory, run by event-driven kernels. */
export class EventsSession implements Session {
  readonly device: Session['device'];
  readonly #on: Device;
  #plan: NetworkPlan;
  readonly #request: OpenRequest;
  #network: DeviceNetwork;
  readonly #blocks: readonly ParameterBlock[];
  /** Tensors that no optimizer touches. */
  readonly #fixed: Tensors;
  /** Everything behind this belongs to the presentation. */
  readonly #mark: number;
  #steps: number;
  /** No parameter or moment is larger. */
  #largest: number;
  #presentation = NO_PRESENTATION;
  #kept: PresentationMemory;
  #shown: { readonly values: Float64Array; readonly signal: ChunkSignal } | undefined;
  #hasFeedback = false;
  /** Whether an update is under way; still true when one was broken off, with part of the parameters moved. */
  #isMoving = false;

  constructor(device: Device, request: OpenRequest) {
    this.#on = device;
    const { products } = request;
    this.device = { arithmetic: 'float32', ...device.crew.facts, ...(products ? { products } : {}) };
    this.#request = request;
    this.#plan = planNetwork(request.network);
    this.#network = deviceNetwork(device, this.#plan, { ...request, backward: fixedWeights(request) });
    this.#blocks = this.#network.layers.flatMap(({ stage }) => stage?.parameters ?? []);
    const trained = new Set(this.#blocks.map(({ name }) => name));
    this.#fixed = Object.fromEntries(
      Object.entries(request.tensors).flatMap(([name, values]) => (trained.has(name) ? [] : [[name, values.slice()]])),
    );
    this.#steps = request.optimizerState?.step ?? 0;
    this.#restoreMoments(request.optimizerState);
    this.#largest = largestOf({ ...request.tensors, ...request.optimizerState?.moments });
    this.#mark = device.memory.mark;
    this.#kept = new PresentationMemory(device.memory, false);
  }

  #restoreMoments(state: OptimizerState | undefined): void {
    if (!state) return;
    const { memory } = this.#on;
    for (const block of this.#blocks) {
      momentNames(this.#request.optimizer).forEach((name, k) => {
        const values = state.moments[`${block.name}.${name}`];
        if (values) writeTensor(memory, block, block.moments[k]!, values);
      });
      // Any row may have moments now.
      if (block.states !== 0) memory.bytes.fill(1, block.states, block.states + block.rows);
    }
  }

  async begin({ batch, learn, state }: PresentationStart): Promise<void> {
    if (state) checkState(this.#plan, batch, state);
    const { memory } = this.#on;
    memory.release(this.#mark);
    this.#forget();
    const states = startState(memory, this.#network, batch, state);
    this.#presentation = { batch, learn, tracing: this.#network.neurons.tracing, states };
    this.#kept = new PresentationMemory(memory, learn);
  }

  async state(): Promise<NetworkState> {
    const { batch, states } = this.#presentation;
    return readState(this.#on.memory, this.#network, states, batch);
  }

  #forget(): void {
    this.#kept = new PresentationMemory(this.#on.memory, false);
    this.#shown = undefined;
    this.#hasFeedback = false;
  }

  async simulate({ steps, input, record = [], stimuli = [] }: ShownChunk): Promise<ChunkReport> {
    const { batch } = this.#presentation;
    checkChunk(input, { steps, batch, inputs: this.#plan.inputSize });
    const shown = { steps, stimuli: checkedStimuli(this.#plan, stimuli, { steps, batch }) };
    const { memory } = this.#on;
    const goesOn = input.kind === 'constant' && this.#shown?.values === input.values;
    this.#kept.letGo(goesOn);
    const signal = goesOn ? this.#shown!.signal : await this.#newSignal(input, steps);
    const chunk = await forwardChunk(this.#on, this.#network, this.#presentation, signal, shown, this.#kept.last);
    this.#kept.keep(chunk);
    const outputs = chunk.layers.map(({ output }) => output);
    let synapticOperations = 0;
    this.#network.layers.forEach(({ stage }, k) => {
      const { inputs, taken } = chunk.layers[k]!;
      if (!taken) synapticOperations += stage?.synapticOperations(inputs) ?? 0;
    });
    return {
      ...readOutputs(memory, outputs.at(-1)!, steps),
      spikes: spikeCounts(memory, this.#plan, outputs, steps),
      synapticOperations,
      recorded: layersToRecord(this.#plan, record).map((index, k) =>
        recordedRows(memory, record[k]!, index < 0 ? chunk.input : outputs[index]!, steps),
      ),
    };
  }

  /** A constant input keeps its signal, so that its product is made once a presentation. */
  async #newSignal(input: InputChunk, steps: number): Promise<ChunkSignal> {
    const { batch, learn } = this.#presentation;
    const { input: layout, inputReaders } = this.#network;
    const signal = await inputSignal(this.#on, input, { layout, batch, steps, learn, readers: inputReaders });
    this.#shown = input.kind === 'constant' ? { values: input.values, signal } : undefined;
    return signal;
  }

  async feedback(
    reward: OutputReward,
    { inputReward }: { readonly inputReward: boolean },
  ): Promise<{ readonly input?: Float64Array }> {
    if (this.#kept.chunks.length === 0)
      throw new Error('feedback needs a presentation that was begun with learn: true and simulated');
    const input = await feedbackThroughChunks(this.#on, this.#network, this.#kept.chunks, { reward, inputReward });
    this.#hasFeedback = true;
    return input ? { input } : {};
  }

  async update({ learningRate, clip }: SessionUpdate): Promise<{ readonly feedbackNorm: number }> {
    const { memory, crew } = this.#on;
    if (crew.lost) throw crew.lost;
    if (!this.#hasFeedback) throw new Error('update needs the feedback of a presentation');
    const norm = feedbackNorm(memory, this.#blocks);
    const step = this.#steps + 1;
    if (!Number.isFinite(norm)) throw divergedFeedback(feedbackTensors(memory, this.#blocks), norm, step);
    const scale = clip === undefined ? 1 : Math.min(1, clip / (norm + 1e-6));
    const { optimizer } = this.#request;
    const moving = { optimizer, learningRate, scale, step };
    // A copy of everything takes time: only where an update may have to be taken back.
    const before = couldOverflow(moving, norm, this.#largest) ? await this.snapshot() : undefined;
    this.#isMoving = true;
    const largest = await applyUpdate(this.#on, this.#blocks, moving);
    this.#isMoving = false;
    if (!Number.isFinite(largest)) this.#refuse(before, step, learningRate);
    this.#largest = Math.max(this.#largest, largest);
    this.#steps = step;
    this.#presentation = NO_PRESENTATION;
    this.#forget();
    memory.release(this.#mark);
    return { feedbackNorm: norm };
  }

  /** Puts everything back as it was before an update and tells what would have become of it. */
  #refuse(
    before: { readonly tensors: Tensors; readonly optimizer: OptimizerState } | undefined,
    step: number,
    learningRate: number,
  ): never {
    const { memory } = this.#on;
    const { tensors, optimizer } = this.#state(step);
    const broken = firstNonFinite(tensors) ?? firstNonFinite(optimizer.moments);
    for (const block of before ? this.#blocks : []) {
      writeTensor(memory, block, block.values, before!.tensors[block.name]!);
      momentNames(this.#request.optimizer).forEach((name, k) => {
        const values = before!.optimizer.moments[`${block.name}.${name}`];
        writeTensor(memory, block, block.moments[k]!, values ?? new Float64Array(block.places.length));
      });
    }
    throw divergedUpdate(broken!, step, learningRate);
  }

  async load(tensors: Tensors): Promise<void> {
    for (const block of this.#blocks) writeTensor(this.#on.memory, block, block.values, tensors[block.name]!);
    this.#largest = Math.max(this.#largest, largestOf(tensors));
  }

  async adjust(network: NetworkDescription): Promise<void> {
    if (this.#kept.chunks.length > 0) throw new Error('neurons stay as they are while a trace is kept to learn by');
    const plan = adjustedPlan(this.#plan, network);
    this.#plan = plan;
    // Neurons are described to the kernels chunk by chunk.
    const layers = this.#network.layers.map((layer, k) => ({ ...layer, planned: plan.layers[k]! }));
    this.#network = { ...this.#network, layers };
    // What a constant input gave is made anew: units on its way may answer differently now.
    this.#shown = undefined;
    this.#kept.letGo(false);
  }

  async tensors(): Promise<Tensors> {
    if (this.#isMoving && this.#on.crew.lost) throw this.#on.crew.lost;
    return this.#tensors();
  }

  async snapshot(): Promise<{ readonly tensors: Tensors; readonly optimizer: OptimizerState }> {
    if (this.#isMoving && this.#on.crew.lost) throw this.#on.crew.lost;
    return this.#state(this.#steps);
  }

  #state(step: number): { readonly tensors: Tensors; readonly optimizer: OptimizerState } {
    const { memory } = this.#on;
    const names = step === 0 ? [] : momentNames(this.#request.optimizer);
    const moments = this.#blocks.flatMap((block) =>
      names.map((name, k) => [`${block.name}.${name}`, readTensor(memory, block, block.moments[k]!)] as const),
    );
    return { tensors: this.#tensors(), optimizer: { step, moments: Object.fromEntries(moments) } };
  }

  /** In the order in which they came. */
  #tensors(): Tensors {
    const { memory } = this.#on;
    const trained = new Map(this.#blocks.map((block) => [block.name, block]));
    return Object.fromEntries(
      Object.keys(this.#request.tensors).map((name) => {
        const block = trained.get(name);
        return [name, block ? readTensor(memory, block, block.values) : this.#fixed[name]!.slice()];
      }),
    );
  }

  async close(): Promise<void> {
    this.#forget();
    await this.#on.crew.close();
  }
}
