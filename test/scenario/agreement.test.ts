import { expect, test } from 'vitest';
import { networkText, problemLines, scenarioText } from './problems-of.js';

test('sign layers give -1 and +1: no spikes that could be recorded', () => {
  const layers = '{ id: s, size: 4, neuron: sign }, { id: h, size: 4, neuron: step }, { id: out, size: 10 }';
  expect(problemLines(networkText(layers, { record: '{ spikes: [s, h] }' }))).toMatchInlineSnapshot(
    `"  6:20  record.spikes[0]: expected one of "h", got "s" (this layer does not spike)"`,
  );
});

test.each([
  ['{ source: randman, smoothness: 0 }', 'data.smoothness: expected a number > 0, got 0'],
  ['{ source: randman, dimensions: 101 }', 'data.dimensions: expected an integer >= 1 and <= 100, got 101'],
  ['{ source: randman, classes: 100001 }', 'data.classes: expected an integer >= 1 and <= 100000, got 100001'],
  [
    '{ source: moons, samples: 100000000 }',
    'data: expected at most 67,108,864 values to generate (samples times features), got 200,000,000',
  ],
])('a source that a run refuses is refused before: %s', (data, message) => {
  expect(problemLines(scenarioText({ data }))).toContain(message);
});
