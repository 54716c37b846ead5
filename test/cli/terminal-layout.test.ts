import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ASCII, alphabetFor, BRAILLE } from '../../src/cli/terminal-alphabet.js';
import { timeScale } from '../../src/cli/terminal-dots.js';
import { nameText } from '../../src/cli/terminal-name.js';
import { stepAxis } from '../../src/cli/terminal-step-axis.js';

describe('the steps below a raster', () => {
  test('are round numbers under their dots', () => {
    // four dots, two characters a step: 5 stands at column 10
    expect(stepAxis(timeScale(16, 114, BRAILLE), 57, BRAILLE)).toBe('0         5         10        15');
    // one dot a step: 10 at column 5
    expect(stepAxis(timeScale(100, 114, BRAILLE), 57, BRAILLE)).toBe('0    10   20   30   40   50   60   70   80   90');
    // nine steps a dot, two dots a character: 200 in dot 22, column 11; 800 in dot 88, column 44
    expect(stepAxis(timeScale(1000, 114, BRAILLE), 57, BRAILLE)).toBe(
      '0          200        400        600        800',
    );
    expect(stepAxis(timeScale(1, 114, BRAILLE), 57, BRAILLE)).toBe('0');
  });

  test('each number begins in the column of its step, within the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 20, max: 120 }),
        fc.constantFrom(ASCII, BRAILLE),
        (steps, width, alphabet) => {
          const scale = timeScale(steps, width * alphabet.across, alphabet);
          const axis = stepAxis(scale, width, alphabet);
          expect(axis.length).toBeLessThanOrEqual(width);
          for (const { 0: step, index } of axis.matchAll(/\d+/g)) {
            const dot = Math.floor(Number(step) / scale.stepsPerBin) * scale.pitch;
            expect(index).toBe(Math.floor(dot / alphabet.across));
          }
        },
      ),
    );
  });
});

describe('foreign names', () => {
  test.each([
    ['h1', 'h1'],
    ['a\u001b[2Jb', 'a?[2Jb'],
    ['\r\n\t\u0007\u009b', '?????'],
    ['\u202eabc\u200b', '?abc?'], // turned direction, no width
    ['層', '?'], // two columns wide
    ['😀', '?'],
    ['a-name-that-is-long', 'a-name-th~'],
  ])('%j is shown as %j', (name, shown) => expect(nameText(name, 10, '~')).toBe(shown));

  test('have one printable ASCII character a column, and no more than there is room for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (name, width) => {
        const shown = nameText(name, width, '~');
        expect(shown).toMatch(/^[\x20-\x7e]*$/);
        expect(shown.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test.each([
  [{ LANG: 'en_US.UTF-8' }, BRAILLE],
  [{ LANG: 'C.utf8' }, BRAILLE],
  [{ LANG: 'C', LC_ALL: 'de_DE.UTF-8' }, BRAILLE],
  [{ LANG: 'C', LC_CTYPE: 'UTF-8' }, BRAILLE],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, ASCII],
  [{ LANG: 'en_US.UTF-8', LC_ALL: '', LC_CTYPE: 'POSIX' }, ASCII],
  [{ LANG: 'en_US.ISO-8859-1' }, ASCII],
  [{}, ASCII],
])('the alphabet of %j', (env, alphabet) => expect(alphabetFor(env)).toBe(alphabet));
