import type { LayerDescription, NetworkDescription, Readout } from '../../core/layers/layer.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import { shapeText, sizeOf } from '../../core/shape.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { INPUT_FORM, NETWORK_FORM } from '../form/layer-form.js';
import type { Report } from '../problems/problem.js';
import { resolveLayer } from './resolve-layer.js';

/** A network whose read-out may still depend on the number of steps. */
export interface DraftNetwork {
  readonly input: NetworkDescription['input'];
  readonly layers: readonly LayerDescription[];
  /** Omitted: the file does not say. */
  readonly readout?: Readout;
}

function resolveInput(part: Located, report: Report): NetworkDescription['input'] | undefined {
  const fields = checkForm(INPUT_FORM, part, report);
  if (fields === undefined) return undefined;
  const { id, size, shape } = fields;
  if (shape === undefined) {
    if (size !== undefined) return { id, shape: [size] };
    reportAt(part, '"size" or "shape" (the first entry is the input)', report, { got: 'neither' });
    return undefined;
  }
  if (size !== undefined && size !== sizeOf(shape)) {
    const expected = `${sizeOf(shape)}, the size of shape ${shapeText(shape)}`;
    reportAt(below(part, 'size') ?? part, expected, report);
    return undefined;
  }
  return { id, shape };
}

/** The read-out, from `network` or from the last layer: a layer before it cannot have one. */
function resolveReadout(
  network: Located,
  entries: readonly Located[],
  given: Readout | undefined,
  report: Report,
): { readonly sound: boolean; readonly readout?: Readout } {
  const written = entries.flatMap((entry) => below(entry, 'readout') ?? []);
  const onLast = below(entries.at(-1) ?? network, 'readout');
  const strays = written.filter((part) => part.tree !== onLast?.tree);
  for (const stray of strays) reportAt(stray, 'a read-out on the last layer only', report);
  const last = onLast?.tree.kind === 'scalar' ? (onLast.tree.value as Readout) : undefined;
  if (onLast && given !== undefined && given !== last) {
    reportAt(onLast, `"${given}", as in network.readout`, report);
    return { sound: false };
  }
  const readout = last ?? given;
  return { sound: strays.length === 0, ...(readout === undefined ? {} : { readout }) };
}

/**
 * Reads `network`: its input, its layers, each by itself. Their relations are checked afterwards.
 *
 * @param dt Seconds a step, for time constants; undefined when it is not sound.
 */
export function resolveNetwork(part: Located, dt: number | undefined, report: Report): DraftNetwork | undefined {
  const fields = checkForm(NETWORK_FORM, part, report);
  const list = below(part, 'layers');
  if (list?.tree.kind !== 'list' || list.tree.items.length < 2) {
    const expected = 'a list of layers: the input, then at least one more';
    if (part.tree.kind === 'map') reportAt(list ?? part, expected, report, list ? {} : { got: 'none' });
    return undefined;
  }
  const [first, ...others] = list.tree.items.map((tree, n): Located => ({ tree, path: [...list.path, n] }));
  const input = first && resolveInput(first, report);
  const resolved = others.map((entry, n) => resolveLayer(entry, { dt, last: n === others.length - 1, report }));
  const layers = resolved.flatMap((entry) => (entry ? [entry.layer] : []));
  const { sound, readout } = resolveReadout(part, others, fields?.readout, report);
  if (!fields || !input || !sound || layers.length < others.length) return undefined;
  return { input, layers, ...(readout === undefined ? {} : { readout }) };
}

/** The read-out that a network has when the file does not say. */
export function defaultReadout(layers: readonly LayerDescription[], steps: number): Readout {
  const last = layers.at(-1);
  if (last && 'neuron' in last && isSpiking(last.neuron)) return 'rate';
  return steps === 1 ? 'last' : 'mean';
}
