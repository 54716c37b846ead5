import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASCII, BRAILLE } from '../../src/cli/terminal-alphabet.js';
import { dotLines, spikeBins, timeScale } from '../../src/cli/terminal-dots.js';
import type { LayerSpikes } from '../../src/run/watch/look.js';

/** A layer that spikes where its drawing has a mark: a line a neuron, a column a step. */
function layerOf(drawing: readonly string[]): LayerSpikes {
  const at = drawing.flatMap((line, unit) => [...line].flatMap((mark, time) => (mark === '|' ? [{ unit, time }] : [])));
  at.sort((a, b) => a.time - b.time || a.unit - b.unit);
  return {
    layer: 'h1',
    times: Uint32Array.from(at, ({ time }) => time),
    units: Uint32Array.from(at, ({ unit }) => unit),
  };
}

const EVERY_STEP = { steps: 4, stepsPerBin: 1, pitch: 1 };

describe('the time scale', () => {
  test.each([
    // 16 steps on 114 dots: seven dots each would fit, four are the most (two characters)
    [16, 114, { steps: 16, stepsPerBin: 1, pitch: 4 }],
    [40, 114, { steps: 40, stepsPerBin: 1, pitch: 2 }],
    [114, 114, { steps: 114, stepsPerBin: 1, pitch: 1 }],
    [115, 114, { steps: 115, stepsPerBin: 2, pitch: 1 }],
    [1000, 114, { steps: 1000, stepsPerBin: 9, pitch: 1 }],
  ])('of %i steps on %i dots', (steps, dots, scale) => expect(timeScale(steps, dots, BRAILLE)).toEqual(scale));

  test('fits the dots, and a step has none of its own only where there are more steps than dots', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 400 }), (steps, dots) => {
        const { stepsPerBin, pitch } = timeScale(steps, dots, BRAILLE);
        expect(Math.ceil(steps / stepsPerBin) * pitch).toBeLessThanOrEqual(dots);
        expect(stepsPerBin > 1).toBe(steps > dots);
      }),
    );
  });
});

describe('dots of single spikes', () => {
  const layer = layerOf([
    '|...', //
    '.|..',
    '..|.',
    '...|',
    '||||',
  ]);
  const bins = spikeBins(layer, 5, 8, EVERY_STEP);

  test('one spike lights one', () => {
    expect(bins).toEqual({
      rows: 5,
      bins: 4,
      counts: Uint32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1),
      neuronsPerRow: 1,
      litFrom: 1,
    });
  });

  test('in Braille', () => {
    // left character: dots 1 (top left, 01h) and 5 (second right, 10h); right one: 3 (third left, 04h), 8 (last right, 80h)
    // second line: the top two, 01h + 08h, twice
    expect(dotLines(bins, 1, BRAILLE)).toEqual(['\u2811\u2884', '\u2809\u2809']);
  });

  test('in ASCII', () => {
    expect(dotLines(bins, 1, ASCII)).toEqual(["'.", "  '.", "''''"]);
  });

  test('spikes of neighbouring steps are kept apart where there is room', () => {
    expect(dotLines(bins, 2, ASCII)).toEqual(["' .", "    ' .", "' ' ' '"]);
    // two dots to a step in Braille: the left one of each character
    expect(dotLines(bins, 2, BRAILLE)).toEqual(['⠁⠂⠄⡀', '⠁⠁⠁⠁']);
    // four: three lit, one dark
    expect(dotLines(bins, 4, BRAILLE)).toEqual(['⠉⠁⠒⠂⠤⠄⣀⡀', '⠉⠁⠉⠁⠉⠁⠉⠁']);
  });

  test('in Braille, each pattern of 2 × 4 dots has a character of its own', () => {
    const characters = Array.from({ length: 256 }, (_, mask) => BRAILLE.character(mask));
    expect(new Set(characters).size).toBe(256);
    expect(characters.slice(1).every((character) => character >= '\u2801' && character <= '\u28ff')).toBe(true);
    expect(characters[0]).toBe(' ');
  });
});

describe('dots that stand for several', () => {
  const layer = layerOf([
    '||..', //
    '|..|',
    '||.|',
    '....',
    '|...',
  ]);

  test('neurons share a row when there are more than rows, spikes a bin when there are more steps than dots', () => {
    // rows 0-1, 2-3 and 4; steps 0-1 and 2-3
    const { rows, bins, counts, neuronsPerRow } = spikeBins(layer, 5, 3, { steps: 4, stepsPerBin: 2, pitch: 1 });
    expect({ rows, bins, neuronsPerRow }).toEqual({ rows: 3, bins: 2, neuronsPerRow: 2 });
    expect([...counts]).toEqual([3, 1, 2, 1, 1, 0]);
  });

  test('are lit by as many spikes as leave half of them dark', () => {
    // in order 0 1 1 1 2 3: one spike would light five of six, two light two
    const bins = spikeBins(layer, 5, 3, { steps: 4, stepsPerBin: 2, pitch: 1 });
    expect(bins.litFrom).toBe(2);
    expect(dotLines(bins, 1, ASCII)).toEqual([':', '']);
  });

  test('are all lit where all have the same', () => {
    const bins = spikeBins(layerOf(['||||', '||||']), 2, 1, EVERY_STEP);
    expect([bins.litFrom, dotLines(bins, 1, ASCII)]).toEqual([2, ["''''"]]);
  });

  test('stay dark in a silent layer', () => {
    const bins = spikeBins(layerOf(['....', '....']), 2, 1, EVERY_STEP);
    expect([bins.litFrom, dotLines(bins, 1, ASCII)]).toEqual([1, ['']]);
  });

  test('no spike is lost or counted twice, and at most half of the dots are lit unless all lit ones are equal', () => {
    const drawings = fc
      .record({ size: fc.integer({ min: 1, max: 40 }), steps: fc.integer({ min: 1, max: 30 }) })
      .chain(({ size, steps }) =>
        fc.array(fc.array(fc.constantFrom('|', '.', '.'), { minLength: steps, maxLength: steps }), {
          minLength: size,
          maxLength: size,
        }),
      );
    fc.assert(
      fc.property(drawings, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (drawing, rows, dots) => {
        const spikes = layerOf(drawing.map((line) => line.join('')));
        const bins = spikeBins(spikes, drawing.length, rows, timeScale(drawing[0]!.length, dots, BRAILLE));
        expect(bins.rows).toBeLessThanOrEqual(rows);
        expect(bins.counts.reduce((sum, count) => sum + count, 0)).toBe(spikes.times.length);
        const lit = bins.counts.filter((count) => count >= bins.litFrom);
        expect(lit.length > 0).toBe(spikes.times.length > 0);
        if (bins.litFrom > 1 && lit.length > bins.counts.length / 2) expect(new Set(lit).size).toBe(1);
      }),
    );
  });
});
