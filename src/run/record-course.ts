import type { Tensors } from '../core/layers/tensors.js';
import { tensorPlans, toExchangeLayout } from '../core/network/initial-tensors.js';
import type { NamedTensor } from '../record/named-tensor.js';
import { COURSES, type TensorPiece } from '../record/recording.js';
import type { Cadence, RecordedCourse } from '../scenario/scenario.js';
import type { PreparedRun } from './prepare-run.js';
import type { RunEvent } from './run-event.js';
import type { Task } from './task.js';
import { HISTOGRAM_BINS, histogramOf } from './watch/histogram.js';
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
 * send back to them and to each unit under the run's own rule; whole, or as histograms.
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
  const due = COURSES.filter((course) => {
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
  const sent = due.some((course) => !course.startsWith('weights')) ? feedbackOfFirst(task, run, tensors) : undefined;
  const told = (what: string): readonly NamedTensor[] => {
    if (what === 'reward') return perUnit(sent!.units);
    return exchanged(run, what === 'weights' ? tensors : sent!.tensors);
  };
  const piece = (kind: RecordedCourse): TensorPiece => {
    const [what = kind, isSpread] = kind.split('.');
    return { kind, phase, epoch, step, tensors: isSpread ? told(what).flatMap(spreadOf) : told(what) };
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

/** How the values of a tensor are spread: `name.counts` and `name.edges`, see `TensorPiece`. */
function spreadOf({ name, values }: NamedTensor): readonly NamedTensor[] {
  const { from, to, counts } = histogramOf(name, values);
  // Weighted, so that the width of what spans all numbers does not overflow.
  const edges = Float64Array.from({ length: HISTOGRAM_BINS + 1 }, (_, k) => {
    const share = k / HISTOGRAM_BINS;
    return from * (1 - share) + to * share;
  });
  return [
    { name: `${name}.counts`, shape: [HISTOGRAM_BINS], values: Float64Array.from(counts) },
    { name: `${name}.edges`, shape: [HISTOGRAM_BINS + 1], values: edges },
  ];
}
