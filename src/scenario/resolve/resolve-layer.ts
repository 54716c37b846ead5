import type { Initializer } from '../../core/initializers.js';
import * as describe from '../../core/layers/describe-layer.js';
import type { Extent, LayerDescription, LayerKind, Readout } from '../../core/layers/layer.js';
import { NEURONS, type NeuronDescription, type NeuronKind } from '../../core/neurons/neuron.js';
import { below, checkForm, type Located, reportAt, type UnknownKey } from '../form/check-form.js';
import { hasNeuron, INITIAL_FORM, LAYER_KIND, LAYER_KINDS, layerForm, NEURON_NAME } from '../form/layer-form.js';
import { NEURON_NAMES, NEURON_PARAMETERS, neuronKeys } from '../form/neuron-form.js';
import type { Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import { textAt } from '../tree/tree.js';
import { resolveNeuron } from './resolve-neuron.js';

interface LayerContext {
  /** Seconds a step; undefined when the file's is not sound. */
  readonly dt: number | undefined;
  readonly last: boolean;
  readonly report: Report;
}

/** What a layer's form makes of a layer, as far as the types can say for all kinds at once. */
interface LayerFields {
  readonly id: string;
  readonly from?: string | readonly string[];
  readonly size: number;
  readonly channels: number;
  readonly kernel: number | Extent;
  readonly stride?: number | Extent;
  readonly padding?: number | Extent;
  readonly bias?: boolean;
  readonly epsilon?: number;
  readonly readout?: Readout;
}

export interface ResolvedLayer {
  readonly layer: LayerDescription;
  readonly readout?: Readout;
}

function kindOf(part: Located, report: Report): LayerKind | undefined {
  const kind = below(part, 'kind');
  if (kind === undefined) return 'dense';
  const name = textAt(part.tree, 'kind');
  const known = LAYER_KINDS.find((candidate) => candidate === name);
  if (known === undefined) checkForm(LAYER_KIND, kind, report);
  return known;
}

/** The neuron that a layer names; linear where there is nothing to choose: read-outs, sums, normalisations. */
function neuronOf(part: Located, kind: LayerKind, { last, report }: LayerContext): NeuronKind | undefined {
  const written = below(part, 'neuron');
  if (written === undefined) {
    if (last || (kind !== 'dense' && kind !== 'conv2d')) return 'identity';
    reportAt(part, `a key "neuron" (only the last layer has a default, "identity")`, report, { got: 'none' });
    return undefined;
  }
  const name = textAt(part.tree, 'neuron');
  const known = NEURON_NAMES.find((candidate) => candidate === name);
  if (known === undefined) checkForm(NEURON_NAME, written, report);
  return known;
}

/** Explains a key that belongs to another neuron. */
function foreignParameter(neuron: NeuronKind | undefined, kind: LayerKind): UnknownKey {
  const parameters = Object.values(NEURON_PARAMETERS).flatMap(({ key, tauKey }) => (tauKey ? [key, tauKey] : [key]));
  return (key) => {
    if (!parameters.includes(key) && !(key === 'neuron' && neuron === undefined)) return undefined;
    if (neuron === undefined) return { expected: `no neuron on a layer of kind "${kind}"` };
    const own = neuronKeys(neuron);
    return { expected: `a parameter of neuron "${neuron}" (${own.length === 0 ? 'it has none' : listed(own)})` };
  };
}

function initialOf(part: Located, report: Report): Initializer | undefined {
  const written = below(part, 'initial');
  if (written === undefined) return { kind: 'uniform' };
  const form = textAt(written.tree, 'kind') === 'constant' ? INITIAL_FORM.constant : INITIAL_FORM.drawn;
  return checkForm(form, written, report) as Initializer | undefined;
}

function build(kind: LayerKind, f: LayerFields, neuron: NeuronDescription, initial: Initializer): LayerDescription {
  const from = f.from === undefined || typeof f.from !== 'string' ? f.from : [f.from];
  const { id, bias, kernel, stride, padding, epsilon } = f;
  switch (kind) {
    case 'dense':
      return describe.dense(id, f.size, neuron, { from, bias, initial });
    case 'conv2d':
      return describe.conv2d(id, f.channels, kernel, neuron, { from, bias, initial, stride, padding });
    case 'max-pool':
    case 'average-pool':
      return describe.pool(id, kind, kernel, { from, stride });
    case 'flatten':
      return describe.flatten(id, { from });
    case 'sum':
      return describe.sum(id, from ?? [], neuron);
    case 'batch-norm':
      return describe.batchNorm(id, neuron, { from, epsilon });
  }
}

/** Reads one entry of `layers` after the first. */
export function resolveLayer(part: Located, context: LayerContext): ResolvedLayer | undefined {
  const { report } = context;
  if (part.tree.kind !== 'map') {
    reportAt(part, 'a layer: a map with at least "id"', report);
    return undefined;
  }
  const kind = kindOf(part, report);
  if (kind === undefined) return undefined;
  const neuronKind = hasNeuron(kind) ? neuronOf(part, kind, context) : undefined;
  const form = layerForm(kind, hasNeuron(kind) ? (neuronKind ?? 'any') : undefined);
  const fields = checkForm(form, part, report, { unknownKey: foreignParameter(neuronKind, kind) });
  const initial = initialOf(part, report);
  const neuron = neuronKind ? resolveNeuron(part, neuronKind, context.dt, report) : NEURONS.identity.defaults;
  if (!fields || !initial || !neuron || (hasNeuron(kind) && !neuronKind)) return undefined;
  const layer = build(kind, fields as unknown as LayerFields, neuron, initial);
  const { readout } = fields as { readonly readout?: Readout };
  return readout === undefined ? { layer } : { layer, readout };
}
