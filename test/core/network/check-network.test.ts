import { describe, expect, test } from 'vitest';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { checkNetwork, planNetwork } from '../../../src/core/network/plan-network.js';
import { dense, identity, lif, network, relu } from './small-networks.js';

const conv = (id: string, more: Partial<LayerDescription & { kind: 'conv2d' }> = {}): LayerDescription => ({
  id,
  kind: 'conv2d',
  channels: 4,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [0, 0],
  neuron: relu,
  bias: true,
  initial: { kind: 'uniform' },
  ...more,
});
const flatten: LayerDescription = { id: 'flat', kind: 'flatten' };
const pool = (kernel: readonly [number, number]): LayerDescription => ({
  id: 'pool',
  kind: 'max-pool',
  kernel,
  stride: kernel,
});

/** Problems as `layer field: message`. */
const problems = (...described: Parameters<typeof network>): string[] =>
  checkNetwork(network(...described)).problems.map(({ layer, field, message }) => `${layer} ${field}: ${message}`);

describe('the check of a network names both sides of what does not fit', () => {
  test('a dense layer on an image', () => {
    expect(problems([1, 8, 8], [dense('h', 10, relu)])).toMatchInlineSnapshot(`
      [
        "0 from: expected [features], got 1 x 8 x 8 from "in" (put a flatten layer between)",
      ]
    `);
  });

  test('a convolution and a pool on a row of features', () => {
    expect(problems([64], [conv('c'), flatten])).toMatchInlineSnapshot(`
      [
        "0 from: expected [channels, height, width], got 64 from "in"",
      ]
    `);
    expect(problems([64], [pool([2, 2]), flatten])).toMatchInlineSnapshot(`
      [
        "0 from: expected [channels, height, width], got 64 from "in"",
      ]
    `);
  });

  test('a window that is larger than what it looks at', () => {
    expect(problems([1, 4, 2], [conv('c'), flatten])).toMatchInlineSnapshot(`
      [
        "0 kernel: expected a window that fits into 4 x 2 from "in" (padding 0 x 0), got 3 x 3",
      ]
    `);
    expect(problems([1, 4, 2], [pool([3, 3]), flatten])).toMatchInlineSnapshot(`
      [
        "0 kernel: expected a window that fits into 4 x 2 from "in" (padding 0 x 0), got 3 x 3",
      ]
    `);
    expect(problems([1, 4, 2], [conv('c', { padding: [0, 1] }), flatten])).toEqual([]);
  });

  test('extents that are not whole numbers above 0', () => {
    expect([
      ...problems([4], [dense('h', 0, relu)]),
      ...problems([4], [dense('h', 2.5, relu)]),
      ...problems([1, 8, 8], [conv('c', { channels: -1 }), flatten]),
      ...problems([1, 8, 8], [conv('c', { kernel: [3, 0] }), flatten]),
      ...problems([1, 8, 8], [conv('c', { stride: [0, 1] }), flatten]),
      ...problems([1, 8, 8], [conv('c', { padding: [1, -1] }), flatten]),
      ...problems([4, 0], [flatten]),
      ...problems([], [flatten]),
    ]).toMatchInlineSnapshot(`
      [
        "0 size: expected a whole number > 0, got 0",
        "0 size: expected a whole number > 0, got 2.5",
        "0 channels: expected a whole number > 0, got -1",
        "0 kernel: expected whole numbers > 0, got 3 x 0",
        "0 stride: expected whole numbers > 0, got 0 x 1",
        "0 padding: expected whole numbers >= 0, got 1 x -1",
        "-1 input: expected extents > 0, got 4 x 0",
        "-1 input: expected extents > 0, got (empty)",
      ]
    `);
  });

  test('a sum of layers of two shapes, or of one layer', () => {
    const sum = (from: readonly string[]): LayerDescription => ({ id: 'sum', kind: 'sum', from, neuron: identity });
    const [a, b] = [dense('a', 3, relu), dense('b', 4, relu)];
    expect(problems([4], [a, b, sum(['a', 'b'])])).toMatchInlineSnapshot(`
      [
        "2 from: expected layers of one shape, got 3 from "a" and 4 from "b"",
      ]
    `);
    expect(problems([4], [a, sum(['a'])])).toMatchInlineSnapshot(`
      [
        "1 from: expected 2 or more layers to sum, got 1",
      ]
    `);
    expect(problems([4], [a, sum([])])).toMatchInlineSnapshot(`
      [
        "1 from: expected 2 or more layers to sum, got 0",
      ]
    `);
  });

  test('a layer that reads two or none where it can read one', () => {
    expect(problems([4], [dense('a', 4, relu), dense('b', 4, relu, ['in', 'a'])])).toMatchInlineSnapshot(`
      [
        "1 from: expected exactly 1 layer to read, got 2",
      ]
    `);
    expect(problems([4], [dense('a', 4, relu, [])])).toMatchInlineSnapshot(`
      [
        "0 from: expected exactly 1 layer to read, got 0",
      ]
    `);
  });

  test('a layer that reads one that does not exist, or not yet, or itself', () => {
    expect(problems([4], [dense('a', 4, relu, ['input'])])).toMatchInlineSnapshot(`
      [
        "0 from: expected the name of an earlier layer, got "input" (there is no such layer)",
      ]
    `);
    expect(problems([4], [dense('a', 4, relu, ['b']), dense('b', 4, relu, ['in'])])).toMatchInlineSnapshot(`
      [
        "0 from: expected the name of an earlier layer, got "b" (a layer reads only earlier ones)",
      ]
    `);
    expect(problems([4], [dense('a', 4, relu, ['a'])])).toMatchInlineSnapshot(`
      [
        "0 from: expected the name of an earlier layer, got "a" (a layer reads only earlier ones)",
      ]
    `);
  });

  test('two layers of one name, also that of the input', () => {
    expect(problems([4], [dense('a', 4, relu), dense('a', 4, relu), dense('in', 4, relu)])).toMatchInlineSnapshot(`
      [
        "1 id: expected a name that no other layer has, got "a"",
        "2 id: expected a name that no other layer has, got "in"",
      ]
    `);
  });

  test('a network without layers, or whose end is an image', () => {
    expect(problems([4], [])).toMatchInlineSnapshot(`
      [
        "-1 layers: expected at least 1 layer after the input, got 0",
      ]
    `);
    expect(problems([1, 8, 8], [conv('c')])).toMatchInlineSnapshot(`
      [
        "0 kind: expected [classes] from the last layer, got 4 x 6 x 6 (end with a dense or flatten layer)",
      ]
    `);
  });

  test('spike counts of units that do not spike', () => {
    expect(problems([4], [dense('out', 2, relu)], 'rate')).toMatchInlineSnapshot(`
      [
        "0 neuron: expected spikes, which read-out "rate" counts, got the outputs of relu (use read-out "mean" or "last")",
      ]
    `);
    expect(problems([4], [dense('out', 2, lif)], 'rate')).toEqual([]);
    expect(problems([4], [dense('out', 2, { kind: 'step' })], 'rate')).toEqual([]);
    expect(problems([4], [dense('out', 2, relu)], 'mean')).toEqual([]);
  });

  test('padding that a window could lie in alone', () => {
    expect([
      ...problems([1, 4, 4], [conv('c', { kernel: [3, 1], padding: [2, 0] }), flatten]),
      ...problems([1, 4, 4], [conv('c', { padding: [3, 0] }), flatten]),
      ...problems([1, 8, 8], [conv('c', { kernel: [100_000, 100_000], padding: [100_000, 100_000] }), flatten]),
    ]).toMatchInlineSnapshot(`
      [
        "0 padding: expected less than the kernel (3 x 3), got 3 x 0",
        "0 padding: expected less than the kernel (100000 x 100000), got 100000 x 100000",
      ]
    `);
  });

  test('layers and networks that no memory holds', () => {
    expect([
      ...problems([64], [dense('h', 100_000_000, relu)]),
      ...problems([2 ** 20, 2 ** 20], [flatten]),
      ...problems(
        [2 ** 14],
        Array.from({ length: 3 }, (_, n) => dense(`h${n}`, 2 ** 12 + 2 ** 11, relu)),
      ),
      ...problems([1, 8, 8], [conv('c', { kernel: [100_000, 100_000], padding: [99_999, 99_999] }), flatten]),
      ...problems([1, 8, 8], [conv('c', { channels: 10_000_000, kernel: [1, 1], padding: [0, 0] }), flatten]),
      ...problems(
        [1, 8000, 8000],
        [pool([4000, 4000])].map((p) => ({ ...p, stride: [1, 1] }) as LayerDescription),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "0 size: expected at most 134,217,728 parameters, got 6,500,000,000",
        "-1 input: expected at most 268,435,456 values, got 1,099,511,627,776 (1048576 x 1048576)",
        "-1 layers: expected at most 134,217,728 parameters, got 176,179,200",
        "0 channels: expected at most 134,217,728 parameters, got 40,000,000,004",
        "0 channels: expected at most 268,435,456 outputs, got 640,000,000",
        "0 kernel: expected at most 134,217,728 pixels seen by all windows of a map, got 256,128,016,000,000",
      ]
    `);
  });

  test('several things at once, but no echo of one in the layers that follow it', () => {
    const layers = [conv('c', { kernel: [9, 9] }), pool([2, 2]), flatten, dense('h', -3, lif), dense('out', 2, relu)];
    expect(problems([1, 8, 8], layers, 'rate')).toMatchInlineSnapshot(`
      [
        "0 kernel: expected a window that fits into 8 x 8 from "in" (padding 0 x 0), got 9 x 9",
        "4 neuron: expected spikes, which read-out "rate" counts, got the outputs of relu (use read-out "mean" or "last")",
      ]
    `);
  });
});

test('planning a network with problems throws them all, by the names of the layers', () => {
  const layers = [dense('h', 0, relu), dense('out', 2, relu, ['hidden'])];
  expect(() => planNetwork(network([4], layers))).toThrow(
    expect.objectContaining({ code: 'HV_NETWORK', kind: 'usage' }),
  );
  expect(() => planNetwork(network([4], layers))).toThrowErrorMatchingInlineSnapshot(`
    [HeavisideError: the network cannot be built:
      layer "h", size: expected a whole number > 0, got 0
      layer "out", from: expected the name of an earlier layer, got "hidden" (there is no such layer)]
  `);
});
