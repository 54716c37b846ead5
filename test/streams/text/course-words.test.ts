import { expect, test } from 'vitest';

import { courseWords } from '../../../src/streams/text/course-words.js';

test('a course is told with its values and moments, in time or in epochs', () => {
  const rising = { kind: 'linear', from: 1, to: 5, begin: 200, end: 300 } as const;
  expect(courseWords('h1.threshold', rising, { kind: 'step', dt: 0.001 })).toBe(
    'h1.threshold from 1 to 5, linear, 200 ms to 300 ms',
  );
  expect(courseWords('h1.threshold', { ...rising, end: 1500 }, { kind: 'step', dt: 0.001 })).toMatch(
    /200 ms to 1\.5 s$/,
  );
  const points = [
    [0, 0.4],
    [2.5, 0.2],
  ] as const;
  expect(courseWords('encode.gain', { kind: 'points', points }, { kind: 'epoch' })).toBe(
    'encode.gain = 0.4 at epoch 0, 0.2 at epoch 2.5',
  );
});
