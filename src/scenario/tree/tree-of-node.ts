import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import { problemOf, type Report } from '../problems/problem.js';
import { quoted } from '../problems/words.js';
import type { MapEntry, Place, ScalarTree, Tree } from './tree.js';

/** What aliases may add to a file, in nodes: YAML bombs multiply without end. */
const MOST_ALIASED_NODES = 10_000;

const PLAIN_INTEGER = /^[-+]?\d+$/;
const NONZERO_MANTISSA = /^[^eE]*[1-9]/;

/** True when 64-bit floats hold a number other than the one that was written. */
function isAltered(value: number, source: string): boolean {
  const based = /^0[xo]/.test(source);
  if (based || PLAIN_INTEGER.test(source)) return !Number.isSafeInteger(value);
  return value === 0 && NONZERO_MANTISSA.test(source);
}

const tagText = (tag: string) => `the tag ${quoted(tag.replace('tag:yaml.org,2002:', '!!'))}`;

/**
 * Turns the reader's nodes into a tree; aliases are followed here, within a budget.
 *
 * @param contents The document's root; null for an empty document.
 * @param placeAt  Position of a character offset.
 */
export function treeOfNode(contents: unknown, placeAt: (offset: number) => Place, report: Report): Tree {
  const anchors = new Map<string, { readonly tree: Tree; readonly nodes: number }>();
  let nodes = 0;
  let aliased = 0;
  const refuse = (place: Place, expected: string, got: string) => report(problemOf({ place, path: '', expected, got }));

  const empty = (place: Place): ScalarTree => ({ kind: 'scalar', value: null, source: '', quoted: false, place });

  const scalar = (node: Scalar, place: Place): ScalarTree => {
    const source = node.source ?? '';
    const read = node.value as ScalarTree['value'];
    // Not a number in every sense: no form takes it, and the message shows what was written.
    const value = typeof read === 'number' && isAltered(read, source) ? Number.NaN : read;
    return { kind: 'scalar', value, source, quoted: node.type !== 'PLAIN', place };
  };

  const follow = (name: string, place: Place): Tree => {
    const target = anchors.get(name);
    if (target === undefined) {
      refuse(place, 'an alias of an anchor set before it', quoted(`*${name}`));
      return empty(place);
    }
    aliased += target.nodes;
    nodes += target.nodes;
    if (aliased <= MOST_ALIASED_NODES) return target.tree;
    if (aliased - target.nodes <= MOST_ALIASED_NODES) {
      refuse(place, `aliases that add at most ${MOST_ALIASED_NODES} nodes`, 'more');
    }
    return empty(place);
  };

  const collection = (node: ParsedNode, place: Place): Tree => {
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => visit(item as ParsedNode, place)), place };
    const entries = new Map<string, MapEntry>();
    if (!isMap(node)) return { kind: 'map', entries, place };
    for (const pair of node.items) {
      const keyNode = pair.key as ParsedNode | null;
      const keyPlace = keyNode ? placeAt(keyNode.range[0]) : place;
      const value = visit(pair.value as ParsedNode | null, keyPlace);
      if (keyNode?.tag !== undefined) refuse(keyPlace, 'a plain key', tagText(keyNode.tag));
      const key = isScalar(keyNode) ? String(keyNode.value) : undefined;
      if (key === undefined) refuse(keyPlace, 'a plain key', isAlias(keyNode) ? 'an alias' : 'a collection');
      else if (entries.has(key)) refuse(keyPlace, 'every key once', `${quoted(key)} again`);
      else entries.set(key, { keyPlace, value });
    }
    return { kind: 'map', entries, place };
  };

  const visit = (node: ParsedNode | null, parent: Place): Tree => {
    nodes++;
    if (node === null) return empty(parent);
    const before = nodes;
    const place = placeAt(node.range[0]);
    if (isAlias(node)) return follow(node.source, place);
    if (node.tag !== undefined) refuse(place, 'a plain value', tagText(node.tag));
    const tree = isScalar(node) ? scalar(node, place) : collection(node, place);
    if (node.anchor) anchors.set(node.anchor, { tree, nodes: nodes - before + 1 });
    return tree;
  };
  return visit(contents as ParsedNode | null, { line: 1, column: 1 });
}
