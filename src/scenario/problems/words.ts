import { distance } from 'fastest-levenshtein';
import type { Tree } from '../tree/tree.js';

const LONGEST = 60;

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Text in quotes, on one line, not too long. */
export function quoted(text: string): string {
  return JSON.stringify(clipped(text));
}

/** What was written, in a few words: `"sofmax"`, `-1`, `a list`, `nothing`. */
export function gotText(tree: Tree | undefined): string {
  if (tree === undefined) return 'nothing';
  if (tree.kind === 'list') return tree.items.length === 0 ? 'an empty list' : 'a list';
  if (tree.kind === 'map') return 'a map';
  if (tree.value === null) return 'nothing';
  return typeof tree.value === 'string' ? quoted(tree.value) : clipped(tree.source);
}

/** More names than these are counted, not listed. */
const MOST_NAMES = 30;

/** Names in quotes, in their order: `"softmax", "sigmoid"`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  return [...shown, ...(names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : [])].join(', ');
}

const sorted = (word: string) => [...word].toSorted().join('');

/** Edits between two words; letters in the wrong order count as one. */
function edits(a: string, b: string): number {
  return a !== b && sorted(a) === sorted(b) ? 1 : distance(a, b);
}

/** The valid name nearest to what was written; undefined when none is near enough to have been meant. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > LONGEST) return undefined;
  const word = written.toLowerCase();
  const ranked = names
    .map((name) => ({ name, away: edits(word, name.toLowerCase()) }))
    .toSorted((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
}
