import { Lexer, Parser } from 'yaml';

/** Nothing in a scenario nests a quarter as deep, and readers recurse. */
const DEEPEST_NESTING = 64;
/** A network of a hundred layers takes a tenth of these; readers need seconds for a megabyte of brackets. */
const MOST_TOKENS = 50_000;

/** The place where a text goes beyond what is read at all, and beyond what. */
export interface Excess {
  readonly offset: number;
  readonly expected: string;
}

/**
 * Finds where collections nest too deep or tokens (words, marks, line ends) become too many.
 *
 * Runs only the iterative half of the YAML reader, so it is safe before anything recursive has seen the text.
 */
export function findExcess(text: string): Excess | undefined {
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme)) {
      // Finished documents: only the unfinished stack matters here.
    }
    const offset = Math.min(parser.offset, text.length);
    // The stack holds the document, then open collections; a scalar at the top of each adds at most one.
    if (parser.stack.length > DEEPEST_NESTING + 2) {
      return { offset, expected: `at most ${DEEPEST_NESTING} levels of nesting` };
    }
    if (++tokens > MOST_TOKENS) {
      return { offset, expected: `at most ${MOST_TOKENS.toLocaleString('en')} words, marks and line ends` };
    }
  }
  return undefined;
}
