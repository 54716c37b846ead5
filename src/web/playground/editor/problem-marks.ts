import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';

import type { Problem } from '../../../scenario/problems/problem.js';

/** What a mark covers: the word that begins there, or at least one character. */
const WORD = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,:{}[\]#]+|.)/;

/** Where a problem is marked in a text; one beyond the end of the text is marked there. */
export function problemMark(document: Text, { line, column, message }: Problem): Diagnostic {
  const at = document.line(Math.min(Math.max(line, 1), document.lines));
  const from = Math.min(at.from + Math.max(column, 1) - 1, at.to);
  const [word = ''] = WORD.exec(document.sliceString(from, at.to)) ?? [];
  return { from, to: from + word.length, severity: 'error', message };
}
