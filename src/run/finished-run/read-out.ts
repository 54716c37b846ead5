import type { Session } from '../../backends/backend.js';
import { answerBorder } from '../../core/losses/output-error.js';
import { present } from '../../trainers/presentation.js';
import { batches, presentation } from '../batches.js';
import type { FinishedRun } from './finished-run.js';

export type Split = 'train' | 'test';

/** What a network said to every sample of a split. */
export interface SplitReadOut {
  /** Read-out, `[samples × classes]`: spike counts, mean or last outputs. */
  readonly values: Float64Array;
  /** `[samples]` */
  readonly labels: Int32Array;
  /** Share of right answers. */
  readonly accuracy: number;
  /** Of single outputs, see `answersOf`. */
  readonly border: number;
}

/**
 * Shows every sample of a split to a network, in order and in batches as the run tests.
 *
 * Random streams: `encode/test`, from which the run's own tests drew, so that a random encoder gives the same spikes
 * again; for the training split, which the run encoded anew in every epoch, `encode/train`.
 */
export async function readOut(session: Session, run: FinishedRun, split: Split): Promise<SplitReadOut> {
  const { scenario, plan, streams } = run;
  const shown = run[split];
  const random = streams.fresh(`encode/${split}`);
  const { count, labels } = shown.dataSet;
  const classes = plan.outputSize;
  const values = new Float64Array(count * classes);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const { learn, time } = scenario;
  const border = answerBorder(learn.method === 'lfp' ? undefined : learn.loss, plan.readout, time.steps);
  let correct = 0;
  let at = 0;
  for (const indices of batches(order, scenario.test.batch)) {
    const outcome = await present(session, presentation(shown, indices, random), plan.readout, false, border);
    values.set(outcome.values, at);
    at += outcome.values.length;
    correct += outcome.correct;
  }
  return { values, labels, accuracy: correct / count, border };
}
