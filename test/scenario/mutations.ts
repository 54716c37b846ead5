import fc from 'fast-check';
import { RICH, SHIPPED } from './shipped.js';

/** Changes a text at a place between 0 and 1. */
type Mutation = (text: string, at: number) => string;

const VALUES =
  `1e999 -1 0 -0 1.5 1e-400 9007199254740993 9007199254740991 0x10 0o17 .5 5. +3 .inf -.inf .nan 1_000 5e-4 "5e-4" '7'
true false yes null ~ [] {} [1] {a:1} *a *b &a !!str !!int !x "" '' "\\u0000" 1ms 0ms 2.5s 1h lif step identity sign rate mean last
digits xor mnist lfp lfp-gamma adam sgd softmax maximize in out h1 conv ../x a.b __proto__ constructor toString 1e20 10 64 200
---
...
#
é 😀`.split(/\s+/);
const KEYS =
  `id size shape kind from neuron beta tau alpha rho slope threshold reset resetDelay bias initial value readout channels
kernel stride padding scenario name seed time dt steps data source split dir samples encode gain network layers learn rule epsilon
gamma reward scale optimizer lr momentum clip schedule every factor train epochs batch test record spikes expect that atLeast between
phases sweep traces __proto__ constructor hasOwnProperty <<`.split(/\s+/);
const CHARACTERS = [...'{}[],:#&*!|>\'"%@`?-_ \t\n\r0123456789.eE+aZ~\\\u0000\u0085\u2028\uFEFF\uD800é😀'];

const offset = (text: string, at: number) => Math.floor(at * (text.length + 1));

function replaceMatch(pattern: RegExp, replacement: (found: string) => string): Mutation {
  return (text, at) => {
    const matches = [...text.matchAll(pattern)];
    const match = matches[Math.floor(at * matches.length)];
    if (match === undefined) return text;
    return text.slice(0, match.index) + replacement(match[0]) + text.slice(match.index + match[0].length);
  };
}

function onLines(change: (lines: string[], index: number) => void): Mutation {
  return (text, at) => {
    const lines = text.split('\n');
    change(lines, Math.floor(at * lines.length));
    return lines.join('\n');
  };
}

const anyOf = (values: readonly string[]) => fc.constantFrom(...values);
const WORD = /[\w.-]+(?![\w.-]*\s*:)/g;

/** Words that take the place of others. */
interface Words {
  readonly values: readonly string[];
  readonly keys: readonly string[];
}

const mutation = ({ values, keys }: Words): fc.Arbitrary<Mutation> =>
  fc.oneof(
    anyOf(CHARACTERS).map(
      (added): Mutation =>
        (text, at) =>
          text.slice(0, offset(text, at)) + added + text.slice(offset(text, at)),
    ),
    anyOf(CHARACTERS).map(
      (added): Mutation =>
        (text, at) =>
          text.slice(0, offset(text, at)) + added + text.slice(offset(text, at) + 1),
    ),
    fc.integer({ min: 1, max: 9 }).map(
      (length): Mutation =>
        (text, at) =>
          text.slice(0, offset(text, at)) + text.slice(offset(text, at) + length),
    ),
    { weight: 4, arbitrary: anyOf(values).map((value) => replaceMatch(WORD, () => value)) },
    {
      weight: 2,
      arbitrary: fc
        .double({ min: -1e4, max: 1e4, noNaN: true })
        .map((value) => replaceMatch(/\d[\d.e-]*/g, () => String(value))),
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 0, max: 300 }).map((value) => replaceMatch(/\d[\d.e-]*/g, () => String(value))),
    },
    { weight: 2, arbitrary: anyOf(keys).map((key) => replaceMatch(/[\w-]+(?=\s*:)/g, () => key)) },
    fc
      .tuple(anyOf(keys), anyOf(values))
      .map(([key, value]) => replaceMatch(/\{ /g, (found) => `${found}${key}: ${value}, `)),
    fc.tuple(anyOf(keys), anyOf(values)).map(
      ([key, value]): Mutation =>
        (text) =>
          `${text}${key}: ${value}\n`,
    ),
    anyOf(['&a ', '*a ', '!!str ', '!x ', '? ', '- ', '"', '|\n  ', '  ']).map((prefix) =>
      replaceMatch(WORD, (found) => prefix + found),
    ),
    fc
      .constantFrom('[', '{', '{ a: ', '- ', '? ')
      .chain((open) => fc.integer({ min: 1, max: 3000 }).map((depth) => replaceMatch(WORD, () => open.repeat(depth)))),
    fc.constant(onLines((lines, index) => lines.splice(index, 1))),
    fc.constant(onLines((lines, index) => lines.splice(index, 0, lines[index] ?? ''))),
    fc.constant(onLines((lines, index) => lines.push(...lines.splice(index, 1)))),
    fc.constant(onLines((lines, index) => lines.splice(index, 1, `  ${lines[index] ?? ''}`))),
    fc.constant<Mutation>((text, at) => text.slice(0, offset(text, at))),
  );

/**
 * Texts, some changes away from sound ones.
 *
 * @param most Changes at most. @param more Words to put in besides the usual ones, as often as those.
 */
export function mutatedFrom(texts: fc.Arbitrary<string>, most: number, more?: Words): fc.Arbitrary<string> {
  const usual = mutation({ values: VALUES, keys: KEYS });
  const changed = fc.tuple(
    more ? fc.oneof(usual, mutation(more)) : usual,
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  );
  return fc
    .tuple(texts, fc.array(changed, { minLength: 1, maxLength: most }))
    .map(([text, changes]) => changes.reduce((so, [change, at]) => change(so, at), text));
}

/** Scenario files, one to four changes away from a sound one. */
export const mutatedTexts = mutatedFrom(fc.constantFrom(...SHIPPED.values(), RICH), 4);

/** Overrides, sound and unsound. */
export const overrideTexts: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    fc
      .tuple(
        anyOf([
          'train',
          'learn.optimizer',
          'learn.reward',
          'data',
          'network.layers.out',
          'network.layers[1]',
          'record',
          'encode',
          'expect[0]',
          'x',
        ]),
        anyOf(KEYS),
        anyOf([...VALUES, '[h1, out]', '{ kind: adam }', ' ', '../a b: c #d']),
      )
      .map(([path, key, value]) => `${path}.${key}=${value}`),
    fc.string({ maxLength: 20 }),
  ),
  { maxLength: 2 },
);
