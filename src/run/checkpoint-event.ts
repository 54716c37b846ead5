import type { Session } from '../backends/backend.js';
import { tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { RunEvent } from './run-event.js';
import type { Tally } from './tally.js';

/** Where a run stands. With the seed it is everything: random streams are named after it, none is carried along. */
export interface Progress {
  readonly seed: number;
  /** The epoch in progress or just finished; counts from 1. */
  readonly epoch: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Sums over the batches of this epoch, while it is unfinished. */
  readonly sums?: Tally;
}

/**
 * Everything that a later run needs to continue exactly: weights in the field's exchange layout, the optimizer's moments
 * beside them (`optimizer.h1.weight.mean` …), and as facts the place in the run: `seed`, `batch` (done in this epoch),
 * `optimizer.step`, and while the epoch is unfinished its `sums` as JSON.
 */
export async function checkpointEvent(
  reason: Checkpoint['reason'],
  { seed, epoch, batch, step, sums }: Progress,
  plan: NetworkPlan,
  session: Session,
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
      seed: String(seed),
      batch: String(batch),
      'optimizer.step': String(optimizer.step),
      ...(sums === undefined ? {} : { sums: JSON.stringify(sums) }),
    },
  };
}
