import type { z } from 'zod';
import {
  NEURONS,
  type NeuronKind,
  type NeuronParameter,
  NEURON_PARAMETERS as PARAMETERS,
  parametersOf,
} from '../../core/neurons/neuron.js';
import { namesOf, optionField } from './fields.js';
import { duration } from './time-form.js';

interface ParameterForm {
  /** Its name in a file: the field's letter where there is one. */
  readonly key: string;
  readonly form: z.ZodType;
  /** The key that gives the same as a time constant: `parameter = exp(−dt / tau)`. */
  readonly tauKey?: string;
}

const written = (parameter: NeuronParameter, key: string, tauKey?: string): ParameterForm => {
  const form = optionField(PARAMETERS[parameter]);
  return tauKey === undefined ? { key, form } : { key, form, tauKey };
};

/** How each neuron parameter is written in a file. */
export const NEURON_PARAMETERS: { readonly [P in NeuronParameter]: ParameterForm } = {
  threshold: written('threshold', 'threshold'),
  reset: written('reset', 'reset'),
  resetDelay: written('resetDelay', 'resetDelay'),
  decay: written('decay', 'beta', 'tau'),
  synapseDecay: written('synapseDecay', 'alpha', 'tauSynapse'),
  adaptation: written('adaptation', 'adaptation'),
  adaptationDecay: written('adaptationDecay', 'rho', 'tauAdaptation'),
  slope: written('slope', 'slope'),
};

export const NEURON_NAMES = namesOf(NEURONS);

/** The keys that a neuron's parameters have in a file. */
export function neuronKeys(kind: NeuronKind): readonly string[] {
  return parametersOf(kind).flatMap((parameter) => {
    const { key, tauKey } = NEURON_PARAMETERS[parameter];
    return tauKey === undefined ? [key] : [key, tauKey];
  });
}

/** The fields that a neuron adds to its layer's form. All are optional. */
export function neuronFields(kind: NeuronKind): Record<string, z.ZodType> {
  const fields: Record<string, z.ZodType> = {};
  for (const parameter of parametersOf(kind)) {
    const { key, form, tauKey } = NEURON_PARAMETERS[parameter];
    fields[key] = form.optional();
    if (tauKey !== undefined) fields[tauKey] = duration().optional();
  }
  return fields;
}
