import { range } from 'rxjs';
import { describe, expect, test } from 'vitest';

import { losslessSink } from '../../src/streams/lossless-sink.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A writer that finishes when told. */
function slowWriter() {
  const written: number[][] = [];
  let release: (error?: Error) => void = () => undefined;
  const write = (values: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      written.push([...values]);
      release = (error) => (error === undefined ? resolve() : reject(error));
    });
  const finish = async (error?: Error) => {
    release(error);
    await turn();
  };
  return { written, write, finish };
}

/** What a promise has come to by now. */
async function stateOf(promise: Promise<void>): Promise<string> {
  const pending = turn();
  return await Promise.race([
    promise.then(
      () => 'resolved',
      (error: Error) => error.message,
    ),
    pending.then(() => 'pending'),
  ]);
}

describe('losslessSink', () => {
  test('writes all values in order, those of a busy time together', async () => {
    const { written, write, finish } = slowWriter();
    const sink = losslessSink(write, { capacity: 100 });
    range(1, 4).subscribe(sink.observer);
    await finish();
    expect(await stateOf(sink.done)).toBe('pending');
    await finish();
    expect(written).toEqual([[1], [2, 3, 4]]);
    expect(await stateOf(sink.done)).toBe('resolved');
  });

  test('is full while as many values as its capacity wait or are being written', async () => {
    const { write, finish } = slowWriter();
    const { observer, ready } = losslessSink(write, { capacity: 2 });
    expect(await stateOf(ready())).toBe('resolved');
    observer.next(1);
    expect(await stateOf(ready())).toBe('resolved');
    observer.next(2);
    const waiting = ready();
    expect(await stateOf(waiting)).toBe('pending');
    await finish(); // 1 is written, 2 begins
    expect(await stateOf(waiting)).toBe('resolved');
  });

  test('writes what it has when the source fails', async () => {
    const written: number[] = [];
    const sink = losslessSink<number>(async (values) => void written.push(...values), { capacity: 9 });
    sink.observer.next(1);
    sink.observer.next(2);
    sink.observer.error(new Error('diverged'));
    await sink.done;
    expect(written).toEqual([1, 2]);
  });

  test('tells of a failed write to who waits, to who asks and at the end; writes no more', async () => {
    const { written, write, finish } = slowWriter();
    const { observer, ready, done } = losslessSink(write, { capacity: 1 });
    observer.next(1);
    const waiting = stateOf(ready());
    await finish(new Error('disk full'));
    expect(await waiting).toBe('disk full');
    observer.next(2);
    observer.complete();
    expect(await stateOf(ready())).toBe('disk full');
    expect(await stateOf(done)).toBe('disk full');
    expect(written).toEqual([[1]]);
  });

  test('a writer that throws at once is a failed write, too', async () => {
    const sink = losslessSink<number>(
      () => {
        throw new Error('no such device');
      },
      { capacity: 1 },
    );
    sink.observer.next(1);
    expect(await stateOf(sink.done)).toBe('no such device');
  });

  test('needs room for a value', () => {
    expect(() => losslessSink(async () => undefined, { capacity: 0 })).toThrow(
      'capacity: expected a number >= 1, got 0',
    );
    expect(() => losslessSink(async () => undefined, { capacity: Number.NaN })).toThrow(RangeError);
  });
});
