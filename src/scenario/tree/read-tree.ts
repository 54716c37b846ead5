import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { type Problem, problemOf, type Report } from '../problems/problem.js';
import { findExcess } from './find-excess.js';
import type { Place, Tree } from './tree.js';
import { treeOfNode } from './tree-of-node.js';

/** Larger files are refused unread. */
const LARGEST_TEXT = 1_000_000;

const START: Place = { line: 1, column: 1 };

/** Errors that the reader tells in its own words only. */
const PLAIN_WORDS: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'more than one document',
  NON_STRING_KEY: 'a key that is a list, a map or an alias',
};

/** First line of the reader's message: the rest repeats the text. */
function syntaxProblem(error: YAMLError, place: Place): Problem {
  const message = PLAIN_WORDS[error.code] ?? error.message.split('\n', 1)[0];
  return problemOf({ place, path: '', expected: 'one YAML document', got: `a syntax error: ${message}` });
}

/**
 * Reads YAML into a tree that knows its places.
 *
 * Refuses, before anything recursive or quadratic runs: text over 1 MB, deep nesting, too many tokens. Refuses also syntax
 * errors, several documents, duplicate keys, tags, and aliases that multiply.
 *
 * @returns undefined when the text is not sound enough to look further; the reasons are reported.
 */
export function readTree(text: string, report: Report): Tree | undefined {
  const refuse = (place: Place, expected: string, got: string): undefined => {
    report(problemOf({ place, path: '', expected, got }));
  };
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LARGEST_TEXT) {
    return refuse(START, `at most ${LARGEST_TEXT.toLocaleString('en')} bytes`, bytes.toLocaleString('en'));
  }
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return line === 0 ? START : { line, column: Math.max(1, col) };
  };
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);

  const excess = findExcess(text);
  if (excess !== undefined) return refuse(placeAt(excess.offset), excess.expected, 'more');
  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, uniqueKeys: false, schema: 'core' });
  // What is found behind a syntax error mostly follows from it.
  const told = document.errors.filter(({ code }, n) => n === 0 || code in PLAIN_WORDS);
  for (const error of told) report(syntaxProblem(error, placeAt(error.pos[0])));
  if (document.errors.length > 0) return undefined;
  const version = document.directives?.yaml.explicit === true ? document.directives.yaml.version : '1.2';
  if (version !== '1.2') return refuse(START, 'YAML 1.2', `YAML ${version}`);
  return treeOfNode(document.contents, placeAt, report);
}
