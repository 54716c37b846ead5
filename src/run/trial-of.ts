import type { Session } from '../backends/backend.js';
import { sizeClass, synapseVisits, type Trial } from '../backends/choosing/trial.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { RandomStreams } from '../data/random-streams.js';
import type { Presentation } from '../trainers/presentation.js';
import { presentation, type Shown } from './batches.js';
import type { Task } from './task.js';

/**
 * The training step that `auto` compares backends by: the run's own network, learning rule and batch size on samples
 * spread over its data, so that as much is silent as in the run. Draws from a stream of its own, `trial`: the run itself
 * is the same whether there was a trial or not.
 */
export function trialOf(
  task: Task,
  plan: NetworkPlan,
  train: Shown,
  streams: RandomStreams,
  step: (session: Session, shown: Presentation) => Promise<unknown>,
): Trial {
  const { count } = train.dataSet;
  const batch = Math.min(task.train.batch, count);
  const work = synapseVisits(plan, task.steps, batch);
  const encoded = () => {
    const indices = Uint32Array.from({ length: batch }, (_, k) => Math.floor((k * count) / batch));
    return presentation(train, indices, streams.fresh('trial'));
  };
  let shown: ReturnType<typeof encoded> | undefined;
  return {
    work,
    sizeClass: sizeClass(plan, work, task.encode.kind),
    async step(session: Session) {
      shown ??= encoded();
      await step(session, shown);
    },
  };
}
