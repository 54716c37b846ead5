import type { ExpressionProblem } from '../expressions/expression.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import type { NodeNames } from './node-names.js';
import type { NodeRange, Nodes } from './nodes.js';

/** What is wrong with a text, wherever it stands. */
export type TextProblem = Omit<ExpressionProblem, 'at'>;

/** `h1`, `h1[3]`, `h1[0:50]` (the end is not part of it). */
const ITEM = /^([A-Za-z][A-Za-z0-9_-]*)(?:\[ *(\d+) *(?:: *(\d+) *)?\])?$/;

/**
 * Reads nodes: layers, units, ranges of units and node sets, with commas between them.
 *
 * @returns All of them, see `mergedNodes`; or what is wrong with the first one that is not sound.
 */
export function readNodes(
  text: string,
  names: Pick<NodeNames, 'sizes' | 'sets'>,
): { readonly nodes: Nodes } | TextProblem {
  const ranges: NodeRange[] = [];
  for (const item of text.split(',')) {
    const found = readItem(item.trim(), names);
    if ('expected' in found) return found;
    ranges.push(...found.nodes);
  }
  return { nodes: mergedNodes(ranges, names) };
}

function readItem(
  item: string,
  { sizes, sets }: Pick<NodeNames, 'sizes' | 'sets'>,
): { readonly nodes: Nodes } | TextProblem {
  const [, name, first, end] = ITEM.exec(item) ?? [];
  if (name === undefined) return { expected: 'nodes such as h1, h1[3], h1[0:50] or a node set', got: quoted(item) };
  const size = sizes.get(name);
  if (size === undefined) {
    const set = Object.hasOwn(sets, name) ? sets[name] : undefined;
    const known = [...sizes.keys(), ...Object.keys(sets)];
    if (!set) {
      const suggestion = nearestName(name, known);
      const expected = `a layer or a node set (${listed(known)})`;
      return { expected, got: quoted(name), ...(suggestion === undefined ? {} : { suggestion }) };
    }
    return first === undefined
      ? { nodes: set }
      : { expected: `${quoted(name)}, which is a node set`, got: quoted(item) };
  }
  if (first === undefined) return { nodes: [{ layer: name, from: 0, to: size }] };
  const [from, to] = [Number(first), end === undefined ? Number(first) + 1 : Number(end)];
  if (from >= to) return { expected: 'a range of at least one unit', got: quoted(item) };
  if (to > size) return { expected: `units of "${name}" within 0..${size - 1}`, got: quoted(item) };
  return { nodes: [{ layer: name, from, to }] };
}

/** The same nodes, each once: in the order of the layers, then of the units, as few ranges as there can be. */
export function mergedNodes(ranges: readonly NodeRange[], { sizes }: Pick<NodeNames, 'sizes'>): Nodes {
  const byLayer = new Map<string, NodeRange[]>();
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const merged = byLayer.get(range.layer) ?? [];
    byLayer.set(range.layer, merged);
    const last = merged.at(-1);
    if (last && range.from <= last.to) merged[merged.length - 1] = { ...last, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  const layers = byLayer.size === 1 ? [...byLayer.keys()] : [...sizes.keys()];
  return layers.flatMap((layer) => byLayer.get(layer) ?? []);
}

/** Each range as a file writes it: `h1[0:50]`, `h1[3]`. */
export function nodeTexts(nodes: Nodes): readonly string[] {
  return nodes.map(({ layer, from, to }) => (to === from + 1 ? `${layer}[${from}]` : `${layer}[${from}:${to}]`));
}

/** Nodes as one text, which `readNodes` reads back. */
export function nodesText(nodes: Nodes): string {
  return nodeTexts(nodes).join(', ');
}

/** How many units these are. */
export function countOf(nodes: Nodes): number {
  return nodes.reduce((sum, { from, to }) => sum + to - from, 0);
}
