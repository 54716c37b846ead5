import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Experiment, firstExperiment } from '../../../src/web/playground/link/experiment.js';
import { packText, unpackText } from '../../../src/web/playground/link/packed-text.js';
import { readLink } from '../../../src/web/playground/link/read-link.js';
import { LONG_LINK, writeLink } from '../../../src/web/playground/link/write-link.js';

const folder = new URL('../../../scenarios/', import.meta.url);
const shipped = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ name: file.replace('.yaml', ''), text: readFileSync(new URL(file, folder), 'utf8') }));
const first = firstExperiment(shipped);

/** Hundredths of a step, as a link writes them. */
const step = fc.integer({ min: -1_000_000, max: 400_000_000 }).map((hundredths) => hundredths / 100 + 0);
const experiments: fc.Arbitrary<Experiment> = fc.record({
  base: fc.constantFrom(...shipped.map(({ name }) => name), ''),
  text: fc.string({ unit: 'binary', maxLength: 400 }),
  seed: fc.option(fc.nat(), { nil: undefined }),
  backend: fc.constantFrom('events', 'webgl2', 'webgpu', 'auto'),
  view: fc.record({
    window: fc.option(
      fc
        .tuple(step, step)
        .filter(([from, to]) => from < to)
        .map(([from, to]) => ({ from, to })),
      { nil: undefined },
    ),
    pinned: fc.array(
      fc.record({
        layer: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        unit: fc.nat({ max: 999_999_999 }),
      }),
      { maxLength: 8 },
    ),
    order: fc.constantFrom('index', 'rate', 'first-spike'),
  }),
});

describe('a link', () => {
  test('holds a whole experiment: what was written is read back, whatever it is', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        expect(readLink(`#${writeLink(experiment, shipped)}`, shipped)).toEqual({ experiment, problems: [] });
      }),
    );
  });

  test('to a shipped scenario with a changed number is short', () => {
    for (const { name, text } of shipped) {
      const asShipped = writeLink({ ...first, base: name, text }, shipped);
      expect(asShipped.length).toBeLessThan(120);
      const changed = text.replace(/epochs: \d+/, 'epochs: 777');
      expect(changed).not.toBe(text);
      expect(writeLink({ ...first, base: name, text: changed }, shipped).length).toBeLessThan(150);
    }
  });

  test('is plain: its fields can be read and written by hand', () => {
    const view = { window: { from: 0, to: 250 }, pinned: [{ layer: 'h1', unit: 3 }], order: 'rate' } as const;
    const link = writeLink({ ...first, seed: 7, view }, shipped);
    expect(link.replace(/text=[\w-]+/, 'text=…')).toBe(
      'v=1&scenario=digits-lif&text=…&seed=7&backend=events&window=0..250&order=rate&pin=h1.3',
    );
    const xor = shipped.find(({ name }) => name === 'xor-lif')!;
    expect(readLink('scenario=xor-lif&seed=3', shipped)).toEqual({
      experiment: { ...first, base: 'xor-lif', text: xor.text, seed: 3 },
      problems: [],
    });
  });

  test('of nothing is the first experiment', () => {
    expect(readLink('', shipped)).toEqual({ experiment: first, problems: [] });
    expect(readLink('#', shipped)).toEqual({ experiment: first, problems: [] });
  });

  test('of a long text that repeats itself stays below the length that some programs cut', () => {
    const text = shipped.map((one) => one.text).join('\n');
    expect(writeLink({ ...first, text }, shipped).length).toBeLessThan(LONG_LINK);
  });
});

describe('a link with garbage', () => {
  test('never throws, and always gives an experiment whose parts are sound', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `v=1&scenario=xor-lif&text=${text}`),
      fc.webQueryParameters().map((fields) => `v=1&${fields}`),
    );
    fc.assert(
      fc.property(anything, (hash) => {
        const { experiment } = readLink(hash, shipped);
        expect(experiment.text).toEqual(expect.any(String));
        expect(experiment.backend).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(experiment.seed === undefined || Number.isSafeInteger(experiment.seed)).toBe(true);
      }),
    );
  });

  test('is refused when any letter of its text was changed or lost', () => {
    const text = `${first.text}# a remark that the shipped text does not have`;
    const packed = packText(text, first.text);
    fc.assert(
      fc.property(fc.nat({ max: packed.length - 1 }), fc.constantFrom('A', 'z', '_', '', '!'), (at, letter) => {
        const broken = packed.slice(0, at) + letter + packed.slice(at + 1);
        const read = unpackText(broken, first.text);
        // The last letter has bits that mean nothing.
        expect(read === undefined || read === text).toBe(true);
        if (letter === '!' || (letter === '' && at < packed.length - 6)) expect(read).toBeUndefined();
      }),
    );
  });

  test('says what is wrong with it, all of it', () => {
    const { experiment, problems } = readLink(
      `v=1&scenario=digits-lif&text=AAAA&seed=-1&backend=<b>&window=5..5&order=up&pin=h1&pin=h1.2`,
      shipped,
    );
    expect(problems).toMatchInlineSnapshot(`
      [
        "seed: expected a whole number >= 0, got "-1".",
        "backend: expected the name of a backend, got "<b>".",
        "window: expected two steps like 0..250, got "5..5".",
        "order: expected "index", "rate", "first-spike", got "up".",
        "The scenario's text in the link cannot be read: the link was cut off or changed on its way, or another version of Heaviside wrote it. "digits-lif" as it is shipped takes its place.",
        "pin: expected a neuron like h1.3, got "h1".",
      ]
    `);
    expect(experiment).toEqual({ ...first, view: { ...first.view, pinned: [{ layer: 'h1', unit: 2 }] } });
  });

  test.each([
    ['hello world', 'The link is not one of this page: "hello world".'],
    ['v=2&scenario=xor-lif', 'The link is of version "2"; this page reads version 1.'],
    ['v=1&scenario=xor', 'There is no scenario "xor" here; "digits-lif" takes its place.'],
    [
      `v=1&scenario=xor-lif&text=${packText('a text', 'another base')}`,
      'The scenario\'s text in the link cannot be read: the link was cut off or changed on its way, or another version of Heaviside wrote it. "xor-lif" as it is shipped takes its place.',
    ],
  ])('%s', (hash, problem) => {
    expect(readLink(hash, shipped).problems).toEqual([problem]);
  });

  test('cannot fill the memory: a text that inflates beyond a megabyte is refused', () => {
    const bomb = packText(' '.repeat(2 ** 20 + 1), '');
    expect(bomb.length).toBeLessThan(2000);
    expect(unpackText(bomb, '')).toBeUndefined();
    expect(unpackText(packText(' '.repeat(2 ** 20), ''), '')).toHaveLength(2 ** 20);
  });
});
