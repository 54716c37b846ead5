import type { Session } from '../backends/backend.js';
import { tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { RandomStreams } from '../data/random-streams.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { RunEvent } from './run-event.js';

/** Where a run stands. `epoch` is the one in progress or just finished, `step` the optimizer steps taken. */
export interface Progress {
  readonly epoch: number;
  readonly step: number;
}

/**
 * Everything that a later run needs to continue: weights in the field's exchange layout, the optimizer's moments beside
 * them (`optimizer.h1.weight.mean` …), and where the random streams stand.
 */
export async function checkpointEvent(
  reason: 'end' | 'interrupted' | 'last-good',
  { epoch, step }: Progress,
  plan: NetworkPlan,
  session: Session,
  streams: RandomStreams,
): Promise<RunEvent & { readonly kind: 'checkpoint' }> {
  const { tensors, optimizer } = await session.snapshot();
  const named: NamedTensor[] = [];
  for (const tensor of tensorPlans(plan)) {
    const exchange = (name: string, values: Float64Array): NamedTensor => ({
      name,
      shape: tensor.exchangeShape,
      values: toExchangeLayout(tensor, values),
    });
    named.push(exchange(tensor.name, tensors[tensor.name]!));
    for (const [name, values] of Object.entries(optimizer.moments))
      if (name.slice(0, name.lastIndexOf('.')) === tensor.name) named.push(exchange(`optimizer.${name}`, values));
  }
  return {
    kind: 'checkpoint',
    reason,
    epoch,
    step,
    tensors: named,
    facts: {
      format: 'heaviside-checkpoint-1',
      epoch: String(epoch),
      step: String(step),
      'optimizer.step': String(optimizer.step),
      streams: JSON.stringify(streams.state()),
    },
  };
}
