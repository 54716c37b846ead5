import type { LearningRule } from '../core/gradients/gradient-rule.js';
import type { InputChunk } from '../core/input-chunk.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import type { Tensors } from '../core/layers/tensors.js';
import type { LayerStimulus } from '../core/network/stimulus.js';
import type { NetworkState } from '../core/neurons/neuron-variables.js';
import type { OptimizerDescription } from '../core/optimizers/optimizer.js';
import type { OptimizerState } from '../core/optimizers/optimizer-step.js';
import type { OutputReward } from '../core/rewards/output-reward.js';

export type { LayerStimulus } from '../core/network/stimulus.js';

/** A device behind one interface. Everything that crosses it is plain data; calls never overlap within a session. */
export interface Backend {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** Why it cannot run on this machine; undefined when it can. */
  unavailable(): Promise<string | undefined>;
  /** Why it cannot run this network with this rule, for example a layer kind that it lacks; undefined when it can. */
  unsupported(request: OpenRequest): string | undefined;
  /** Whether its sessions take other weights, see `Session.load`; omitted: they do not. */
  readonly takesWeights?: boolean;
  /**
   * What it would run on, where that is known without opening it: `{ threads: 2 }`, `{ adapter: 'SwiftShader' }`. Asked
   * only when it can run here. `auto` does not prefer an adapter that is known to be software.
   */
  device?(): Promise<DeviceFacts>;
  /**
   * Puts a network on the device. The caller closes the session, also after an error.
   *
   * @throws HeavisideError of kind `machine` when the device fails; never a session on another device.
   */
  open(request: OpenRequest): Promise<Session>;
}

export interface OpenRequest {
  readonly network: NetworkDescription;
  /** Starting tensors in storage layout; copied. */
  readonly tensors: Tensors;
  readonly optimizer: OptimizerDescription;
  /** Where the optimizer stands; omitted: at its beginning. Copied. */
  readonly optimizerState?: OptimizerState;
  readonly rule: LearningRule;
  /** Fixed weights on the way back, for the rules that have them, see `backwardWeights`; copied. */
  readonly backward?: Tensors;
  /** CPU threads to use, where the backend has a choice; omitted: as many as the network is worth. Results do not depend on it. */
  readonly threads?: number;
  /**
   * How a backend that has the choice makes a dense layer's products: work for each active input or for each synapse;
   * omitted: as the measured activity says. Results agree within rounding. `Session.device` tells what was forced.
   */
  readonly products?: 'events' | 'dense';
}

/** What a session runs on, in words and figures: `{ threads: 2 }`, `{ executorKind: 'fused-sync' }`. */
export type DeviceFacts = Readonly<Record<string, string | number>>;

/** A chunk of steps that a network is to be run through. */
export interface ShownChunk {
  readonly steps: number;
  readonly input: InputChunk;
  /** Layers whose spikes come back; one that the network does not have throws a RangeError. */
  readonly record?: readonly string[];
  /**
   * Currents that drive neurons while the chunk runs, at most one stimulus a layer; see `checkedStimuli`. What was injected
   * takes its share of a reward and hands nothing on, nor do the sums of units that are cut.
   */
  readonly stimuli?: readonly LayerStimulus[];
}

/** What a chunk of steps did, summed over its steps. */
export interface ChunkReport {
  /** Σₜ output, `[batch × classes]`. */
  readonly outputSums: Float64Array;
  /** Output of the chunk's last step, `[batch × classes]`. */
  readonly lastOutput: Float64Array;
  /** Spikes of each layer of spiking or step units, over steps and batch. */
  readonly spikes: Readonly<Record<string, number>>;
  /** Multiply-adds with a non-zero input; a constant input is multiplied once a sample, in its first chunk. */
  readonly synapticOperations: number;
  /** Spikes of the layers asked for. */
  readonly recorded: readonly RecordedSpikes[];
}

/** Spikes of one layer in compressed rows, row = step · batch + sample, units ascending. */
export interface RecordedSpikes {
  readonly layer: string;
  readonly offsets: Uint32Array;
  readonly units: Uint32Array;
}

/** How a presentation begins. */
export interface PresentationStart {
  readonly batch: number;
  /** Whether a trace is kept to learn by. */
  readonly learn: boolean;
  /** Of every layer that has memory, see `checkState`; copied. Omitted: every neuron at rest. */
  readonly state?: NetworkState;
}

/** How a session learns from its feedback. */
export interface SessionUpdate {
  readonly learningRate: number;
  /** The feedback's largest norm; undefined: no clipping. */
  readonly clip: number | undefined;
}

/**
 * A network on a device: weights, optimizer state, membranes and the trace for feedback live there.
 *
 * One presentation is `begin`, then `simulate` once or more (a timed event splits it), then, when learning, `feedback`
 * and `update`.
 */
export interface Session {
  /** What it really runs on. */
  readonly device: DeviceFacts;
  /** Starts a presentation with an empty trace. */
  begin(presentation: PresentationStart): Promise<void>;
  /** Runs the next chunk of steps. */
  simulate(chunk: ShownChunk): Promise<ChunkReport>;
  /** Variables of all neurons that have some, as the last chunk left them. Copies. Rounded to what the device computes in. */
  state(): Promise<NetworkState>;
  /**
   * Propagates a reward back through all chunks of the presentation; the feedback stays on the device. Under a gradient
   * rule the place of the reward is taken by minus the gradient of the loss, and feedback is minus its gradient.
   *
   * `input` (only when asked for) is the reward of the network's inputs, `[batch × inputs]`, summed over the steps.
   */
  feedback(
    reward: OutputReward,
    options: { readonly inputReward: boolean },
  ): Promise<{ readonly input?: Float64Array }>;
  /**
   * One optimizer step with the feedback.
   *
   * @returns The Euclidean norm of the feedback over all parameters, before clipping.
   * @throws HeavisideError HV_NON_FINITE when the feedback is not finite, or a parameter would stop being so; the
   *   parameters stay as they were.
   */
  update(options: SessionUpdate): Promise<{ readonly feedbackNorm: number }>;
  /**
   * Puts other values in the place of all trainable tensors, in storage layout; copied. Fixed statistics and the
   * optimizer's state stay. Between presentations only. Absent where a backend cannot, see `Backend.takesWeights`.
   */
  load?(tensors: Tensors): Promise<void>;
  /**
   * Goes on with other numbers of its neurons (thresholds, decays …) from the next chunk on; the state of the neurons, the
   * tensors and the optimizer stay. Bit for bit as a session that is opened anew and begins with the state.
   *
   * @throws RangeError when the network differs in anything else; Error while a trace is kept to learn by.
   */
  adjust(network: NetworkDescription): Promise<void>;
  /** Tensors in storage layout, without the optimizer's state. Copies. Omitted: `snapshot` is no slower. */
  tensors?(): Promise<Tensors>;
  /** Tensors in storage layout and optimizer state. Copies: the caller owns them. */
  snapshot(): Promise<{ readonly tensors: Tensors; readonly optimizer: OptimizerState }>;
  close(): Promise<void>;
}
