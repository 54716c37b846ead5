import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { accuracyText } from '../../src/cli/terminal-accuracy.js';
import { BRAILLE } from '../../src/cli/terminal-alphabet.js';
import { sparkline } from '../../src/cli/terminal-sparkline.js';

const { heights } = BRAILLE;
const epochs = (...values: readonly number[]) => values.map((value, k) => ({ epoch: k + 1, value }));

describe('a sparkline', () => {
  test('rises from its lowest to its highest character in equal parts', () => {
    const range = { lowest: 0, highest: 8 };
    // 0 ≤ v < 1 is the lowest; the highest value would be a ninth
    expect(sparkline(epochs(0, 0.99, 1, 2, 3, 4, 5, 6, 7, 8), 10, 10, range, heights)).toBe('▁▁▂▃▄▅▆▇██');
  });

  test('of more epochs than characters shows the mean of several', () => {
    // 5 epochs in 3 characters: 2 each, (0 + 2)/2 = 1, (4 + 6)/2 = 5, 8
    expect(sparkline(epochs(0, 2, 4, 6, 8), 5, 3, { lowest: 0, highest: 8 }, heights)).toBe('▂▆█');
  });

  test('has a blank where nothing was measured', () => {
    const values = [
      { epoch: 2, value: 0 },
      { epoch: 4, value: 1 },
    ];
    expect(sparkline(values, 5, 10, { lowest: 0, highest: 1 }, heights)).toBe(' ▁ █ ');
  });

  test('has the middle height where nothing changes', () => {
    expect(sparkline(epochs(1, 1, 1), 3, 10, { lowest: 1, highest: 1 }, heights)).toBe('▄▄▄');
  });
});

describe('accuracy over the epochs', () => {
  const train = epochs(0, 0.5, 0.875, 1);
  const tested = [
    { epoch: 2, value: 0.625 },
    { epoch: 3, value: 0.875 },
    { epoch: 4, value: 0.75 },
  ];

  test('has a sparkline of the same scale for each split, and its figures', () => {
    // eighths: 0, 4, 7, 8, which has the height of 7; a blank, 5, 7, 6
    expect(accuracyText({ train, test: tested }, 80, heights)).toMatchInlineSnapshot(`
      "       accuracy    first      last      best  epoch
      train  ▁▅██       0.00 %  100.00 %  100.00 %      4
      test    ▆█▇      62.50 %   75.00 %   87.50 %      3
      "
    `);
  });

  test('goes without sparklines where there are no characters for them', () => {
    expect(accuracyText({ train, test: tested }, 80, '')).toMatchInlineSnapshot(`
      "accuracy    first      last      best  epoch
      train      0.00 %  100.00 %  100.00 %      4
      test      62.50 %   75.00 %   87.50 %      3
      "
    `);
  });

  test('leaves out a split that was not measured', () => {
    expect(accuracyText({ train, test: [] }, 80, heights).split('\n')).toHaveLength(3);
  });

  test('of fewer than two epochs is none', () => {
    expect(accuracyText({ train: [], test: [] }, 80, heights)).toBe('');
    expect(accuracyText({ train: epochs(0.5), test: epochs(0.5) }, 80, heights)).toBe('');
  });

  test('never is wider than the terminal', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 300 });
    fc.assert(
      fc.property(
        shares,
        shares,
        fc.nat(99_000_000),
        fc.integer({ min: 60, max: 200 }),
        (train, test, from, columns) => {
          const later = epochs(...test).map(({ epoch, value }) => ({ epoch: epoch + from, value }));
          const lines = accuracyText({ train: epochs(...train), test: later }, columns, heights).split('\n');
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 50 },
    );
  });
});
