import { sharedWeightLayers, sourcesOf } from '../../core/network/cut-layers.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import type { LesionTarget } from '../phases/change.js';
import type { Nodes } from '../phases/nodes.js';
import { listed, quoted } from '../problems/words.js';
import type { PhaseContext } from './phase-context.js';
import { resolveNodes } from './resolve-nodes.js';

/** Layers of some nodes, each once. */
function layersOf(nodes: Nodes): readonly string[] {
  return [...new Set(nodes.map(({ layer }) => layer))];
}

/** Neurons can be cut off where all their connections are their own. */
function checkNeurons(part: Located, nodes: Nodes, { settings, report }: PhaseContext): boolean {
  if (!settings) return true;
  let sound = true;
  for (const layer of layersOf(nodes)) {
    const odd = sharedWeightLayers(settings.network, layer);
    if (odd.length === 0) continue;
    sound = false;
    const kinds = odd.map(({ id, kind }) => `"${id}" is ${kind}`).join(', ');
    reportAt(part, `neurons between dense layers (${kinds})`, report, { got: quoted(layer) });
  }
  return sound;
}

/** Connections can be cut that lead into a dense layer, out of what it reads. */
function checkConnections(
  [toPart, to]: readonly [Located, Nodes],
  [fromPart, from]: readonly [Located, Nodes] | readonly [undefined, undefined],
  { settings, report }: PhaseContext,
): boolean {
  if (!settings) return true;
  const { network } = settings;
  const dense = network.layers.filter(({ kind }) => kind === 'dense');
  const odd = layersOf(to).filter((id) => !dense.some((layer) => layer.id === id));
  if (odd.length > 0)
    reportAt(toPart, `nodes of dense layers (${listed(dense.map(({ id }) => id))})`, report, { got: listed(odd) });
  if (odd.length > 0 || from === undefined) return odd.length === 0;
  const readers = dense.filter(({ id }) => layersOf(to).includes(id));
  const read = readers.flatMap((layer) => sourcesOf(network, layer));
  const strays = layersOf(from).filter((id) => !read.includes(id));
  const unread = readers.filter((layer) => !sourcesOf(network, layer).some((id) => layersOf(from).includes(id)));
  const pairs = readers.map((layer) => `"${layer.id}" reads ${listed(sourcesOf(network, layer))}`).join(', ');
  if (strays.length + unread.length > 0)
    reportAt(fromPart, `nodes that "to" reads (${pairs})`, report, { got: listed(layersOf(from)) });
  return strays.length + unread.length === 0;
}

function resolveConnections(part: Located, context: PhaseContext): LesionTarget | undefined {
  const { names, report } = context;
  const isMap = part.tree.kind === 'map';
  const toPart = isMap ? below(part, 'to') : part;
  const fromPart = isMap ? below(part, 'from') : undefined;
  const to = toPart && resolveNodes(toPart, names, report);
  const from = fromPart && resolveNodes(fromPart, names, report);
  if (!toPart || !to || (fromPart && !from)) return undefined;
  const sender = fromPart && from ? ([fromPart, from] as const) : ([undefined, undefined] as const);
  if (!checkConnections([toPart, to], sender, context)) return undefined;
  return { synapses: from ? { to, from } : { to } };
}

/**
 * Reads what a lesion takes away or gives back.
 *
 * @returns `none` when nothing is named; undefined when something was reported.
 */
export function resolveTarget(part: Located, context: PhaseContext): LesionTarget | 'none' | undefined {
  const [nodes, synapses] = [below(part, 'nodes'), below(part, 'synapses')];
  if (nodes && synapses) {
    reportAt(part, 'either "nodes" or "synapses"', context.report, { got: 'both' });
    return undefined;
  }
  if (synapses) return resolveConnections(synapses, context);
  if (!nodes) return 'none';
  const neurons = resolveNodes(nodes, context.names, context.report);
  return neurons && checkNeurons(nodes, neurons, context) ? { neurons } : undefined;
}
