import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import { problemOf, type Report } from '../problems/problem.js';
import { quoted } from '../problems/words.js';
import type { MapEntry, Place, ScalarTree, Tree } from './tree.js';

/** What aliases may add to a file, in nodes: YAML bombs multiply without end. */
const MOST_ALIASED_NODES = 10_000;

const PLAIN_INTEGER = /^[-+]?\d+$/;
const NONZERO_MANTISSA = /^[^eE]*[1-9]/;

/** What reading a number would silently change; undefined when it stays what was written. */
function alteredNumber(value: number, source: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if ((PLAIN_INTEGER.test(source) || /^0[xo]/.test(source)) && !Number.isSafeInteger(value)) {
    return 'an integer of at most 2^53 - 1 in size';
  }
  return value === 0 && !/^0[xo]/.test(source) && NONZERO_MANTISSA.test(source)
    ? 'a number that is not too small for 64 bits'
    : undefined;
}

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
    const value = node.value as ScalarTree['value'];
    const source = node.source ?? '';
    const altered = typeof value === 'number' ? alteredNumber(value, source) : undefined;
    if (altered !== undefined) refuse(place, altered, source);
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
      if (keyNode?.tag !== undefined) refuse(keyPlace, 'a plain key', `the tag ${quoted(keyNode.tag)}`);
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
    if (node.tag !== undefined) refuse(place, 'a plain value', `the tag ${quoted(node.tag)}`);
    const tree = isScalar(node) ? scalar(node, place) : collection(node, place);
    if (node.anchor) anchors.set(node.anchor, { tree, nodes: nodes - before + 1 });
    return tree;
  };
  return visit(contents as ParsedNode | null, { line: 1, column: 1 });
}
