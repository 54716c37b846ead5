import { RULE_DEFAULTS } from '../../../src/core/feedback/rule.js';
import type { LearningRule } from '../../../src/core/gradients/gradient-rule.js';
import type { InputChunk } from '../../../src/core/input-chunk.js';
import type { LayerDescription, NetworkDescription, Readout } from '../../../src/core/layers/layer.js';
import type { LossName } from '../../../src/core/losses/loss.js';
import type { OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { defaultReward, type RewardDescription } from '../../../src/core/rewards/reward.js';

/** Currents into one layer during a chunk. */
export interface StimulusForm {
  readonly layer: string;
  /** Steps of the chunk that have currents: from this one to before that one. */
  readonly from: number;
  readonly until: number;
  /** Uniform in this range at each step, for each sample and unit. */
  readonly range: readonly [low: number, high: number];
  /** Units whose sums are left out. */
  readonly cut?: readonly number[];
}

/** A chunk of a case: how long, what kind of input it is shown, and what is injected into its layers. */
export interface ChunkForm {
  readonly steps: number;
  readonly input: InputChunk['kind'];
  readonly stimuli?: readonly StimulusForm[];
}

/**
 * What every backend is asked: one test presentation and `learningSteps` training steps of a network. Plain data; the
 * numbers (tensors, inputs, labels) follow from `seed`.
 */
export interface ContractCase {
  readonly name: string;
  readonly network: NetworkDescription;
  readonly seed: number;
  readonly batch: number;
  /** The chunks of every presentation of the case. */
  readonly chunks: readonly ChunkForm[];
  /** Inputs are uniform in [low, high); of `spikes` this share is active. */
  readonly inputRange: readonly [low: number, high: number];
  readonly activity: number;
  /** Samples that are shown nothing. */
  readonly silentSamples: readonly number[];
  /** Every bias starts at 0 (and, scaled by its own magnitude, has no feedback). */
  readonly zeroBiases: boolean;
  /** What the outputs earn under LFP, and what a gradient rule minimises. */
  readonly reward: RewardDescription;
  readonly loss: LossName;
  readonly rule: LearningRule;
  readonly optimizer: OptimizerDescription;
  readonly clip: number | undefined;
  /** Training steps, 5 or, where only the forward pass is looked at, 0. */
  readonly learningSteps: 0 | 5;
  /** Whether some tensor earns no feedback at all, on purpose. */
  readonly degenerate: boolean;
}

const EPSILON = RULE_DEFAULTS.epsilon;

/** Plain ascent with momentum; the learning rate keeps five steps in the region where a case is well conditioned. */
export const SGD = { kind: 'sgd', lr: 0.01, momentum: 0.5, weightDecay: 0 } as const satisfies OptimizerDescription;

/** A network on an input called `in`. */
export function networkOf(
  shape: readonly number[],
  layers: readonly LayerDescription[],
  readout: Readout,
): NetworkDescription {
  return { input: { id: 'in', shape }, layers, readout };
}

/** A case in which everything but its name and network is ordinary unless given. */
export function contractCase(
  name: string,
  network: NetworkDescription,
  more: Partial<Omit<ContractCase, 'name' | 'network'>> = {},
): ContractCase {
  const reward = defaultReward(network.readout);
  return {
    name,
    network,
    seed: 1,
    batch: 3,
    chunks: [{ steps: 10, input: 'sequence' }],
    inputRange: [0, 1],
    activity: 0.4,
    silentSamples: [],
    zeroBiases: false,
    reward: reward.kind === 'rate' ? { kind: 'rate', scale: 'per-step' } : reward,
    loss: 'cross-entropy',
    rule: { kind: 'epsilon', epsilon: EPSILON },
    optimizer: SGD,
    clip: undefined,
    learningSteps: 5,
    degenerate: false,
    ...more,
  };
}
