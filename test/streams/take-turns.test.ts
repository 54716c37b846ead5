import { expect, test } from 'vitest';

import { takeTurns } from '../../src/streams/take-turns.js';

test('others get a turn when there was work for a while, and not before', async () => {
  let now = 100;
  let turns = 0;
  const breathe = takeTurns(
    () => now,
    async () => {
      turns++;
      now += 50;
    },
  );
  const heard: number[] = [];
  for (const work of [0, 7, 1, 7, 0, 9]) {
    now += work;
    await breathe();
    heard.push(turns);
  }
  // 0 and 7 ms: not yet; 8: a turn, whose 50 ms do not count; 7 and 7 again; 16: another one.
  expect(heard).toEqual([0, 0, 1, 1, 1, 2]);
});
