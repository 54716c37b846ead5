import type { CliIo } from './cli-io.js';

/** Characters that a picture in a terminal is made of. Each holds a small grid of dots. */
export interface Alphabet {
  /** Columns and rows of dots in one character. */
  readonly across: number;
  readonly down: number;
  /** The character with these dots: bit `column · down + row` of the mask. */
  readonly character: (mask: number) => string;
  /** Heights of a sparkline, lowest first; empty where there are none. */
  readonly heights: string;
  /** Stands for the end of a name that is too long; one column wide. */
  readonly ellipsis: string;
}

/** Where Unicode puts the dots: down the left column, down the right one, the lowest two last. */
const BRAILLE_BITS = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];
const BRAILLE_START = 0x2800;

/** 2 × 4 dots a character. */
export const BRAILLE: Alphabet = {
  across: 2,
  down: 4,
  character(mask) {
    if (mask === 0) return ' ';
    const bits = BRAILLE_BITS.reduce((sum, bit, k) => sum + ((mask >> k) & 1) * bit, 0);
    return String.fromCodePoint(BRAILLE_START + bits);
  },
  heights: '▁▂▃▄▅▆▇█',
  ellipsis: '…',
};

/** 1 × 2 dots a character, for terminals that know no more. */
export const ASCII: Alphabet = {
  across: 1,
  down: 2,
  character: (mask) => " '.:"[mask]!,
  heights: '',
  ellipsis: '~',
};

/** Braille where the locale (`LC_ALL`, else `LC_CTYPE`, else `LANG`) is one of UTF-8, ASCII elsewhere. */
export function alphabetFor(env: CliIo['env']): Alphabet {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '') ?? '';
  return /utf-?8/i.test(locale) ? BRAILLE : ASCII;
}
