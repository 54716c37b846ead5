import type { InputChunk } from '../../core/input-chunk.js';
import type { NetworkDescription } from '../../core/layers/layer.js';
import { copiedTensors, type Tensors } from '../../core/layers/tensors.js';
import { adjustedPlan } from '../../core/network/adjusted-plan.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import { planNetwork } from '../../core/network/plan-network.js';
import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { OptimizerState } from '../../core/optimizers/optimizer-step.js';
import type { OutputReward } from '../../core/rewards/output-reward.js';
import type { ChunkReport, OpenRequest, PresentationStart, Session, SessionUpdate, ShownChunk } from '../backend.js';
import { checkChunk } from '../check-chunk.js';
import { checkState } from '../check-state.js';
import { checkedStimuli } from '../check-stimuli.js';
import { divergedFeedback, divergedUpdate } from '../divergence.js';
import { joinedReports } from '../joined-reports.js';
import { type LfpRequest, lfpRequest } from '../lfp-request.js';
import { layersToRecord } from '../record-layers.js';
import { deviceFeedback } from './device-feedback.js';
import { type DeviceNetwork, type DevicePiece, runPiece, type StimulatedSpan } from './device-forward.js';
import { uploadedInput } from './device-input.js';
import { type DeviceTensors, deviceLayers } from './device-layers.js';
import { deviceOptimizerStep } from './device-optimizer.js';
import { reportOfPiece } from './device-report.js';
import type { DeviceSignal } from './device-signal.js';
import { stimuliOfSteps } from './device-stimulus.js';
import { allFinite, deviceNorm } from './device-sums.js';
import { downloaded, uploadedMoments, uploadedTensors } from './device-tensors.js';
import type { DeviceMatrix, GpuDevice } from './gpu-device.js';
import { HandleScope } from './handle-scope.js';
import { type DeviceState, downloadedStates, matricesOf, uploadedStates } from './neuron-state.js';

/**
 * Longest run of steps in one launch. A membrane kernel's work for a step grows with the step's number in its launch
 * (each thread runs its neuron from the start), so a long chunk is run in pieces; the result is the same.
 */
const PIECE_STEPS = 64;

/**
 * A network on gpu.js in float32.
 *
 * Launches are single pipelined kernels whose results stay on the device as handles, not plans of `createPipeline`: a
 * plan reads everything back that it returns, so it cannot leave a trace behind for the feedback, and its fused executor
 * on WebGPU declines resident arguments ("the fused encoder takes plain arrays"): weights and trace would cross the bus
 * at every step. Reading the trace of one layer back (784-500, 10 steps, batch 32) took 1.9 times as long as the launches
 * here on WebGPU and 1.3 times on WebGL2 (SwiftShader); a plan for sums only, without a trace, 1.1 and 1.2 times.
 */
export class GpuSession implements Session {
  readonly device: Session['device'];
  readonly #device: GpuDevice;
  readonly #request: LfpRequest;
  #network: DeviceNetwork;
  /** Weights and moments. */
  readonly #resident: HandleScope;
  /** States and trace. */
  readonly #presentation: HandleScope;
  #tensors: DeviceTensors = {};
  #moments: DeviceTensors = {};
  #optimizerStep: number;
  #batch = 0;
  #learn = false;
  #states: readonly (DeviceState | undefined)[] = [];
  #pieces: DevicePiece[] = [];
  #last: DevicePiece | undefined;
  /** The last constant input, as it was given and on the device. */
  #shown: { readonly values: Float64Array; readonly signal: DeviceSignal } | undefined;
  #feedback: DeviceTensors | undefined;
  #open = true;

  private constructor(request: LfpRequest, device: GpuDevice, facts: Session['device']) {
    const plan = planNetwork(request.network);
    this.#request = request;
    this.#device = device;
    this.device = facts;
    this.#network = { plan, layers: deviceLayers(plan) };
    this.#resident = new HandleScope(device);
    this.#presentation = new HandleScope(device);
    this.#optimizerStep = request.optimizerState?.step ?? 0;
  }

