import { fromExchangeLayout, tensorPlans } from '../../core/network/initial-tensors.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import type { NamedTensor } from '../../record/named-tensor.js';
import type { NetworkNumbers } from '../../trainers/learner.js';
import { networkTensors } from '../finished-run/checkpoint-tensors.js';

/**
 * Numbers of a network in storage layout, from the tensors of a checkpoint; the reverse of `namedTensors`.
 *
 * @param step  Steps that the optimizer counts.
 * @param where What to call the checkpoint in messages.
 * @throws HeavisideError what `networkTensors` throws.
 */
export function restoredNumbers(
  plan: NetworkPlan,
  tensors: readonly NamedTensor[],
  step: number,
  where: string,
): NetworkNumbers {
  const moments = tensorPlans(plan).flatMap((planned) => {
    const head = `optimizer.${planned.name}.`;
    const own = tensors.filter(({ name }) => name.startsWith(head) && !name.slice(head.length).includes('.'));
    return own.map(({ name, values }) => {
      return [name.slice('optimizer.'.length), fromExchangeLayout(planned, values)] as const;
    });
  });
  return {
    tensors: networkTensors({ checkpoint: { tensors }, checkpointFile: where }, plan),
    optimizer: { step, moments: Object.fromEntries(moments) },
  };
}
