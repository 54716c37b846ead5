import type { RecordedSpikes, Session } from '../backends/backend.js';
import type { Tensors } from '../core/layers/tensors.js';
import { parameterCount, tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { OptimizerState } from '../core/optimizers/optimizer-step.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { Judge, Learner } from './learner.js';
import { neuronCutting } from './neuron-cutting.js';
import type { Presentation } from './presentation.js';
import type { Trainer } from './trainer.js';

/** What a learner on a device is made of. It owns the session from then on. */
export interface SessionParts {
  readonly plan: NetworkPlan;
  readonly trainer: Trainer;
  readonly session: Session;
  /** The same network with other tensors, on a session of its own; its optimizer begins unless its state is given. */
  readonly reopen: (tensors: Tensors, optimizer?: OptimizerState) => Promise<Session>;
}

/** A network on a device and the trainer that tells it what to do. */
export function sessionLearner({ plan, trainer, session: first, reopen }: SessionParts): Learner {
  const names = weightNames(plan);
  let session = first;
  const network = async () => (session.tensors ? session.tensors() : (await session.snapshot()).tensors);
  return {
    device: first.device,
    parameters: parameterCount(plan),
    spikesOf: (presentation, layers) => spikesOn(session, presentation, layers),
    learn: (presentation, { learningRate }) => trainer.learn(session, presentation, plan.readout, learningRate),
    judge: (presentation) => trainer.judge(session, presentation, plan.readout),
    async snapshot() {
      const { tensors, optimizer } = await session.snapshot();
      return { tensors: namedTensors(plan, tensors, optimizer.moments), step: optimizer.step };
    },
    async weights() {
      const tensors = await network();
      return names.map((name) => tensors[name]!);
    },
    async withWeights(weights): Promise<Judge> {
      const tensors = await network();
      const changed = Object.fromEntries(names.map((name, n) => [name, weights[n]!]));
      const other = await reopen({ ...tensors, ...changed });
      return {
        judge: (presentation) => trainer.judge(other, presentation, plan.readout),
        close: () => other.close(),
      };
    },
    network,
    ...neuronCutting(plan, async (changed) => {
      const { tensors, optimizer } = await session.snapshot();
      const now = changed({ tensors, moments: optimizer.moments });
      const next = await reopen(now.tensors, { step: optimizer.step, moments: now.moments });
      const before = session;
      session = next;
      // The network lives on the new session; what the old one says at its end changes nothing.
      await before.close().catch(() => undefined);
    }),
    close: () => session.close(),
  };
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
