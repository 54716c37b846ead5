import type { z } from 'zod';
import { NEURONS, type NeuronDescription, type NeuronKind, type Reset } from '../../core/neurons/neuron.js';
import { choice, decimal, flag, namesOf } from './fields.js';
import { duration } from './time-form.js';

type ParameterOf<K extends NeuronKind> = Exclude<keyof (NeuronDescription & { kind: K }), 'kind'>;
/** Every parameter of every neuron, by its name in the resolved scenario. */
export type NeuronParameter = { [K in NeuronKind]: ParameterOf<K> }[NeuronKind];

const RESETS = ['subtract', 'zero', 'none'] as const satisfies readonly Reset[];

interface ParameterForm {
  /** Its name in a file: the field's letter where there is one. */
  readonly key: string;
  readonly form: z.ZodType;
  /** The key that gives the same as a time constant: `parameter = exp(−dt / tau)`. */
  readonly tauKey?: string;
}

const share = decimal({ min: 0, max: 1 });

/** How each neuron parameter is written in a file. */
export const NEURON_PARAMETERS: { readonly [P in NeuronParameter]: ParameterForm } = {
  threshold: { key: 'threshold', form: decimal({ above: 0 }) },
  reset: { key: 'reset', form: choice(RESETS) },
  resetDelay: { key: 'resetDelay', form: flag() },
  decay: { key: 'beta', form: share, tauKey: 'tau' },
  synapseDecay: { key: 'alpha', form: share, tauKey: 'tauSynapse' },
  adaptation: { key: 'adaptation', form: decimal({ min: 0 }) },
  adaptationDecay: { key: 'rho', form: share, tauKey: 'tauAdaptation' },
  slope: { key: 'slope', form: decimal({ min: 0 }) },
};

export const NEURON_NAMES = namesOf(NEURONS);

/** The parameters of a neuron, in the order of its defaults. */
export function parametersOf(kind: NeuronKind): readonly NeuronParameter[] {
  return namesOf(NEURONS[kind].defaults as object).filter((name) => name !== 'kind') as NeuronParameter[];
}

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
