import { z } from 'zod';
import { INITIALIZER_OPTIONS, INITIALIZERS } from '../../core/initializers.js';
import type { LayerKind } from '../../core/layers/layer.js';
import { LAYER_OPTIONS, READOUTS } from '../../core/network/layer-options.js';
import type { NeuronKind } from '../../core/neurons/neuron.js';
import { choice, integer, layerId, list, map, optionFields } from './fields.js';
import { NEURON_NAMES, neuronFields } from './neuron-form.js';

/** No layer and no window is larger: a mistyped number should not fill the memory. */
const MOST_UNITS = 100_000_000;

const units = () => integer({ min: 1, max: MOST_UNITS });

/** A number for both directions, or one for each. */
function extent(min: number) {
  const part = () => integer({ min, max: MOST_UNITS });
  return z.union([part(), z.tuple([part(), part()])], { error: `an integer >= ${min}, or [height, width] of such` });
}

const FROM = z.union([layerId(), list(layerId(), 'names of layers').min(1)], {
  error: 'the name of a layer, or a list of names',
});

export const INITIAL_NAME = choice(INITIALIZERS);
/** `initial`, after its shorthand was written out. */
export const INITIAL_FORM = {
  constant: map({ kind: choice(['constant']), ...optionFields(INITIALIZER_OPTIONS.constant) }),
  drawn: map({ kind: INITIAL_NAME }, 'the name of an initializer, or a map'),
} as const;

const WEIGHTED = { ...optionFields(LAYER_OPTIONS.dense, { bias: true }), initial: z.unknown().optional() };

/** What each kind of layer has of its own. */
const KIND_FIELDS: { readonly [K in LayerKind]: Readonly<Record<string, z.ZodType>> } = {
  dense: { size: units(), ...WEIGHTED },
  conv2d: {
    channels: units(),
    kernel: extent(1),
    stride: extent(1).optional(),
    padding: extent(0).optional(),
    ...WEIGHTED,
  },
  'max-pool': { kernel: extent(1), stride: extent(1).optional() },
  'average-pool': { kernel: extent(1), stride: extent(1).optional() },
  flatten: {},
  sum: {},
  'batch-norm': optionFields(LAYER_OPTIONS['batch-norm'], { epsilon: true }),
};

export const LAYER_KINDS = Object.keys(KIND_FIELDS) as readonly LayerKind[];
export const LAYER_KIND = choice(LAYER_KINDS);
export const NEURON_NAME = choice(NEURON_NAMES);
const READOUT = choice(READOUTS);

/** True for layers whose sums drive a neuron. */
export function hasNeuron(kind: LayerKind): boolean {
  return kind === 'dense' || kind === 'conv2d' || kind === 'sum' || kind === 'batch-norm';
}

/** Stands for a neuron that the file names wrongly: whatever any neuron has may then be right. */
type AnyNeuron = 'any';

function neuronPart(neuron: NeuronKind | AnyNeuron | undefined): Record<string, z.ZodType> {
  if (neuron === undefined) return {};
  if (neuron !== 'any') return { neuron: choice([neuron]).optional(), ...neuronFields(neuron) };
  return { neuron: z.unknown().optional(), ...Object.assign({}, ...NEURON_NAMES.map(neuronFields)) };
}

function buildForm(kind: LayerKind, neuron: NeuronKind | AnyNeuron | undefined) {
  return map({
    id: layerId(),
    kind: choice([kind]).optional(),
    from: kind === 'sum' ? FROM : FROM.optional(),
    ...KIND_FIELDS[kind],
    ...neuronPart(neuron),
    readout: READOUT.optional(),
  });
}

const FORMS = new Map(
  LAYER_KINDS.flatMap((kind) => {
    const neurons = hasNeuron(kind) ? ([...NEURON_NAMES, 'any'] as const) : [undefined];
    return neurons.map((neuron) => [`${kind}/${neuron ?? ''}`, buildForm(kind, neuron)] as const);
  }),
);

/** The form of a layer's map. @param neuron Omitted for layers that have none. */
export function layerForm(kind: LayerKind, neuron: NeuronKind | AnyNeuron | undefined) {
  return FORMS.get(`${kind}/${neuron ?? ''}`) ?? buildForm(kind, neuron);
}

/** The form of the first entry of `layers`: the input. */
export const INPUT_FORM = map({
  id: layerId(),
  size: units().optional(),
  shape: list(units(), 'a list of extents, such as [1, 28, 28]')
    .min(1, { error: 'at least one extent' })
    .max(3, { error: 'at most three extents: channels, height, width' })
    .optional(),
});

/** The form of `network` around its layers. */
export const NETWORK_FORM = map({ layers: z.unknown().optional(), readout: READOUT.optional() });
