import type { RuleDescription } from '../core/feedback/rule.js';
import { isGradientRule } from '../core/gradients/gradient-rule.js';
import { HeavisideError } from '../core/heaviside-error.js';
import type { OpenRequest } from './backend.js';

/** A request whose rule is one of layer-wise feedback propagation. */
export interface LfpRequest extends OpenRequest {
  readonly rule: RuleDescription;
}

/** Why a backend that has kernels for LFP only cannot take a request; undefined when it can. */
export function beyondLfp({ rule }: OpenRequest): string | undefined {
  return isGradientRule(rule) ? `it has no kernels for the rule "${rule.kind}"` : undefined;
}

/**
 * The request as one of LFP.
 *
 * @throws HeavisideError HV_BACKEND_UNSUPPORTED (usage) when it is not: whoever opens a backend without choosing asks late.
 */
export function lfpRequest(backend: string, request: OpenRequest): LfpRequest {
  const { rule } = request;
  if (!isGradientRule(rule)) return { ...request, rule };
  throw new HeavisideError(
    'HV_BACKEND_UNSUPPORTED',
    'usage',
    `backend "${backend}" cannot run this network: ${beyondLfp(request)}`,
    { remedy: 'Use --backend auto, or choose another one from: heaviside list backends' },
  );
}
