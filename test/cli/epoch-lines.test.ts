import { lastValueFrom, of, toArray } from 'rxjs';
import { expect, test } from 'vitest';

import { epochLines } from '../../src/cli/epoch-lines.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { batchTrained, STARTED } from '../streams/fake-run.js';

test('what comes between the end of an epoch and its test does not part them', async () => {
  const place = { epoch: 1, batch: 3, step: 3 };
  const events: readonly RunEvent[] = [
    { ...STARTED, epochs: 2 },
    { kind: 'epoch-ended', epoch: 1, step: 3, metrics: { 'accuracy(train)': 0.5 }, seconds: 2 },
    { kind: 'recorded', pieces: [] },
    { kind: 'histograms', epoch: 1, step: 3, weights: [], feedback: [] },
    { kind: 'batch-tested', epoch: 1, batch: 1, batches: 2 },
    { kind: 'intervened', ...place, intervention: { kind: 'learning-rate', value: 1 } },
    { kind: 'tested', epoch: 1, step: 3, split: 'test', samples: 4, metrics: { 'accuracy(test)': 0.75 } },
    batchTrained(2, 1, 4),
  ];
  expect(await lastValueFrom(of(...events).pipe(epochLines(), toArray()))).toEqual([
    'epoch 1/2  accuracy 50.00 % (train)  75.00 % (test)  2.0 s',
  ]);
});
