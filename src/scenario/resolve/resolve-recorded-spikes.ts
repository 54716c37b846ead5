import type { NetworkDescription } from '../../core/layers/layer.js';
import { recordableLayers } from '../check/recordable-layers.js';
import { itemsOf, type Located, reportAt } from '../form/check-form.js';
import { nodeNames } from '../phases/node-names.js';
import type { NodeRange } from '../phases/nodes.js';
import { mergedNodes, nodesText, readNodes } from '../phases/read-nodes.js';
import type { Report } from '../problems/problem.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import { recordedLayer, recordedLayers } from '../recorded-spikes.js';
import type { Recording, Scenario } from '../scenario.js';
import type { Draft } from './draft.js';

/** What spikes are recorded of; a part is undefined when the file's is not sound. */
export type RecordedNetwork = Pick<Draft, 'network' | 'nodes' | 'encode'>;

type Entry = Recording['spikes'][number];

/** What an entry may name. */
interface Recordable {
  readonly network: NetworkDescription;
  readonly sets: Scenario['nodes'];
  /** Layers that fire. */
  readonly able: readonly string[];
  /** Undefined when the network's shapes are not sound. */
  readonly names: ReturnType<typeof nodeNames>;
}

const LAYER = /^[A-Za-z][A-Za-z0-9_-]*$/;

function resolveLayer(
  id: string,
  part: Located,
  { network, sets, able }: Recordable,
  report: Report,
): readonly Entry[] {
  if (able.includes(id)) return [id];
  const known = [...able, ...Object.keys(sets)];
  const expected = known.length === 0 ? 'no names: no layer of this network spikes' : `one of ${listed(known)}`;
  const silent = [network.input, ...network.layers].some((layer) => layer.id === id);
  const hint = silent ? { hint: 'this layer does not spike' } : { suggestion: nearestName(id, known) };
  reportAt(part, expected, report, hint);
  return [];
}

function resolveUnits(text: string, part: Located, { able, names }: Recordable, report: Report): readonly Entry[] {
  if (!names) return [];
  const found = readNodes(text, names);
  if ('expected' in found) {
    reportAt(part, found.expected, report, found);
    return [];
  }
  const odd = found.nodes.filter(({ layer }) => !able.includes(layer));
  if (odd.length === 0) return found.nodes;
  const which = able.length === 0 ? 'no layer of this network does' : listed(able);
  reportAt(part, `nodes that spike (${which})`, report, { got: quoted(nodesText(odd)) });
  return [];
}

/** The units of a layer, each once: its name where they are all of it. */
function merged(layer: string, entries: readonly Entry[], { names }: Recordable): readonly Entry[] {
  const own = entries.filter((entry) => recordedLayer(entry) === layer);
  const ranges = own.filter((entry): entry is NodeRange => typeof entry !== 'string');
  if (ranges.length < own.length || !names) return [layer];
  const units = mergedNodes(ranges, names);
  const [first] = units;
  return first?.from === 0 && first.to === names.sizes.get(layer) ? [layer] : units;
}

/**
 * Reads `record.spikes`: layers, units of them such as `"h1[0:50]"`, and node sets, of which all must fire. Layers stay in the
 * order in which they are named; units that are named twice are recorded once.
 *
 * @returns What is sound of it.
 */
export function resolveRecordedSpikes(
  texts: readonly string[],
  part: Located,
  { network, nodes: sets = {}, encode }: RecordedNetwork,
  report: Report,
): Recording['spikes'] {
  if (!network) return [];
  const able = recordableLayers(network, encode?.kind);
  const recordable: Recordable = { network, sets, able, names: nodeNames(network, sets, encode?.kind) };
  const items = itemsOf(part);
  const entries = texts.flatMap((text, n) => {
    const at = items[n] ?? part;
    if (!LAYER.test(text) || Object.hasOwn(sets, text)) return resolveUnits(text, at, recordable, report);
    if (texts.indexOf(text) === n) return resolveLayer(text, at, recordable, report);
    if (able.includes(text)) reportAt(at, 'every layer once', report);
    return [];
  });
  return recordedLayers(entries).flatMap((layer) => merged(layer, entries, recordable));
}
