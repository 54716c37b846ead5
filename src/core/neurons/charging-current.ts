import type { SpikingDescription } from './neuron.js';
import type { NeuronVariables } from './neuron-variables.js';

/**
 * The current that charged a membrane in a step, found from the membrane before and after it:
 *
 *     I = v' − decay · v + taken      taken: the threshold that a reset took away, the pending one (reset delay on) or that
 *                                     of the step's own spike (off)
 *
 * Behind a synapse it is the synaptic current i itself.
 *
 * @param before Variables before the step; undefined: at rest.
 * @param after  Variables after it. Both of one sample.
 * @param fired  Whether the unit fired in the step.
 * @returns NaN where a reset to zero discarded it: the membrane does not tell it then.
 */
export function chargingCurrent(
  neuron: SpikingDescription,
  before: NeuronVariables | undefined,
  after: NeuronVariables,
  unit: number,
  fired: boolean,
): number {
  if (after.current) return after.current[unit]!;
  const { reset, resetDelay, threshold } = neuron;
  const isAdaptive = neuron.kind === 'adaptive-lif';
  const v = before?.voltage?.[unit] ?? 0;
  const change = after.voltage![unit]! - (neuron.kind === 'integrate-and-fire' ? v : neuron.decay * v);
  if (reset === 'none') return change;
  const pending = isAdaptive ? (before?.pending?.[unit] ?? 0) : v - threshold > 0 ? threshold : 0;
  const crossed = isAdaptive ? threshold + neuron.adaptation * (before?.adaptation?.[unit] ?? 0) : threshold;
  const own = !resetDelay && fired ? crossed : 0;
  if (reset === 'zero') return pending !== 0 || own !== 0 ? Number.NaN : change;
  return change + (resetDelay ? pending : own);
}
