import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  divergingColour,
  largestSize,
  rgbOf,
  sequentialColour,
} from '../../../src/web/charts/reward-map/colour-scale.js';
import { layRewardMap, pixelAt } from '../../../src/web/charts/reward-map/reward-map-layout.js';
import {
  lookText,
  pixelText,
  rewardMapFigures,
  rewardMapSummary,
  rewardMapTable,
  whyNoReward,
} from '../../../src/web/charts/reward-map/reward-map-text.js';
import {
  movedPixel,
  pixelRewards,
  pixelValues,
  placeOf,
  sampleShape,
} from '../../../src/web/charts/reward-map/sample-shape.js';
import { fixtureFacts } from '../../web-page/fixture.js';

const look = {
  ...{ sample: 12, label: 1, answer: 0, steps: 4, spikes: [], pulses: [] },
  voltages: { neurons: [], values: new Float32Array() },
  readout: Float32Array.of(0.5, 0.25),
  input: Float32Array.of(0, 1, 0.5, 0.25),
  inputReward: Float32Array.of(0, -0.5, 2, 0.25),
};
const facts = { ...fixtureFacts(), inputShape: [2, 2, 1], classes: 2 };

describe('colours', () => {
  const ends = [rgbOf('#ff0000'), rgbOf('#ffffff'), rgbOf('#0000ff')] as const;

  test('diverge from 0: equal sizes of both signs are equally strong', () => {
    expect(divergingColour(0, 2, ends)).toEqual([255, 255, 255]);
    // Half way from white to an end: 255 − 127.5, rounded.
    expect(divergingColour(-1, 2, ends)).toEqual([255, 128, 128]);
    expect(divergingColour(1, 2, ends)).toEqual([128, 128, 255]);
    expect(divergingColour(9, 2, ends)).toEqual([0, 0, 255]);
  });

  test('of rewards that are all 0 are those of 0', () => {
    expect(divergingColour(0, largestSize([0, 0]), ends)).toEqual([255, 255, 255]);
    expect(largestSize([1, -3, 2])).toBe(3);
  });

  test('of inputs go from one end to the other and stop there', () => {
    const grey = (value: number) => sequentialColour(value, 0, 4, [0, 0, 0], [200, 200, 200])[0];
    expect([-1, 0, 1, 4, 5].map(grey)).toEqual([0, 0, 50, 200, 200]);
  });

  test('are read from six digits only', () => {
    expect(rgbOf('#0072b2')).toEqual([0, 114, 178]);
    expect(() => rgbOf('red')).toThrow('colour: expected # and six digits, got red');
  });
});

describe('samples', () => {
  test('are pictures when they have a height and a width', () => {
    expect(sampleShape([8, 8])).toEqual({ height: 8, width: 8, channels: 1, isPicture: true });
    expect(sampleShape([4, 6, 3])).toEqual({ height: 4, width: 6, channels: 3, isPicture: true });
    expect(sampleShape([20])).toEqual({ height: 1, width: 20, channels: 1, isPicture: false });
    expect(sampleShape([1, 20, 2])).toMatchObject({ width: 40, isPicture: false });
  });

  test('lie channel by channel, and row by row within a channel, as the network takes them', () => {
    // Pixel (1, 0) of 2 × 3 with 2 channels: 1 · 3 + 0 = 3 in the first, 6 further on in the second.
    const shape = sampleShape([2, 3, 2]);
    const values = Array.from({ length: 12 }, (_, k) => k);
    expect(pixelValues(values, shape, 1, 0)).toEqual([3, 9]);
    // Each pixel k is k + (k + 6).
    expect([...pixelRewards(values, shape)]).toEqual([6, 8, 10, 12, 14, 16]);
    expect(placeOf(9, shape)).toEqual({ row: 1, column: 0, channel: 1 });
  });

  test('have a place for every number', () => {
    const dimension = fc.integer({ min: 2, max: 5 });
    fc.assert(
      fc.property(dimension, dimension, fc.integer({ min: 1, max: 4 }), (height, width, channels) => {
        const shape = sampleShape([height, width, channels]);
        const values = Array.from({ length: height * width * channels }, (_, k) => k);
        for (const value of values) {
          const { row, column, channel } = placeOf(value, shape);
          expect(pixelValues(values, shape, row, column)[channel]).toBe(value);
        }
      }),
    );
  });

  test('are walked over by keys and not left', () => {
    const shape = sampleShape([3, 4]);
    expect(movedPixel('ArrowDown', undefined, shape)).toEqual({ row: 1, column: 2 });
    expect(movedPixel('ArrowLeft', { row: 0, column: 0 }, shape)).toEqual({ row: 0, column: 0 });
    expect(movedPixel('End', { row: 2, column: 1 }, shape)).toEqual({ row: 2, column: 3 });
    expect(movedPixel('x', { row: 2, column: 1 }, shape)).toBeUndefined();
  });
});

