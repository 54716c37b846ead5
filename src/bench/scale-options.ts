import { NETWORK_LIMITS, presentationProblem } from '../core/network/network-limits.js';
import { THREADS } from '../run/check-run-options.js';
import { type ActivePoint, CLASSES } from './active-network.js';
import type { OptionReader } from './option-reader.js';

/** What is varied: one of these at a time, the others as in the base. */
export type Varied = 'activity' | 'width' | 'timeSteps' | 'batch';

/** What `bench scale` measures. */
export interface ScaleOptions {
  readonly base: ActivePoint;
  readonly sweeps: readonly { readonly vary: Varied; readonly points: readonly ActivePoint[] }[];
  /** Points at which kernels are compared, ascending in activity. */
  readonly crossover: readonly ActivePoint[];
  readonly repeat: number;
  readonly threads: number;
  readonly seed: number;
  readonly asked: string;
}

/** Where the points of each sweep come from. */
const LIST_OF: Readonly<Record<Varied, string>> = {
  activity: 'activities',
  width: 'widths',
  timeSteps: 'times',
  batch: 'batches',
};

const width = { type: 'whole', min: 1, max: 10_000 } as const;
const percent = { type: 'number', above: 0, max: 100 } as const;
const steps = { type: 'whole', min: 1, max: NETWORK_LIMITS.steps } as const;
const batch = { type: 'whole', min: 1 } as const;

const ascending = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].toSorted((one, other) => one - other);

/** Reads the options of `bench scale`; what is wrong is in the reader's problems. */
export function readScaleOptions(read: OptionReader, backends: readonly string[]): ScaleOptions {
  const base: ActivePoint = {
    width: read.number('width', width),
    activity: read.number('activity', percent) / 100,
    timeSteps: read.number('time-steps', steps),
    batch: read.number('batch', batch),
  };
  const lists = {
    activity: read.numbers(LIST_OF.activity, percent).map((value) => value / 100),
    width: read.numbers(LIST_OF.width, width),
    timeSteps: read.numbers(LIST_OF.timeSteps, steps),
    batch: read.numbers(LIST_OF.batch, batch),
  };
  const crossing = read.numbers('crossover', percent).map((value) => value / 100);
  const sweeps = (Object.keys(lists) as Varied[]).map((vary) => ({
    vary,
    points: ascending(lists[vary]).map((value) => ({ ...base, [vary]: value })),
  }));
  const crossover = ascending(crossing).map((activity) => ({ ...base, activity }));
  for (const { vary, points } of sweeps) blameSizes(read, LIST_OF[vary], points);
  return {
    base,
    sweeps,
    crossover,
    repeat: read.number('repeat', { type: 'whole', min: 1 }),
    threads: read.number('threads', THREADS),
    seed: read.number('seed', { type: 'whole', min: 0 }),
    asked: read.name('backend', ['auto', ...backends]),
  };
}

/** The largest point of a sweep must fit the memory. */
function blameSizes(read: OptionReader, option: string, points: readonly ActivePoint[]): void {
  // Numbers that could not be read have been blamed already.
  const sound = points.filter((point) => Object.values(point).every(Number.isFinite));
  const problems = sound.map((point) => {
    return presentationProblem(2 * point.width + CLASSES, point.timeSteps, point.batch);
  });
  const worst = problems.findLast((problem) => problem !== undefined);
  if (worst) read.blame(option, worst);
}
