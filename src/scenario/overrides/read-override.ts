import { isCollection, parseDocument } from 'yaml';
import { problemOf, type Report } from '../problems/problem.js';
import { quoted } from '../problems/words.js';
import { findExcess } from '../tree/find-excess.js';
import type { Path, Place, Tree } from '../tree/tree.js';
import { treeOfNode } from '../tree/tree-of-node.js';

/** A value and where it belongs. A step into a list may be an index, or the `id` of one of its maps. */
export interface Override {
  readonly path: Path;
  readonly value: Tree;
  readonly place: Place;
}

const KEY = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+|\[\d{1,9}\])*$/u;

/** The way that a key names, such as `learn.optimizer.lr`; undefined for text that is no key. */
export function pathOfKey(key: string): Path | undefined {
  if (!KEY.test(key)) return undefined;
  const steps = key.match(/\[\d+\]|[^.[\]]+/g) ?? [];
  return steps.map((step) => (step.startsWith('[') ? Number(step.slice(1, -1)) : step));
}

/** The value as YAML, as far as it is one scalar or one flow collection; anything else is text as it stands. */
function readValue(text: string, place: Place): Tree {
  const plain: Tree = { kind: 'scalar', value: text, source: text, quoted: false, place };
  if (findExcess(text) !== undefined) return plain;
  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, uniqueKeys: false, schema: 'core' });
  const { contents, errors, comment, commentBefore, directives } = document;
  if (errors.length > 0 || comment || commentBefore || contents?.comment || contents?.commentBefore) return plain;
  if (directives?.docStart || (isCollection(contents) && contents.flow !== true)) return plain;
  let sound = true;
  const tree = treeOfNode(
    contents,
    () => place,
    () => {
      sound = false;
    },
  );
  return sound ? tree : plain;
}

/**
 * Reads `key=value`: a path into the scenario (`learn.optimizer.lr`, `network.layers.h1.size`, `expect[0].atLeast`) and
 * a YAML scalar or flow collection; what is no YAML is text.
 *
 * @returns undefined when the override itself is malformed (reported).
 */
export function readOverride(text: string, report: Report): Override | undefined {
  const place: Place = { line: 0, column: 0, override: text };
  const equals = text.indexOf('=');
  const path = pathOfKey(equals < 0 ? '' : text.slice(0, equals).trim());
  if (path === undefined) {
    const expected = 'key=value with a key such as learn.optimizer.lr';
    report(problemOf({ place, path: '', expected, got: quoted(text) }));
    return undefined;
  }
  return { path, value: readValue(text.slice(equals + 1), place), place };
}
