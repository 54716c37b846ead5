import { describe, expect, test } from 'vitest';

import type { Change } from '../../../src/scenario/phases/change.js';
import { changeWords } from '../../../src/streams/text/change-words.js';
import { timeText } from '../../../src/streams/text/number-text.js';

const UNITS = { dt: 0.0005, sizes: new Map([['h1', 20]]) };
const PART = [{ layer: 'h1', from: 0, to: 5 }];
const WHOLE = [{ layer: 'h1', from: 0, to: 20 }];
const steps = (length: number) => ({ unit: 'step', length }) as const;
const epochs = (length: number) => ({ unit: 'epoch', length }) as const;

describe('changes in words', () => {
  const cases: readonly (readonly [Change, string, string])[] = [
    [
      { kind: 'pulse', nodes: PART, amplitude: 2, duration: steps(40), period: steps(40), count: 1 },
      'pulse of 2 into h1[0:5] for 20 ms',
      'pulse 2',
    ],
    [
      { kind: 'pulse', nodes: WHOLE, amplitude: 0.5, duration: epochs(1), period: epochs(2), count: 3 },
      'pulse of 0.5 into h1 for 1 epoch, 3 times, every 2 epochs',
      'pulse 0.5',
    ],
    [{ kind: 'current-clamp', nodes: WHOLE, amplitude: 1.5 }, 'current of h1 clamped at 1.5', 'clamp 1.5'],
    [
      { kind: 'voltage-clamp', nodes: PART, value: -1, duration: { unit: 'batch', length: 2 } },
      'membranes of h1[0:5] clamped at -1 for 2 batches',
      'clamp -1',
    ],
    [
      { kind: 'noise', nodes: WHOLE, mean: 0, sd: 0.25, duration: steps(4000) },
      'noise of 0 ± 0.25 into h1 for 2 s',
      'noise 0.25',
    ],
    [
      { kind: 'replay', nodes: PART, times: [0, 1, 1], units: [0, 1, 2], amplitude: 1 },
      '3 spikes replayed into h1[0:5]',
      'replay',
    ],
    [
      { kind: 'replay-file', nodes: PART, file: 'a/spikes.csv', layer: 'in', amplitude: 1 },
      'the spikes of in in a/spikes.csv replayed into h1[0:5]',
      'replay',
    ],
    [
      { kind: 'replay-file', nodes: PART, file: 'a/spikes.csv', amplitude: 1 },
      'the spikes in a/spikes.csv replayed into h1[0:5]',
      'replay',
    ],
    [{ kind: 'lesion', target: { neurons: WHOLE }, fraction: 0.305 }, 'lesion of 30.5 % of h1', 'lesion'],
    [{ kind: 'lesion', target: { neurons: PART }, fraction: 1 }, 'lesion of h1[0:5]', 'lesion'],
    [
      { kind: 'lesion', target: { synapses: { to: WHOLE, from: PART } }, fraction: 0.5 },
      'lesion of 50 % of the connections into h1 from h1[0:5]',
      'lesion',
    ],
    [{ kind: 'restore' }, 'restore everything', 'restore'],
    [{ kind: 'set', parameters: { 'h1.threshold': 0.5 } }, 'set h1.threshold = 0.5', 'h1.threshold = 0.5'],
    [{ kind: 'set', parameters: { 'h1.beta': 0.5, 'encode.gain': 2 } }, 'set h1.beta = 0.5, encode.gain = 2', 'set 2'],
  ];
  test.each(cases)('%j', (change, words, short) => expect(changeWords(change, UNITS)).toEqual({ words, short }));
});

test.each([
  [200, 0.001, '200 ms'],
  [1, 0.0005, '0.5 ms'],
  [3, 0.0001, '0.3 ms'],
  [1500, 0.001, '1.5 s'],
  [3_600_000, 0.001, '3,600 s'],
  [0, 0.001, '0 ms'],
])('%d steps of %d s are %s', (count, dt, text) => expect(timeText(count, dt)).toBe(text));
