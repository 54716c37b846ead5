import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Paint } from '../../src/cli/paint.js';
import { ASCII, BRAILLE } from '../../src/cli/terminal-alphabet.js';
import { rasterLines, sceneOfLook } from '../../src/cli/terminal-raster.js';
import type { LayerSpikes, Look } from '../../src/run/watch/look.js';

const plain: Paint = (_style, text) => text;

function lookOf(spikes: readonly LayerSpikes[], steps: number): Look {
  const nothing = new Float32Array(0);
  const voltages = { neurons: [], values: nothing };
  return { sample: 3, label: 1, answer: 1, steps, spikes, voltages, readout: nothing, input: nothing, pulses: [] };
}

const layer = (name: string, times: readonly number[], units: readonly number[]): LayerSpikes => ({
  layer: name,
  times: Uint32Array.from(times),
  units: Uint32Array.from(units),
});

/** Neuron k of five spikes at step k; of the two of the output only the second one does, at steps 3 and 4. */
const LOOK = lookOf([layer('h1', [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]), layer('out', [3, 4], [1, 1])], 5);
const SIZES = new Map([
  ['h1', 5],
  ['out', 2],
]);

describe('a raster', () => {
  test('in Braille has a row of dots for each neuron and names at the left', () => {
    const lines = rasterLines(sceneOfLook(LOOK, plain), SIZES, { columns: 60, alphabet: BRAILLE, paint: plain });
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      test sample 3: label 1, answer 1, 5 steps, 7 spikes
      h1        ⠉⠁⠒⠂⠤⠄⣀⡀
      5 neurons         ⠉⠁
      out             ⠒⠂⠒⠂
      step      0   2   4
      "
    `);
  });

  test('in ASCII has two neurons in a line', () => {
    const lines = rasterLines(sceneOfLook(LOOK, plain), SIZES, { columns: 60, alphabet: ASCII, paint: plain });
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      test sample 3: label 1, answer 1, 5 steps, 7 spikes
      h1        ' .
      5 neurons     ' .
                        '
      out             . .
      step      0   2   4
      "
    `);
  });

  test('of a layer that is larger says how many neurons a row has and how many spikes a dot', () => {
    // 100 neurons in 21 lines of four rows: two to a row, lit where both spike or one twice
    const both = Array.from({ length: 100 }, (_, unit) => unit);
    const times = [...both.map(() => 0), ...both.map(() => 1)];
    const look = lookOf([layer('wide', times, [...both, ...both])], 2);
    const lines = rasterLines(sceneOfLook(look, plain), new Map([['wide', 100]]), {
      columns: 60,
      alphabet: BRAILLE,
      paint: plain,
    });
    expect(lines.slice(0, 6)).toEqual([
      'test sample 3: label 1, answer 1, 2 steps, 200 spikes',
      'wide              ⣿⡇⣿⡇',
      '100 neurons       ⣿⡇⣿⡇',
      '2 to a row        ⣿⡇⣿⡇',
      'lit from 2 spikes ⣿⡇⣿⡇',
      '                  ⣿⡇⣿⡇',
    ]);
    // 50 rows are 12 lines of four and half of a line, under a caption and above the steps
    expect(lines).toHaveLength(1 + 13 + 1);
    expect(lines.at(-2)).toBe('                  ⠛⠃⠛⠃');
  });

  test('of more steps than dots says how many steps a dot has', () => {
    const look = lookOf([layer('h1', [0, 399], [0, 0])], 400);
    const lines = rasterLines(sceneOfLook(look, plain), SIZES, { columns: 60, alphabet: BRAILLE, paint: plain });
    // (60 - 21) * 2 = 78 dots: 6 steps each, the last one in dot 66, the 34th character
    expect(lines[1]).toBe(`h1            ⠁${' '.repeat(32)}⠁`);
    expect(lines.at(-1)).toBe('6 steps a dot 0       100     200      300'); // 100 in dot 16, character 8
  });

  test('gives each layer a colour, and an answer green or red', () => {
    const paint: Paint = (style, text) => `<${style} ${text}>`;
    const lines = rasterLines(sceneOfLook({ ...LOOK, answer: 0 }, paint), SIZES, {
      columns: 60,
      alphabet: BRAILLE,
      paint,
    });
    expect(lines[0]).toContain('label 1, <red answer 0>, 5 steps');
    expect(lines.slice(1, 4).map((line) => line.split(' ')[0])).toEqual(['<cyan', '<cyan', '<magenta']);
    expect(rasterLines(sceneOfLook(LOOK, paint), SIZES, { columns: 60, alphabet: BRAILLE, paint })[0]).toContain(
      '<green answer 1>',
    );
  });

  test('of more layers than lines says how many it leaves out', () => {
    const names = Array.from({ length: 30 }, (_, k) => `h${k + 1}`);
    const look = lookOf(
      names.map((name) => layer(name, [0], [0])),
      2,
    );
    const lines = rasterLines(sceneOfLook(look, plain), new Map(names.map((name) => [name, 9])), {
      columns: 60,
      alphabet: BRAILLE,
      paint: plain,
    });
    expect(lines).toHaveLength(1 + 20 + 1 + 1);
    expect(lines.slice(-3)).toEqual([expect.stringMatching(/^h20 /), 'and 10 more layers', 'step 0']);
  });

  test('without spiking layers is none', () => {
    expect(
      rasterLines(sceneOfLook(lookOf([], 5), plain), SIZES, { columns: 60, alphabet: BRAILLE, paint: plain }),
    ).toEqual([]);
  });

  test('never is wider than the terminal or higher than 24 lines, and holds nothing that a terminal obeys', () => {
    const layers = fc.array(
      fc.record({
        name: fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('\u001b[31m', '\u009b2J', 'a\nb', '\u202e', '層'),
        ),
        size: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20_000 })),
        spikes: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        layers,
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 60, max: 120 }),
        fc.constantFrom(ASCII, BRAILLE),
        (network, steps, columns, alphabet) => {
          const look = lookOf(
            network.map(({ name, size, spikes }) =>
              layer(
                name,
                spikes.map(([time]) => time % steps),
                spikes.map(([, unit]) => unit % size),
              ),
            ),
            steps,
          );
          const sizes = new Map(network.map(({ name, size }) => [name, size]));
          for (const { name, size } of network) fc.pre(sizes.get(name) === size); // names are unique
          const lines = rasterLines(sceneOfLook(look, plain), sizes, { columns, alphabet, paint: plain });
          expect(lines.length).toBeLessThanOrEqual(24);
          for (const line of lines) {
            expect(line.length).toBeLessThanOrEqual(columns);
            expect(line).toMatch(/^[\x20-\x7e\u2800-\u28ff…]*$/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
