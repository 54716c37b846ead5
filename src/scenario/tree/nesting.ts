import { Lexer, Parser } from 'yaml';

/** Deeper files are refused: nothing in a scenario nests a quarter as deep, and readers recurse. */
export const DEEPEST_NESTING = 64;

/**
 * Offset at which collections nest deeper than `limit`; undefined when they never do.
 *
 * Runs only the iterative half of the YAML reader, so it is safe before anything recursive has seen the text.
 */
export function offsetOfDeepNesting(text: string, limit: number = DEEPEST_NESTING): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme)) {
      // Finished documents: only the unfinished stack matters here.
    }
    // The stack holds the document, then open collections; a scalar at the top of each adds at most one.
    if (parser.stack.length > limit + 2) return Math.min(parser.offset, text.length);
  }
  return undefined;
}
