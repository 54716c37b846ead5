import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dense, flatten } from '../../../src/core/layers/describe-layer.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { nodeNames } from '../../../src/scenario/phases/node-names.js';
import type { NodeRange, Nodes } from '../../../src/scenario/phases/nodes.js';
import { countOf, mergedNodes, nodesText, readNodes } from '../../../src/scenario/phases/read-nodes.js';

const SIZES = { in: 64, h1: 8, 'h-2': 3 };
const names = { sizes: new Map(Object.entries(SIZES)), sets: { left: [{ layer: 'h1', from: 0, to: 4 }] } };

function read(text: string): Nodes {
  const found = readNodes(text, names);
  if ('nodes' in found) return found.nodes;
  throw new Error(`${found.expected}, got ${found.got}`);
}

describe('nodes', () => {
  test.each<readonly [string, Nodes]>([
    ['h1', [{ layer: 'h1', from: 0, to: 8 }]],
    ['h1[3]', [{ layer: 'h1', from: 3, to: 4 }]],
    ['h1[0:8]', [{ layer: 'h1', from: 0, to: 8 }]],
    [' h-2[ 1 : 3 ] ', [{ layer: 'h-2', from: 1, to: 3 }]],
    ['left', names.sets.left],
    // 0..4 and 3..6 overlap, 6..7 follows at once, 63 is of an earlier layer.
    [
      'h1[6], left, h1[3:6], in[63]',
      [
        { layer: 'in', from: 63, to: 64 },
        { layer: 'h1', from: 0, to: 7 },
      ],
    ],
  ])('%s', (text, nodes) => {
    expect(read(text)).toEqual(nodes);
  });

  test.each([
    ['h3', 'a layer or a node set ("in", "h1", "h-2", "left"), got "h3"'],
    ['h1[8]', 'units of "h1" within 0..7, got "h1[8]"'],
    ['h1[7:9]', 'units of "h1" within 0..7, got "h1[7:9]"'],
    ['h1[4:4]', 'a range of at least one unit, got "h1[4:4]"'],
    ['h1[1e3]', 'nodes such as h1, h1[3], h1[0:50] or a node set, got "h1[1e3]"'],
    ['h1,', 'nodes such as h1, h1[3], h1[0:50] or a node set, got ""'],
    ['left[0]', '"left", which is a node set, got "left[0]"'],
    ['constructor', 'a layer or a node set ("in", "h1", "h-2", "left"), got "constructor"'],
  ])('%s are none', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  const range: fc.Arbitrary<NodeRange> = fc
    .constantFrom(...Object.entries(SIZES))
    .chain(([layer, size]) =>
      fc
        .tuple(fc.nat(size - 1), fc.nat(size - 1))
        .map(([a, b]) => ({ layer, from: Math.min(a, b), to: Math.max(a, b) + 1 })),
    );
  const ranges = fc.array(range, { minLength: 1, maxLength: 12 });
  const unitsOf = (nodes: Nodes) =>
    nodes.flatMap(({ layer, from, to }) => Array.from({ length: to - from }, (_, n) => `${layer} ${from + n}`));

  test('have each unit once, however they were named, in one order', () => {
    fc.assert(
      fc.property(ranges, (all) => {
        const merged = mergedNodes(all, names);
        expect(unitsOf(merged).toSorted()).toEqual([...new Set(unitsOf(all))].toSorted());
        expect(countOf(merged)).toBe(unitsOf(merged).length);
        expect(mergedNodes(all.toReversed(), names)).toEqual(merged);
      }),
    );
  });

  test('come back from their text', () => {
    fc.assert(
      fc.property(ranges, (all) => {
        const merged = mergedNodes(all, names);
        expect(read(nodesText(merged))).toEqual(merged);
      }),
    );
  });
});

test('a network knows its layers, which of them spike and which have membranes', () => {
  const network = {
    input: { id: 'in', shape: [1, 2, 2] },
    layers: [
      flatten('flat'),
      dense('h', 3, neuron('lif')),
      dense('s', 5, neuron('step')),
      dense('out', 2, neuron('identity')),
    ],
    readout: 'last',
  } as const;
  expect(nodeNames(network, {}, 'direct')).toEqual({
    sizes: new Map([
      ['in', 4],
      ['flat', 4],
      ['h', 3],
      ['s', 5],
      ['out', 2],
    ]),
    sets: {},
    spiking: ['h', 's'],
    membranes: ['h'],
  });
  expect(nodeNames(network, {}, 'rate')?.spiking).toEqual(['in', 'h', 's']);
  expect(nodeNames({ ...network, layers: [] }, {})).toBeUndefined();
});