  /** Puts the network on the device, which the session closes; also when this fails. */
  static async open(request: OpenRequest, device: GpuDevice, facts: Session['device']): Promise<GpuSession> {
    try {
      const fixed = { ...lfpRequest(String(facts['mode']), request), tensors: copiedTensors(request.tensors) };
      const plan = planNetwork(request.network);
      const resident = new HandleScope(device);
      const tensors = await uploadedTensors(plan, request.tensors, resident);
      const moments = await uploadedMoments(plan, request.optimizerState?.moments ?? {}, resident);
      const known = device.adapter === undefined ? facts : { ...facts, adapter: device.adapter };
      const session = new GpuSession(fixed, device, known);
      for (const all of [tensors, moments])
        for (const matrix of Object.values(all)) resident.handOver(matrix, session.#resident);
      session.#tensors = tensors;
      session.#moments = moments;
      return session;
    } catch (error) {
      await device.close();
      throw error;
    }
  }

  async begin({ batch, learn, state }: PresentationStart): Promise<void> {
    const { plan } = this.#network;
    if (state) checkState(plan, batch, state);
    this.#forget();
    this.#batch = batch;
    this.#learn = learn;
    this.#states = await uploadedStates(plan, batch, state, this.#presentation);
  }

  state(): Promise<NetworkState> {
    return downloadedStates(this.#network.plan, this.#states, this.#presentation);
  }

  /** @param kept What stays on the device. */
  #forget(kept: readonly DeviceMatrix[] = []): void {
    this.#presentation.close(kept);
    this.#pieces = [];
    this.#last = undefined;
    this.#shown = undefined;
    this.#feedback = undefined;
  }

  async simulate({ steps, input, record = [], stimuli = [] }: ShownChunk): Promise<ChunkReport> {
    const { plan } = this.#network;
    checkChunk(input, { steps, batch: this.#batch, inputs: plan.inputSize });
    layersToRecord(plan, record);
    const checked = checkedStimuli(plan, stimuli, { steps, batch: this.#batch });
    const reports: ChunkReport[] = [];
    for (let first = 0; first < steps; first += PIECE_STEPS) {
      const span = { steps: Math.min(PIECE_STEPS, steps - first), batch: this.#batch };
      const own = { ...span, stimuli: stimuliOfSteps(checked, first, span, plan) };
      reports.push(await this.#simulatePiece(first, own, input, record));
    }
    return joinedReports(reports);
  }

  async #simulatePiece(
    first: number,
    span: StimulatedSpan,
    input: InputChunk,
    record: readonly string[],
  ): Promise<ChunkReport> {
    const lasting = this.#presentation;
    // Without learning nothing but the state outlives a piece.
    const scope = this.#learn ? lasting : lasting.inner();
    const temporary = lasting.inner();
    try {
      const signal = await this.#signalOf(input, first, span, scope);
      const scopes = { lasting, scope };
      const piece = await runPiece(this.#network, this.#tensors, signal, this.#states, span, this.#last, scopes);
      const report = await reportOfPiece(this.#network, piece, signal, record, temporary);
      if (this.#learn) this.#pieces.push(piece);
      else this.#exchangeStates(piece.states, scope);
      this.#states = piece.states;
      this.#last = piece;
      return report;
    } finally {
      temporary.close();
      if (!this.#learn) scope.close();
    }
  }

  #exchangeStates(next: readonly (DeviceState | undefined)[], from: HandleScope): void {
    for (const matrix of this.#states.flatMap(matricesOf)) this.#presentation.release(matrix);
    for (const matrix of next.flatMap(matricesOf)) from.handOver(matrix, this.#presentation);
  }

  async #signalOf(
    input: InputChunk,
    first: number,
    span: { readonly steps: number; readonly batch: number },
    scope: HandleScope,
  ): Promise<DeviceSignal> {
    const { inputSize } = this.#network.plan;
    if (input.kind !== 'constant') return uploadedInput(input, inputSize, first, span, scope);
    if (this.#shown?.values === input.values) return this.#shown.signal;
    const signal = await uploadedInput(input, inputSize, first, span, this.#presentation);
    this.#shown = { values: input.values, signal };
    return signal;
  }

  async feedback(
    reward: OutputReward,
    { inputReward }: { readonly inputReward: boolean },
  ): Promise<{ readonly input?: Float64Array }> {
    if (this.#pieces.length === 0)
      throw new Error('feedback needs a presentation that was begun with learn: true and simulated');
    const options = { rule: this.#request.rule, inputReward };
    const scope = this.#presentation;
    const sent = await deviceFeedback(this.#network, this.#tensors, this.#pieces, reward, options, scope);
    this.#feedback = sent.tensors;
    if (!sent.input) return {};
    return { input: Float64Array.from(await scope.read(sent.input)) };
  }

  async update({ learningRate, clip }: SessionUpdate): Promise<{ readonly feedbackNorm: number }> {
    const feedback = this.#feedback;
    if (!feedback) throw new Error('update needs the feedback of a presentation');
    const [step, scope] = [this.#optimizerStep + 1, this.#resident.inner()];
    try {
      const feedbackNorm = await deviceNorm(Object.values(feedback), scope);
      if (!Number.isFinite(feedbackNorm)) throw divergedFeedback(await downloaded(feedback, scope), feedbackNorm, step);
      const scale = clip === undefined ? 1 : Math.min(1, clip / (feedbackNorm + 1e-6));
      const [{ optimizer }, course] = [this.#request, { learningRate, step, scale }];
      const next = await deviceOptimizerStep(optimizer, this.#tensors, feedback, this.#moments, course, scope);
      const moved = [next.tensors, next.moments].flatMap((all) => Object.values(all));
      if (!(await allFinite(moved, scope))) {
        const values = { ...(await downloaded(next.tensors, scope)), ...(await downloaded(next.moments, scope)) };
        const broken = firstNonFinite(values);
        if (broken) throw divergedUpdate(broken, step, learningRate);
      }
      for (const name of Object.keys(next.tensors)) this.#resident.release(this.#tensors[name]!);
      for (const matrix of Object.values(this.#moments)) this.#resident.release(matrix);
      for (const matrix of moved) scope.handOver(matrix, this.#resident);
      this.#tensors = { ...this.#tensors, ...next.tensors };
      this.#moments = next.moments;
      [this.#optimizerStep, this.#batch] = [step, 0];
      this.#forget();
      return { feedbackNorm };
    } finally {
      scope.close();
    }
  }

  async snapshot(): Promise<{ readonly tensors: Tensors; readonly optimizer: OptimizerState }> {
    const trained = await downloaded(this.#tensors, this.#resident);
    const fixed = copiedTensors(this.#request.tensors);
    return {
      tensors: Object.fromEntries(Object.entries(fixed).map(([name, values]) => [name, trained[name] ?? values])),
      optimizer: { step: this.#optimizerStep, moments: await downloaded(this.#moments, this.#resident) },
    };
  }

  async adjust(network: NetworkDescription): Promise<void> {
    if (this.#pieces.length > 0) throw new Error('neurons stay as they are while a trace is kept to learn by');
    this.#network = { ...this.#network, plan: adjustedPlan(this.#network.plan, network) };
    // What a constant input gave is made anew: units on its way may answer differently now.
    this.#forget(this.#states.flatMap(matricesOf));
    this.#device.trim();
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#forget();
    this.#resident.close();
    await this.#device.close();
  }
}
