import { range } from 'rxjs';
import { describe, expect, test } from 'vitest';

import { droppingSink } from '../../src/streams/dropping-sink.js';

describe('droppingSink', () => {
  test('lets the oldest waiting values go, counts them, and shows the newest in the end', async () => {
    const shown: number[] = [];
    const sink = droppingSink<number>(async (value) => void shown.push(value), { capacity: 2 });
    range(1, 10).subscribe(sink.observer); // all in one turn: 1 is being shown, 9 and 10 wait
    await sink.done;
    expect(shown).toEqual([1, 9, 10]);
    expect(sink.dropped()).toBe(7);
  });

  test('drops nothing when the writer keeps up', async () => {
    const shown: number[] = [];
    const sink = droppingSink<number>(async (value) => void shown.push(value), { capacity: 1 });
    for (const value of [1, 2, 3]) {
      sink.observer.next(value);
      await new Promise((resolve) => setImmediate(resolve));
    }
    sink.observer.error(new Error('the run failed'));
    await sink.done;
    expect([shown, sink.dropped()]).toEqual([[1, 2, 3], 0]);
  });

  test('when the writer fails, says so and counts the rest as dropped', async () => {
    const sink = droppingSink<number>(async () => Promise.reject(new Error('socket closed')), { capacity: 5 });
    range(1, 3).subscribe(sink.observer);
    await expect(sink.done).rejects.toThrow('socket closed');
    sink.observer.next(4);
    expect(sink.dropped()).toBe(3);
  });
});
