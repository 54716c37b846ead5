import { inputPart } from '../core/input-part.js';
import { presentation } from './batches.js';
import { layersToSee, PieceRecorder } from './phases/recorded-pieces.js';
import type { PreparedRun } from './prepare-run.js';
import type { RunEvent } from './run-event.js';
import type { Task } from './task.js';

/**
 * Shows the first test samples once more, step by step, and brings variables of neurons back. The samples are encoded as in a
 * test.
 *
 * Its pieces are of the phase `test`.
 */
export async function* recordTraces(
  task: Task,
  { learner, plan, test, streams }: PreparedRun,
): AsyncGenerator<RunEvent, void, void> {
  const record = { ...task.record, spikes: [] };
  if (record.traces.length === 0) return;
  const { changeable } = learner;
  if (!changeable) throw new Error('a learner with a network of its own keeps no traces');
  const random = streams.fresh('encode/test');
  for (let sample = 0; sample < Math.min(record.samples, test.dataSet.count); sample++) {
    const { input, steps, labels } = presentation(test, Uint32Array.of(sample), random);
    const recorder = new PieceRecorder(record, { phase: 'test', sample, label: labels[0]! }, () => plan);
    const { session } = changeable;
    await session.begin({ batch: 1, learn: false });
    for (let first = 0; first < steps; first++) {
      const part = inputPart(input, first, 1, 1, plan.inputSize);
      const report = await session.simulate({ steps: 1, input: part, record: layersToSee(record) });
      recorder.add({ first, steps: 1, report, state: await session.state(), events: [] });
    }
    yield { kind: 'recorded', pieces: recorder.take() };
  }
}
