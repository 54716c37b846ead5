import type { OptionForm, OptionForms } from '../option-form.js';

/** What a membrane does when it has fired: subtract the threshold, go to 0, or nothing. */
export type Reset = 'subtract' | 'zero' | 'none';

interface Firing {
  /** Firing needs a membrane strictly above this; > 0, dimensionless. */
  readonly threshold: number;
  readonly reset: Reset;
  /** true: the reset of a spike takes place one step later (the authors' default); false: at the same step. */
  readonly resetDelay: boolean;
}

/** Leaky integrate-and-fire: `u = decay · v + I`. */
export interface LifDescription extends Firing {
  readonly kind: 'lif';
  /** Share of the membrane that survives a step, 0..1 (the field's β). */
  readonly decay: number;
}

/** Integrate-and-fire: a LIF that forgets nothing (`decay = 1`). */
export interface IntegrateAndFireDescription extends Firing {
  readonly kind: 'integrate-and-fire';
}

/** LIF behind an exponential synapse: `i = synapseDecay · i + I`, `u = decay · v + i`. */
export interface SynapticLifDescription extends Firing {
  readonly kind: 'synaptic-lif';
  readonly decay: number;
  /** Share of the synaptic current that survives a step, 0..1 (the field's α). */
  readonly synapseDecay: number;
}

/** LIF whose threshold rises with its own spikes: `threshold + adaptation · a`, `a = adaptationDecay · a + spike`. */
export interface AdaptiveLifDescription extends Firing {
  readonly kind: 'adaptive-lif';
  readonly decay: number;
  /** How much one spike raises the threshold, >= 0. */
  readonly adaptation: number;
  /** Share of the adaptation that survives a step, 0..1. */
  readonly adaptationDecay: number;
}

/** A unit without memory. `step`: Heaviside 0/1 (H(0) = 0); `sign`: −1/+1 (sign(0) = −1); the rest are analog. */
export interface StaticUnitDescription {
  readonly kind: 'step' | 'sign' | 'identity' | 'relu' | 'tanh' | 'sigmoid' | 'silu';
}

/** `z` above 0, `slope · z` below. */
export interface LeakyReluDescription {
  readonly kind: 'leaky-relu';
  readonly slope: number;
}

export type SpikingDescription =
  | LifDescription
  | IntegrateAndFireDescription
  | SynapticLifDescription
  | AdaptiveLifDescription;
export type NeuronDescription = SpikingDescription | StaticUnitDescription | LeakyReluDescription;
export type NeuronKind = NeuronDescription['kind'];

/** Every neuron kind with its defaults and a line for people. The order is the order of `heaviside list neurons`. */
export const NEURONS: {
  readonly [K in NeuronKind]: {
    readonly summary: string;
    readonly family: 'spiking' | 'step' | 'analog';
    readonly defaults: NeuronDescription & { kind: K };
  };
} = {
  lif: {
    summary: 'leaky integrate-and-fire',
    family: 'spiking',
    defaults: { kind: 'lif', decay: 0.9, threshold: 1, reset: 'subtract', resetDelay: true },
  },
  'integrate-and-fire': {
    summary: 'integrate-and-fire: a LIF that forgets nothing',
    family: 'spiking',
    defaults: { kind: 'integrate-and-fire', threshold: 1, reset: 'subtract', resetDelay: true },
  },
  'synaptic-lif': {
    summary: 'LIF behind an exponentially decaying synaptic current',
    family: 'spiking',
    defaults: {
      kind: 'synaptic-lif',
      decay: 0.9,
      synapseDecay: 0.8,
      threshold: 1,
      reset: 'subtract',
      resetDelay: true,
    },
  },
  'adaptive-lif': {
    summary: 'LIF whose threshold rises with each of its spikes and relaxes again',
    family: 'spiking',
    defaults: {
      kind: 'adaptive-lif',
      decay: 0.9,
      adaptation: 0.2,
      adaptationDecay: 0.95,
      threshold: 1,
      reset: 'subtract',
      resetDelay: true,
    },
  },
  step: { summary: 'Heaviside step, 0 or 1', family: 'step', defaults: { kind: 'step' } },
  sign: { summary: 'sign, -1 or +1', family: 'step', defaults: { kind: 'sign' } },
  identity: { summary: 'linear read-out', family: 'analog', defaults: { kind: 'identity' } },
  relu: { summary: 'max(z, 0)', family: 'analog', defaults: { kind: 'relu' } },
  'leaky-relu': {
    summary: 'z above 0, slope · z below',
    family: 'analog',
    defaults: { kind: 'leaky-relu', slope: 0.01 },
  },
  tanh: { summary: 'hyperbolic tangent', family: 'analog', defaults: { kind: 'tanh' } },
  sigmoid: { summary: 'logistic function', family: 'analog', defaults: { kind: 'sigmoid' } },
  silu: { summary: 'z · sigmoid(z)', family: 'analog', defaults: { kind: 'silu' } },
};

const share = { type: 'number', min: 0, max: 1 } as const;

type NeuronParameterOf<K extends NeuronKind> = Exclude<keyof (NeuronDescription & { kind: K }), 'kind'>;
/** Every parameter of every neuron. */
export type NeuronParameter = { [K in NeuronKind]: NeuronParameterOf<K> }[NeuronKind];

/** What each parameter may be; it is the same in every neuron that has it. */
export const NEURON_PARAMETERS = {
  threshold: { type: 'number', above: 0 },
  reset: { type: 'choice', names: ['subtract', 'zero', 'none'] satisfies readonly Reset[] },
  resetDelay: { type: 'flag' },
  decay: share,
  synapseDecay: share,
  adaptation: { type: 'number', min: 0 },
  adaptationDecay: share,
  slope: { type: 'number', min: 0 },
} as const satisfies { readonly [P in NeuronParameter]: OptionForm };

/** The parameters of a neuron, in the order of its defaults. */
export function parametersOf(kind: NeuronKind): readonly NeuronParameter[] {
  const names = Object.keys(NEURONS[kind].defaults) as ('kind' | NeuronParameter)[];
  return names.filter((name) => name !== 'kind');
}

/** What the parameters of each neuron may be. */
export const NEURON_OPTIONS = Object.fromEntries(
  (Object.keys(NEURONS) as NeuronKind[]).map((kind) => [
    kind,
    Object.fromEntries(parametersOf(kind).map((name) => [name, NEURON_PARAMETERS[name]])),
  ]),
) as OptionForms<NeuronDescription>;

/** True for neurons with a membrane: their state runs through time. */
export function isSpiking(neuron: NeuronDescription): neuron is SpikingDescription {
  return NEURONS[neuron.kind].family === 'spiking';
}

/** True for neurons whose outputs are 0 or 1, so that they can be counted and recorded. */
export function hasSpikes(neuron: NeuronDescription): boolean {
  return neuron.kind === 'step' || isSpiking(neuron);
}

/** A neuron of this kind, its defaults overridden by `parameters`: `neuron('lif', { decay: 0.95 })`. */
export function neuron<K extends NeuronKind>(
  kind: K,
  parameters: Partial<Omit<NeuronDescription & { kind: K }, 'kind'>> = {},
): NeuronDescription & { kind: K } {
  return { ...NEURONS[kind].defaults, ...parameters };
}
