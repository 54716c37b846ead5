import type { OpenRequest } from '../backends/backend.js';
import { openBackend } from '../backends/choose-backend.js';
import { hostChoice, takingWeights } from '../backends/choosing/host-choice.js';
import type { Trial } from '../backends/choosing/trial.js';
import { openSimdProducts } from '../backends/products/simd-products.js';
import { RULE_DEFAULTS } from '../core/feedback/rule.js';
import { isGradientRule } from '../core/gradients/gradient-rule.js';
import { HeavisideError } from '../core/heaviside-error.js';
import type { ProductsMaker } from '../core/layers/dense-products.js';
import type { Tensors } from '../core/layers/tensors.js';
import type { GradientLearning, Learning, LfpLearning, PeerLearning } from '../core/learning.js';
import { backwardWeights } from '../core/network/backward-weights.js';
import type { Cuts } from '../core/network/cut-connections.js';
import { initialTensors } from '../core/network/initial-tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { PeerRule } from '../core/peer-rule.js';
import type { PerturbationRule } from '../core/perturbation/perturbation-rule.js';
import type { RandomStreams } from '../data/random-streams.js';
import { ensembleLearner } from '../trainers/ensemble/ensemble-learner.js';
import { frontLearner } from '../trainers/front/front-learner.js';
import { gradientTrainer } from '../trainers/gradient-trainer.js';
import { shownInputs } from '../trainers/layered-network.js';
import type { Learner, NetworkNumbers, NetworkSettings } from '../trainers/learner.js';
import { lfpTrainer } from '../trainers/lfp-trainer.js';
import type { OwnNetwork } from '../trainers/own-network.js';
import { perturbationLearner } from '../trainers/perturbation-learner.js';
import { present } from '../trainers/presentation.js';
import { responsibilityLearner } from '../trainers/responsibility-learner.js';
import { rstdpLearner } from '../trainers/rstdp-learner.js';
import { sessionLearner } from '../trainers/session-learner.js';
import type { Trainer } from '../trainers/trainer.js';
import { presentation, type Shown } from './batches.js';
import type { BackendChoice } from './run-event.js';
import type { RunOptions } from './run-options.js';
import type { Task } from './task.js';
import { trialOf } from './trial-of.js';

/** What a learner is opened for. */
export interface LearnerPlace {
  readonly task: Task;
  readonly plan: NetworkPlan;
  readonly train: Shown;
  readonly streams: RandomStreams;
  /** Of a run that goes on: in place of the starting ones. */
  readonly numbers?: NetworkNumbers | undefined;
  /** Of a run that goes on: what of the network is cut. */
  readonly cuts?: Cuts | undefined;
}

/** A learner and where it runs. */
export interface OpenedLearner {
  readonly learner: Learner;
  readonly choice: BackendChoice;
}

/**
 * Opens the learner that a task asks for. The caller closes it.
 *
 * Random streams: `weights`, `backward` and `trial`.
 *
 * @throws HeavisideError What `openBackend` and the learners throw.
 */
export async function openLearner(place: LearnerPlace, options: RunOptions): Promise<OpenedLearner> {
  const { learn } = place.task;
  if (learn.method === 'peer' && place.numbers)
    throw new HeavisideError('HV_RESUME_METHOD', 'usage', `a run under the rule "${learn.rule.kind}" cannot go on`, {
      remedy: 'Run the scenario from its beginning; runs under LFP and gradient rules can go on.',
    });
  return learn.method === 'peer' ? openPeer(learn, place, options) : openOnDevice(learn, place, options);
}

async function openOnDevice(
  learn: LfpLearning | GradientLearning,
  place: LearnerPlace,
  options: RunOptions,
): Promise<OpenedLearner> {
  const { task, plan, train, streams, cuts } = place;
  const { rule } = learn;
  const request: OpenRequest = {
    ...requestOf(place, options),
    rule,
    ...(isGradientRule(rule) ? { backward: backwardWeights(rule, plan, streams.stream('backward')) } : {}),
  };
  const trainer = trainerOf(learn);
  const settings = { network: task.network, learn };
  const trial = trialOf(task, plan, train, streams, (session, shown) =>
    trainer.learn(session, shown, plan.readout, learn.optimizer.lr),
  );
  const opened = await openSession(request, trial, options);
  const reopen = (numbers: NetworkNumbers, { network, learn }: NetworkSettings) => {
    if (learn.method === 'peer') throw new Error('a device carries out LFP and gradient rules only');
    const { rule, optimizer } = learn;
    const { tensors, optimizer: optimizerState } = numbers;
    return opened.reopen({ network, rule, optimizer, tensors, optimizerState });
  };
  const { session, choice } = opened;
  return { learner: sessionLearner({ settings, trainerOf, session, cuts, reopen }), choice };
}

