import type { RecordedSpikes, Session } from '../backends/backend.js';
import type { Tensors } from '../core/layers/tensors.js';
import { adjustedPlan } from '../core/network/adjusted-plan.js';
import type { Cuts } from '../core/network/cut-connections.js';
import { parameterCount, tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../core/network/plan-network.js';
import { freshOptimizer } from '../core/optimizers/optimizer-step.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { ChangeableNetwork, Judge, Learner, NetworkNumbers, NetworkSettings } from './learner.js';
import { neuronCutting } from './neuron-cutting.js';
import type { Presentation } from './presentation.js';
import type { Trainer } from './trainer.js';

/** What a learner on a device is made of. It owns the session from then on. */
export interface SessionParts {
  readonly settings: NetworkSettings;
  /** Who carries the learning out. */
  readonly trainerOf: (learn: NetworkSettings['learn']) => Trainer;
  readonly session: Session;
  /** What of the network is cut already, in a run that goes on: its numbers say so, too. */
  readonly cuts?: Cuts | undefined;
  /** The same network with other numbers, or as other settings say, on a session of its own. */
  readonly reopen: (numbers: NetworkNumbers, settings: NetworkSettings) => Promise<Session>;
}

/** A network on a device and the trainer that tells it what to do. */
export function sessionLearner(parts: SessionParts): Learner {
  const { reopen, trainerOf } = parts;
  const first = planNetwork(parts.settings.network);
  const names = weightNames(first);
  const { device } = parts.session;
  let now = { ...parts, plan: first, trainer: trainerOf(parts.settings.learn) };
  const tensorsNow = async () => (now.session.tensors ? now.session.tensors() : (await now.session.snapshot()).tensors);
  const become = async (settings: NetworkSettings, numbers: NetworkNumbers) => {
    const session = await reopen(numbers, settings);
    const before = now.session;
    const [plan, trainer] = [planNetwork(settings.network), trainerOf(settings.learn)];
    now = { ...now, settings, session, plan, trainer };
    // The network lives on the new session; what the old one says at its end changes nothing.
    await before.close().catch(() => undefined);
  };
  const changeable: ChangeableNetwork = {
    get session() {
      return now.session;
    },
    numbers: () => now.session.snapshot(),
    async adjust(settings) {
      const { session, plan } = now;
      const { network, learn } = settings;
      if (learn !== now.settings.learn && openedWith(settings) !== openedWith(now.settings)) return false;
      await session.adjust(network);
      now = { ...now, settings, plan: adjustedPlan(plan, network), trainer: trainerOf(learn) };
      return true;
    },
    become,
    judged: (outcome, presentation) => now.trainer.judged(outcome, presentation, now.plan.readout),
    border: (presentation) => now.trainer.border(presentation, now.plan.readout),
  };
  return {
    device,
    parameters: parameterCount(first),
    changeable,
    spikesOf: (presentation, layers) => spikesOn(now.session, presentation, layers),
    learn: (presentation, { learningRate }) =>
      now.trainer.learn(now.session, presentation, now.plan.readout, learningRate),
    judge: (presentation) => now.trainer.judge(now.session, presentation, now.plan.readout),
    async snapshot() {
      const { tensors, optimizer } = await now.session.snapshot();
      return { tensors: namedTensors(now.plan, tensors, optimizer.moments), step: optimizer.step };
    },
    async weights() {
      const tensors = await tensorsNow();
      return names.map((name) => tensors[name]!);
    },
    async withWeights(weights): Promise<Judge> {
      const changed = Object.fromEntries(names.map((name, n) => [name, weights[n]!]));
      const { settings, trainer, plan } = now;
      const tensors = { ...(await tensorsNow()), ...changed };
      const other = await reopen({ tensors, optimizer: freshOptimizer }, settings);
      return {
        judge: (presentation) => trainer.judge(other, presentation, plan.readout),
        close: () => other.close(),
      };
    },
    network: tensorsNow,
    ...neuronCutting(first, parts.cuts, async (changed) => {
      const { tensors, optimizer } = await now.session.snapshot();
      const next = changed({ tensors, moments: optimizer.moments });
      const numbers = { tensors: next.tensors, optimizer: { step: optimizer.step, moments: next.moments } };
      await become(now.settings, numbers);
    }),
    close: () => now.session.close(),
  };
}

/** What a session keeps of how a network learns; the learning rate comes with every update. */
function openedWith({ learn }: NetworkSettings): string {
  return JSON.stringify([learn.method, learn.rule, { ...learn.optimizer, lr: 0 }]);
}

/** Shows a batch and brings the spikes of some layers back. */
export async function spikesOn(
  session: Session,
  { input, labels, steps }: Presentation,
  layers: readonly string[],
): Promise<readonly RecordedSpikes[]> {
  await session.begin({ batch: labels.length, learn: false });
  return (await session.simulate({ steps, input, record: layers })).recorded;
}

/** Names of the tensors that hold weights, which are stored input by input; biases, gains and statistics are vectors. */
export function weightNames(plan: NetworkPlan): readonly string[] {
  return tensorPlans(plan).flatMap(({ name, layout }) => (layout === 'input-major' ? [name] : []));
}

/** Tensors and the moments of their optimizer (`optimizer.h1.weight.mean` …) in the exchange layout. */
export function namedTensors(plan: NetworkPlan, tensors: Tensors, moments: Tensors): readonly NamedTensor[] {
  return tensorPlans(plan).flatMap((tensor) => {
    const exchange = (name: string, values: Float64Array): NamedTensor => ({
      name,
      shape: tensor.exchangeShape,
      values: toExchangeLayout(tensor, values),
    });
    const own = Object.entries(moments).filter(([name]) => name.slice(0, name.lastIndexOf('.')) === tensor.name);
    return [
      exchange(tensor.name, tensors[tensor.name]!),
      ...own.map(([name, values]) => exchange(`optimizer.${name}`, values)),
    ];
  });
}
