import { below, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import { listed, nearestName } from '../problems/words.js';
import { plainValue, textAt } from '../tree/tree.js';

/** The entries of `network.layers` as they stand, sound or not. */
export function layerParts(root: Located): readonly Located[] {
  const network = below(root, 'network');
  const layers = network && below(network, 'layers');
  if (layers?.tree.kind !== 'list') return [];
  return layers.tree.items.map((tree, n) => ({ tree, path: [...layers.path, n] }));
}

function namesIn(from: Located): readonly Located[] {
  if (from.tree.kind !== 'list') return [from];
  return from.tree.items.map((tree, n) => ({ tree, path: [...from.path, n] }));
}

/** Checks that layer names differ and that every `from` names earlier layers, also while other things are wrong. */
export function checkLayerNames(root: Located, report: Report): void {
  const parts = layerParts(root);
  const all = parts.map((part) => textAt(part.tree, 'id'));
  const earlier: string[] = [];
  parts.forEach((part, n) => {
    const id = all[n];
    const from = n === 0 ? undefined : below(part, 'from');
    for (const name of from ? namesIn(from) : []) {
      const source = plainValue(name.tree);
      if (typeof source !== 'string' || earlier.includes(source)) continue;
      const later = source === id || all.includes(source);
      const expected = `the name of an earlier layer (${listed(earlier)})`;
      const suggestion = later ? undefined : nearestName(source, earlier);
      reportAt(name, expected, report, { suggestion, ...(later ? { hint: 'a layer reads only earlier ones' } : {}) });
    }
    if (id === undefined) return;
    if (earlier.includes(id)) reportAt(below(part, 'id') ?? part, 'a name that no other layer has', report);
    earlier.push(id);
  });
}
