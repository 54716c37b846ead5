import { NEURONS, type NeuronDescription, type NeuronKind, parametersOf } from '../../core/neurons/neuron.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import { NEURON_PARAMETERS } from '../form/neuron-form.js';
import { secondsOf } from '../form/time-form.js';
import type { Report } from '../problems/problem.js';
import { plainValue, textAt } from '../tree/tree.js';

/**
 * The neuron of a layer with all its parameters, from the keys beside `neuron` (which the layer's form has checked).
 *
 * A time constant becomes a share: `decay = exp(−dt / tau)`.
 *
 * @returns undefined when `dt` is needed and unknown, or a share was given twice (reported).
 */
export function resolveNeuron(
  part: Located,
  kind: NeuronKind,
  dt: number | undefined,
  report: Report,
): NeuronDescription | undefined {
  const given: Record<string, unknown> = {};
  let sound = true;
  for (const parameter of parametersOf(kind)) {
    const { key, tauKey } = NEURON_PARAMETERS[parameter];
    const direct = below(part, key);
    const constant = tauKey === undefined ? undefined : below(part, tauKey);
    if (direct && constant) {
      reportAt(constant, `either "${key}" or "${tauKey}"`, report, { got: 'both' });
      sound = false;
    }
    if (direct) given[parameter] = plainValue(direct.tree);
    if (constant) {
      const seconds = secondsOf(textAt(part.tree, tauKey ?? '') ?? '');
      if (dt === undefined || !(seconds > 0)) sound = false;
      else given[parameter] = Math.exp(-dt / seconds);
    }
  }
  return sound ? ({ ...NEURONS[kind].defaults, ...given } as NeuronDescription) : undefined;
}
