import type { Tensors } from '../core/layers/tensors.js';
import type { OpenRequest } from './backend.js';

/**
 * The fixed weights of a request on the way back; none for rules that use the network's own.
 *
 * @throws RangeError when the rule needs some and there are none.
 */
export function fixedWeights({ rule, backward }: OpenRequest): Tensors {
  if (rule.kind !== 'feedback-alignment' && rule.kind !== 'direct-feedback-alignment') return {};
  if (!backward) throw new RangeError(`the rule "${rule.kind}" needs fixed weights on the way back: give "backward"`);
  return backward;
}
