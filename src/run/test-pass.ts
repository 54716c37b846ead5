import type { Judge } from '../trainers/learner.js';
import { batchCount, batches, presentation } from './batches.js';
import type { PreparedRun } from './prepare-run.js';
import type { RunEvent } from './run-event.js';
import { emptyTally, type Tally, tallied } from './tally.js';

/** How a test pass takes place. */
export interface TestPass {
  readonly epoch: number;
  /** Samples in a batch. */
  readonly size: number;
  readonly stopped: () => boolean;
  /** What comes after each batch but the last. */
  readonly between?: () => AsyncGenerator<RunEvent, void, void>;
}

/** Shows the test samples once. @returns Undefined when the run was stopped on the way. */
export async function* testPass(
  judge: Judge,
  { test, streams }: PreparedRun,
  { epoch, size, stopped, between }: TestPass,
): AsyncGenerator<RunEvent, Tally | undefined, void> {
  const order = Uint32Array.from({ length: test.dataSet.count }, (_, index) => index);
  const count = batchCount(order.length, size);
  let tally: Tally = emptyTally;
  let batch = 0;
  // A fresh stream: every test pass sees the same encoding, whenever it takes place.
  const random = streams.fresh('encode/test');
  for (const indices of batches(order, size)) {
    if (stopped()) return undefined;
    const judged = await judge.judge(presentation(test, indices, random));
    tally = tallied(tally, judged, indices.length);
    yield { kind: 'batch-tested', epoch, batch: ++batch, batches: count };
    if (between && batch < count) yield* between();
  }
  return tally;
}