describe('the picture', () => {
  test('has pixels of whole device pixels and fits its width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 280, max: 1600 }),
        fc.constantFrom(1, 1.5, 2, 3),
        fc.constantFrom([8, 8], [28, 28], [32, 32, 3], [5, 40]),
        fc.integer({ min: 2, max: 20 }),
        (width, ratio, shape, classes) => {
          const layout = layRewardMap(width, sampleShape(shape), classes, ratio);
          expect(layout.pixel * ratio).toBeCloseTo(Math.round(layout.pixel * ratio), 9);
          for (const box of [layout.input, layout.reward, layout.readout])
            expect(box.left + box.width).toBeLessThanOrEqual(width);
          expect(layout.readout.top + layout.readout.height).toBeLessThanOrEqual(layout.height);
        },
      ),
    );
  });

  test('knows the pixel under the pointer on both sides, and none beside them', () => {
    const shape = sampleShape([8, 8]);
    const layout = layRewardMap(900, shape, 10, 1);
    const { input, reward, pixel } = layout;
    for (const box of [input, reward])
      expect(pixelAt(layout, shape, box.left + 2.5 * pixel, box.top + 7.9 * pixel)).toEqual({ row: 7, column: 2 });
    expect(pixelAt(layout, shape, input.left + input.width + 1, input.top)).toBeUndefined();
  });
});

describe('words', () => {
  test('tell a pixel, its input and its reward', () => {
    expect(pixelText(facts, look, { row: 1, column: 0 })).toBe('row 1, column 0: input 0.5, reward +2');
    expect(pixelText({ ...facts, feedback: 'gradient' }, look, { row: 0, column: 1 })).toBe(
      'row 0, column 1: input 1, negative gradient −0.5',
    );
    expect(pixelText({ ...facts, inputShape: [4] }, look, { row: 0, column: 3 })).toBe(
      'input 3: input 0.25, reward +0.25',
    );
  });

  test('say whether the answer was right, and where the reward was largest', () => {
    expect(lookText(look)).toBe('Sample 12: label 1, answer 0 (wrong)');
    expect(rewardMapSummary(facts, look)).toBe(
      'Sample 12: label 1, answer 0 (wrong). Largest reward: row 1, column 0: input 0.5, reward +2.',
    );
  });

  test('say why there is no reward', () => {
    const { inputReward: _, ...without } = look;
    expect(whyNoReward(facts, look)).toBeUndefined();
    expect(whyNoReward({ ...facts, rule: 'perturbation', feedback: 'none' }, without)).toBe(
      'The rule perturbation sends nothing back to the inputs: no input has a reward.',
    );
    expect(whyNoReward(facts, without)).toBe('No reward of the inputs came with this presentation.');
  });

  test('and figures give read-outs, then inputs by the size of their reward', () => {
    const { rows } = rewardMapFigures(facts, look);
    expect(rows.map(([what, row, column]) => [what, row, column])).toEqual([
      ['class 0', undefined, undefined],
      ['class 1', undefined, undefined],
      ['input', 1, 0],
      ['input', 0, 1],
      ['input', 1, 1],
      ['input', 0, 0],
    ]);
    expect(rewardMapFigures(facts, undefined).note).toBe('No sample has been shown yet.');
    expect(rewardMapTable(facts, look).rows[2]).toEqual(['input', 1, 0, undefined, 0.5, 2]);
    // Two channels of 2 × 2: the second begins with the fifth number.
    const colours = { ...look, input: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
    const { rows: both } = rewardMapTable({ ...facts, inputShape: [2, 2, 2] }, colours);
    expect(both[3]!.slice(0, 5)).toEqual(['input', 1, 1, 0, 3]);
    expect(both[4]!.slice(0, 5)).toEqual(['input', 0, 0, 1, 4]);
  });
});
