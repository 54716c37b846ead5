import { RULE_DEFAULTS, type RuleDescription } from '../core/feedback/rule.js';
import { isGradientRule, type LearningRule } from '../core/gradients/gradient-rule.js';
import type { SurrogateDescription } from '../core/gradients/surrogate.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import type { LossName } from '../core/losses/loss.js';
import {
  OPTIMIZER_DEFAULTS,
  type OptimizerDescription,
  type ScheduleDescription,
} from '../core/optimizers/optimizer.js';
import { isPeerRule, type PeerRule, peerDescent } from '../core/peer-rule.js';
import { defaultReward, type RewardDescription } from '../core/rewards/reward.js';
import type { DataSet } from '../data/data-set.js';
import type { EncoderDescription } from '../data/encoders/encoder.js';
import { createRandomStreams } from '../data/random-streams.js';
import { DEFAULT_DT, defaultSteps, RUN_DEFAULTS } from '../scenario/run-settings.js';
import type { Expectation, Scenario } from '../scenario/scenario.js';
import type { RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import { runTask } from './run-task.js';

/** An optimizer by its kind and what differs from the usual: `{ kind: 'adam', lr: 0.01 }`. */
export type OptimizerChoice = {
  readonly [K in OptimizerDescription['kind']]: { readonly kind: K } & Partial<OptimizerDescription & { kind: K }>;
}[OptimizerDescription['kind']];

/** A training run written in code. Only the network and the data are needed. */
export interface TrainingDescription {
  readonly network: NetworkDescription;
  /** `test` is measured on and never learned from; omitted: the training samples themselves. */
  readonly data: { readonly train: DataSet; readonly test?: DataSet };
  readonly name?: string;
  /** Root of all random streams; default 0. */
  readonly seed?: number;
  /** Time steps of a presentation; default 25 with spiking neurons, else 1. */
  readonly steps?: number;
  /** Default: constant currents for values, spike trains as they are. */
  readonly encode?: EncoderDescription;
  /** Default: the epsilon rule. */
  readonly rule?: LearningRule | PeerRule;
  /** Of a rule that minimises something; default: cross-entropy. */
  readonly loss?: LossName;
  /** In place of the derivative of step units, for `responsibility` and `front-contribution`. */
  readonly surrogate?: SurrogateDescription;
  /** Of an LFP rule; default: `rate` for spike counts, else `softmax`. */
  readonly reward?: RewardDescription;
  /** What is not given is as usual for that kind; default: the rule's, mostly Adam with a learning rate of 1e-3. */
  readonly optimizer?: OptimizerChoice;
  readonly schedule?: ScheduleDescription;
  /** Largest norm of the feedback; omitted: no clipping. */
  readonly clip?: number;
  /** Default 10. */
  readonly epochs?: number;
  /** Default 32, or all samples when there are fewer. */
  readonly batch?: number;
  /** Default: after every epoch, 256 samples at once. */
  readonly test?: Partial<Scenario['test']>;
  readonly record?: Partial<Scenario['record']>;
  /** Default: after every epoch. */
  readonly checkpoint?: Scenario['checkpoint'];
  readonly expect?: readonly Expectation[];
}

/**
 * Trains a network written in code and tells each step as a plain event; the same loop that runs scenarios.
 *
 * @throws What `runTask` throws, before the first event for anything that cannot run.
 */
export async function* trainNetwork(
  description: TrainingDescription,
  options: RunOptions = {},
): AsyncGenerator<RunEvent, void, void> {
  const { network, data, seed = RUN_DEFAULTS.seed, clip, rule } = description;
  const usual = rule && isPeerRule(rule) ? peerDescent(rule.kind, network) : undefined;
  const task = {
    name: description.name ?? 'network',
    seed,
    steps: description.steps ?? defaultSteps(network.layers),
    dt: DEFAULT_DT,
    data: { train: data.train, test: data.test ?? data.train },
    encode:
      description.encode ?? (data.train.samples.kind === 'spikes' ? { kind: 'spikes' } : { kind: 'direct', gain: 1 }),
    network,
    learn: {
      ...methodOf(description),
      optimizer: description.optimizer
        ? completed(description.optimizer)
        : (usual?.optimizer ?? OPTIMIZER_DEFAULTS.adam),
      schedule: description.schedule ?? usual?.schedule ?? { kind: 'constant' },
      ...(clip === undefined ? {} : { clip }),
    },
    train: {
      epochs: description.epochs ?? RUN_DEFAULTS.train.epochs,
      batch: description.batch ?? Math.min(RUN_DEFAULTS.train.batch, data.train.count),
    },
    test: { ...RUN_DEFAULTS.test, ...description.test },
    record: { ...RUN_DEFAULTS.record, ...description.record },
    checkpoint: description.checkpoint ?? RUN_DEFAULTS.checkpoint,
    nodes: RUN_DEFAULTS.nodes,
    phases: RUN_DEFAULTS.phases,
    expect: description.expect ?? [],
  } as const;
  yield* runTask(task, createRandomStreams(seed), options);
}

/** The rule and what belongs to it. */
function methodOf({ network, rule, reward, loss = 'cross-entropy', surrogate }: TrainingDescription) {
  if (rule && isPeerRule(rule)) return { method: 'peer', rule, loss, ...(surrogate ? { surrogate } : {}) } as const;
  if (rule && isGradientRule(rule)) return { method: 'gradient', rule, loss } as const;
  const usual: RuleDescription = { kind: 'epsilon', epsilon: RULE_DEFAULTS.epsilon };
  return { method: 'lfp', rule: rule ?? usual, reward: reward ?? defaultReward(network.readout) } as const;
}

/** An unknown kind has no usual numbers and is passed on as it is: the check of the task names it. */
function completed(choice: OptimizerChoice): OptimizerDescription {
  const usual: Readonly<Record<string, OptimizerDescription>> = OPTIMIZER_DEFAULTS;
  return { ...usual[choice.kind], ...choice } as OptimizerDescription;
}
