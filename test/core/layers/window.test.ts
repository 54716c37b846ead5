import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionsAlong, windowsOf } from '../../../src/core/layers/window.js';
import { anyConvolution } from './naive-conv2d.js';

test('windows fit along an axis as often as whole strides fit', () => {
  // ⌊(28 + 0 − 5) / 1⌋ + 1, ⌊(5 − 2) / 2⌋ + 1, ⌊(5 + 2 − 3) / 2⌋ + 1, a kernel that does not fit
  expect([positionsAlong(28, 5, 1, 0), positionsAlong(5, 2, 2, 0), positionsAlong(5, 3, 2, 1)]).toEqual([24, 2, 3]);
  expect(positionsAlong(2, 3, 1, 0)).toBe(0);
});

test('every window sees every pixel under it once, and nothing of the padding', () => {
  fc.assert(
    fc.property(anyConvolution, ({ extent, kernel, stride, padding }) => {
      const windows = windowsOf(extent, kernel, stride, padding);
      const seen: string[] = [];
      for (let pixel = 0; pixel < extent[0] * extent[1]; pixel++)
        for (let k = windows.offsets[pixel]!; k < windows.offsets[pixel + 1]!; k++)
          seen.push(`${windows.position[k]} sees ${pixel} through ${windows.tap[k]}`);
      const wanted: string[] = [];
      for (let p = 0; p < windows.height * windows.width; p++)
        for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
          const y = Math.floor(p / windows.width) * stride[0] + Math.floor(tap / kernel[1]) - padding[0];
          const x = (p % windows.width) * stride[1] + (tap % kernel[1]) - padding[1];
          if (y >= 0 && y < extent[0] && x >= 0 && x < extent[1])
            wanted.push(`${p} sees ${y * extent[1] + x} through ${tap}`);
        }
      expect(seen.sort()).toEqual(wanted.sort());
    }),
  );
});

test('a window as large as its plane is listed in time for what it sees, not for what it could see', () => {
  // One position, 1,000,000 taps; pixels times taps would be 10¹².
  const { offsets, position, tap } = windowsOf([1000, 1000], [1000, 1000], [1, 1]);
  expect([offsets.at(-1), position.length, tap.at(-1)]).toEqual([1_000_000, 1_000_000, 999_999]);
});
