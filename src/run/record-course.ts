import type { Tensors } from '../core/layers/tensors.js';
import { tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { TensorPiece } from '../record/recording.js';
import type { Cadence, RecordedCourse } from '../scenario/scenario.js';
import type { PreparedRun } from './prepare-run.js';
import type { RunEvent } from './run-event.js';
import type { Task } from './task.js';
import { feedbackOfFirst } from './watch/network-histograms.js';

/** Where a training stands after a batch. */
export interface CourseMoment {
  /** Epochs that have ended, when this batch ended one. */
  readonly epoch: number;
  readonly endsEpoch: boolean;
  /** Optimizer steps taken. */
  readonly step: number;
}

function isDue({ unit, every }: Cadence, { epoch, endsEpoch, step }: CourseMoment): boolean {
  return unit === 'step' ? !endsEpoch && step % every === 0 : endsEpoch && epoch % every === 0;
}

/**
 * What a training records after a batch (`endsEpoch: false`) and after an epoch: weights, and what the first training samples
 * send back to them and to each unit under the run's own rule.
 *
 * @param phase Its name in the recording.
 * @returns undefined where nothing is due.
 */
export function recordedCourse(
  task: Task,
  run: PreparedRun,
  phase: string,
  moment: CourseMoment,
): Promise<RunEvent> | undefined {
  const due = (['weights', 'feedback', 'reward'] as const).filter((course) => {
    const cadence = task.record.every[course];
    return cadence !== undefined && isDue(cadence, moment);
  });
  return due.length === 0 ? undefined : recorded(task, run, phase, moment, due);
}

async function recorded(
  task: Task,
  run: PreparedRun,
  phase: string,
  { epoch, step }: CourseMoment,
  due: readonly RecordedCourse[],
): Promise<RunEvent> {
  const tensors = await run.learner.network?.();
  if (!tensors) throw new Error(`a recording of ${due.join(', ')} needs a learner that tells its network`);
  const sent = due.some((course) => course !== 'weights') ? feedbackOfFirst(task, run, tensors) : undefined;
  const piece = (kind: RecordedCourse): TensorPiece => {
    const own = kind === 'weights' ? tensors : kind === 'feedback' ? sent!.tensors : sent!.units;
    return { kind, phase, epoch, step, tensors: kind === 'reward' ? perUnit(own) : exchanged(run, own) };
  };
  return { kind: 'recorded', pieces: due.map(piece) };
}

function exchanged({ plan }: PreparedRun, tensors: Tensors): readonly NamedTensor[] {
  return tensorPlans(plan).flatMap((planned) => {
    const values = tensors[planned.name];
    if (!values) return [];
    return [{ name: planned.name, shape: planned.exchangeShape, values: toExchangeLayout(planned, values) }];
  });
}

function perUnit(units: Tensors): readonly NamedTensor[] {
  return Object.entries(units).map(([name, values]) => ({ name, shape: [values.length], values }));
}
