import { expect, test } from 'vitest';

import { askWorker, type BareWorker } from '../../../src/web/playground/worker/asked-worker.js';
import type { Failure } from '../../../src/web/playground/worker/messages.js';

const REMEDY = 'Load the page again.';
const DIED = 'The part of the page that simulates has ended unexpectedly';

/** A worker that never answers, and whoever asks it. */
function asker() {
  const events = new EventTarget();
  const worker = Object.assign(events, { postMessage: () => undefined, terminate: () => undefined });
  const lost: Failure[] = [];
  const asked = askWorker(
    worker as unknown as BareWorker,
    () => undefined,
    (failure) => lost.push(failure),
    REMEDY,
  );
  const die = (message: string) => events.dispatchEvent(Object.assign(new Event('error'), { message }));
  return { asked, lost, die };
}

test('who asks a worker that has ended by itself hears at once that it has, before and after', async () => {
  const { asked, lost, die } = asker();
  const failure = { code: 'HV_WORKER_LOST', message: `${DIED}: out of luck`, remedy: REMEDY };
  const before = expect(asked.ask({ ask: 'checkpoint' })).rejects.toMatchObject(failure);
  die('out of luck');
  await before;
  expect(lost).toEqual([failure]);
  await expect(asked.ask({ ask: 'checkpoint' })).rejects.toMatchObject(failure);
});

test('who asks a worker that was ended hears at once that it is no more', async () => {
  const { asked, lost } = asker();
  asked.end();
  await expect(asked.ask({ ask: 'backends' })).rejects.toMatchObject({ code: 'HV_WORKER_LOST' });
  expect(lost).toEqual([]);
});
