import { HeavisideError } from '../../core/heaviside-error.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import { fromExchangeLayout, tensorPlans } from '../../core/network/initial-tensors.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { type Shape, shapeText } from '../../core/shape.js';
import type { StoredRun } from '../../record/read-run-folder.js';

/** The tensors of a checkpoint, and what to call its file. */
type Source = Pick<StoredRun, 'checkpointFile'> & { readonly checkpoint: Pick<StoredRun['checkpoint'], 'tensors'> };

/** A tensor that a checkpoint must hold. */
export interface WantedTensor {
  readonly name: string;
  /** In the exchange layout. */
  readonly shape: Shape;
}

/**
 * Picks tensors out of a checkpoint, in the exchange layout; others that it holds are passed over.
 *
 * @returns By name; the checkpoint's own arrays.
 * @throws HeavisideError `HV_CHECKPOINT_FIT`, kind `machine`, with both shapes of every tensor that is missing or has
 *   another shape, and every one with a value that is not finite.
 */
export function checkpointTensors({ checkpoint, checkpointFile }: Source, wanted: readonly WantedTensor[]): Tensors {
  const held = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  const problems = wanted.flatMap(({ name, shape }) => {
    const tensor = held.get(name);
    if (!tensor) return [`  ${name}: expected ${shapeText(shape)}, got no such tensor`];
    if (shapeText(tensor.shape) !== shapeText(shape))
      return [`  ${name}: expected ${shapeText(shape)}, got ${shapeText(tensor.shape)}`];
    const odd = firstNonFinite({ [name]: tensor.values });
    return odd ? [`  ${name}[${odd.index}]: expected a finite number, got ${odd.value}`] : [];
  });
  if (problems.length === 0)
    return Object.fromEntries(wanted.map(({ name }) => [name, held.get(name)!.values] as const));
  throw new HeavisideError(
    'HV_CHECKPOINT_FIT',
    'machine',
    `${checkpointFile} does not fit the network of its run:\n${problems.join('\n')}`,
    { remedy: 'Run the scenario again.', facts: { path: checkpointFile } },
  );
}

/**
 * The tensors of a network from a checkpoint, in storage layout.
 *
 * @returns New arrays, except vectors, which are the checkpoint's own.
 * @throws HeavisideError what `checkpointTensors` throws.
 */
export function networkTensors(source: Source, plan: NetworkPlan): Tensors {
  const plans = tensorPlans(plan);
  const wanted = plans.map(({ name, exchangeShape }) => ({ name, shape: exchangeShape }));
  const exchanged = checkpointTensors(source, wanted);
  return Object.fromEntries(plans.map((tensor) => [tensor.name, fromExchangeLayout(tensor, exchanged[tensor.name]!)]));
}
