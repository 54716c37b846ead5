import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { NODES_FORM } from '../form/event-form.js';
import { NODE_SET_NAME } from '../form/phase-form.js';
import type { NodeNames } from '../phases/node-names.js';
import type { NodeRange, Nodes } from '../phases/nodes.js';
import { mergedNodes, readNodes } from '../phases/read-nodes.js';
import type { Report } from '../problems/problem.js';
import type { Scenario } from '../scenario.js';
import { plainValue } from '../tree/tree.js';
import { locatedKey } from './setting.js';

/**
 * Reads nodes: a text, or a list of texts.
 *
 * @param names undefined while the network is not sound: only the form is checked.
 */
export function resolveNodes(part: Located, names: NodeNames | undefined, report: Report): Nodes | undefined {
  if (checkForm(NODES_FORM, part, report) === undefined || !names) return undefined;
  const { tree, path } = part;
  const items = tree.kind === 'list' ? tree.items.map((item, n) => ({ tree: item, path: [...path, n] })) : [part];
  const ranges: NodeRange[] = [];
  let sound = true;
  for (const item of items) {
    const found = readNodes(String(plainValue(item.tree)), names);
    if ('nodes' in found) ranges.push(...found.nodes);
    else {
      sound = false;
      reportAt(item, found.expected, report, { got: found.got, suggestion: found.suggestion });
    }
  }
  return sound ? mergedNodes(ranges, names) : undefined;
}

/** The nodes at the key `nodes` of a map. */
export function nodesAt(
  part: Located,
  { names, report }: { readonly names: NodeNames | undefined; readonly report: Report },
): Nodes | undefined {
  const nodes = below(part, 'nodes');
  return nodes && resolveNodes(nodes, names, report);
}

/**
 * Reads `nodes`: sets of nodes by name. A set may name those before it.
 *
 * @param names Those of the network, without sets.
 */
export function resolveNodeSets(
  part: Located | undefined,
  names: NodeNames | undefined,
  report: Report,
): Scenario['nodes'] | undefined {
  if (part === undefined) return {};
  if (part.tree.kind !== 'map') {
    reportAt(part, 'a map from names to nodes', report);
    return undefined;
  }
  let sets: Scenario['nodes'] = {};
  let sound = true;
  for (const [name, { keyPlace, value }] of part.tree.entries) {
    const key = locatedKey(name, keyPlace, [...part.path, name]);
    const isName = checkForm(NODE_SET_NAME, key, report) !== undefined;
    const taken = names?.sizes.has(name) === true;
    if (taken) reportAt(key, 'a name that no layer has', report);
    const nodes = resolveNodes({ tree: value, path: key.path }, names && { ...names, sets }, report);
    if (!isName || taken || !nodes) sound = false;
    else sets = { ...sets, [name]: nodes };
  }
  return sound ? sets : undefined;
}