/** What every session is opened with; the rule is LFP's, which costs nothing as long as nobody asks for feedback. */
function requestOf({ task, plan, streams, numbers }: LearnerPlace, { threads }: RunOptions): OpenRequest {
  return {
    network: task.network,
    optimizer: task.learn.optimizer,
    rule: { kind: 'epsilon', epsilon: RULE_DEFAULTS.epsilon },
    tensors: numbers?.tensors ?? initialTensors(plan, streams.stream('weights')),
    ...(numbers === undefined ? {} : { optimizerState: numbers.optimizer }),
    ...(threads === undefined ? {} : { threads }),
  };
}

async function openSession(
  request: OpenRequest,
  trial: Trial,
  { backend: asked = 'auto', clock, signal, memory, backends }: RunOptions,
) {
  const { session, choice } = await openBackend(asked, request, { trial, clock, signal, memory, backends });
  const { backend, asked: _, ...why } = choice;
  const told: BackendChoice = { asked, chosen: backend.name, ...why, device: session.device };
  const reopen = (changed: Partial<OpenRequest>) => backend.open({ ...request, ...changed });
  return { session, reopen, choice: told };
}

/** Who carries the learning out on a device. */
function trainerOf(learn: Learning): Trainer {
  if (learn.method === 'peer') throw new Error('a device carries out LFP and gradient rules only');
  const clip = learn.clip === undefined ? {} : { clip: learn.clip };
  if (learn.method === 'gradient') return gradientTrainer({ loss: learn.loss, ...clip });
  return lfpTrainer({ reward: learn.reward, epsilon: learn.rule.epsilon, ...clip });
}

async function openPeer(learn: PeerLearning, place: LearnerPlace, options: RunOptions): Promise<OpenedLearner> {
  const { rule } = learn;
  if (rule.kind === 'perturbation') return openPerturbed(rule, learn, place, options);
  const choice = hostChoice(options.backend ?? 'auto', rule.kind, options.backends);
  const learner = hostLearner(rule, learn, place, await openSimdProducts());
  return { learner, choice: { ...choice, device: learner.device } };
}

async function openPerturbed(
  rule: PerturbationRule,
  learn: PeerLearning,
  place: LearnerPlace,
  options: RunOptions,
): Promise<OpenedLearner> {
  const { task, plan, train, streams } = place;
  const request = requestOf(place, options);
  const trial = trialOf(task, plan, train, streams, (session, shown) => present(session, shown, plan.readout, false));
  const opened = await openSession(request, trial, {
    ...options,
    backends: takingWeights(rule.kind, options.backends),
  });
  const { tensors } = request;
  const reopen = (tensors: Tensors) => opened.reopen({ tensors });
  const network = { plan, streams, tensors, session: opened.session, reopen };
  return { learner: perturbationLearner(rule, learn, network), choice: opened.choice };
}

/** The learners that compute in float64 here. */
function hostLearner(
  rule: HostRule,
  learn: PeerLearning,
  { task, plan, train, streams }: LearnerPlace,
  products: ProductsMaker,
): Learner {
  const { batch } = task.train;
  const own: OwnNetwork = { plan, streams, products, batch, trainingInputs: () => allInputs(train, streams) };
  switch (rule.kind) {
    case 'responsibility':
    case 'responsibility-lfp':
      return responsibilityLearner(rule, learn, own);
    case 'front-contribution':
      return frontLearner(rule, learn, own);
    case 'mean-field-ensemble':
      return ensembleLearner(rule, learn, own);
    case 'r-stdp':
      return rstdpLearner(rule, learn, own);
  }
}

type HostRule = Exclude<PeerRule, PerturbationRule>;

/** The training samples as the network is shown them, in the order of their data set. */
function allInputs(train: Shown, streams: RandomStreams): Float64Array {
  const indices = Uint32Array.from({ length: train.dataSet.count }, (_, index) => index);
  return shownInputs(presentation(train, indices, streams.fresh('encode/all')));
}
