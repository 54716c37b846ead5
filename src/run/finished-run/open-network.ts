import type { Session } from '../../backends/backend.js';
import { openBackend } from '../../backends/choose-backend.js';
import { RULE_DEFAULTS } from '../../core/feedback/rule.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { OPTIMIZER_DEFAULTS } from '../../core/optimizers/optimizer.js';
import { checkRunOptions } from '../check-run-options.js';
import type { RunOptions } from '../run-options.js';
import type { FinishedRun } from './finished-run.js';

/** Where a finished network is shown samples. */
export type OpenOptions = Pick<RunOptions, 'backend' | 'threads' | 'backends'>;

/** A finished network on a device. The caller closes the session. */
export interface OpenedNetwork {
  readonly session: Session;
  /** Name of the backend that runs it. */
  readonly backend: string;
}

/**
 * Puts the network of a finished run on a device: the one that the run had, unless another is asked for. It is only
 * shown samples, so how it once learned does not matter.
 *
 * @param tensors In storage layout.
 * @throws HeavisideError what `openBackend` throws.
 */
export async function openNetwork(
  { stored, scenario }: FinishedRun,
  tensors: Tensors,
  options: OpenOptions = {},
): Promise<OpenedNetwork> {
  checkRunOptions(options);
  const { backend: asked = stored.summary?.backend ?? 'auto', threads, backends } = options;
  const request = {
    network: scenario.network,
    tensors,
    optimizer: OPTIMIZER_DEFAULTS.sgd,
    rule: { kind: 'epsilon', epsilon: RULE_DEFAULTS.epsilon },
    ...(threads === undefined ? {} : { threads }),
  } as const;
  const { session, choice } = await openBackend(asked, request, { backends });
  return { session, backend: choice.backend.name };
}
