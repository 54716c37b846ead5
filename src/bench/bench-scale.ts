import type { Backend } from '../backends/backend.js';
import { chooseBackend } from '../backends/choose-backend.js';
import type { SkippedBackend } from '../backends/choosing/chosen-backend.js';
import { type ActivePoint, activeNetwork } from './active-network.js';
import { BENCH_LEARNING, benchOptimizer, lifNetwork } from './bench-network.js';
import { crossing, type Growth, growthOf } from './growth.js';
import { kernelsNotChosen, measurePoints, type PreparedPoint, type ScaleRow } from './measure-points.js';
import { type OptionTexts, optionReader } from './option-reader.js';
import { refuseBench } from './refuse-bench.js';
import { readScaleOptions, type ScaleOptions, type Varied } from './scale-options.js';
import { type ResultHead, resultHead, type Surroundings } from './surroundings.js';

/** Cost of a step as one thing varies. */
export interface ScaleSweep {
  readonly vary: Varied;
  readonly rows: readonly ScaleRow[];
  /** What the cost is compared with: spikes for activity, else synaptic operations. */
  readonly against: 'spikes' | 'synapticOperations';
  /** Absent when there are not two different amounts of work. */
  readonly growth?: Growth;
}

/** Event kernels against dense ones. */
type Crossover =
  | {
      readonly rows: readonly { readonly activity: number; readonly eventsMs: number; readonly denseMs: number }[];
      /** Activity from which the dense kernels are the faster ones, 0..1; absent: nowhere in the range. */
      readonly at?: number;
    }
  | { readonly skipped: string };

/** What `bench scale` found. */
export interface ScaleResult extends ResultHead {
  readonly backend: string;
  readonly asked: string;
  readonly skipped: readonly SkippedBackend[];
  readonly threadsAsked: number;
  readonly seed: number;
  readonly repeat: number;
  /** A network is `width-width-10`. */
  readonly base: ActivePoint;
  readonly sweeps: readonly ScaleSweep[];
  readonly crossover: Crossover;
}

/**
 * `bench scale`: how the cost of a training step grows with activity, width, time steps and batch, and from which
 * activity on dense kernels are faster than event kernels. The points of a sweep are measured in turns.
 *
 * @throws HeavisideError HV_BENCH_OPTIONS with everything that is wrong with the options; what backends throw.
 */
export async function benchScale(texts: OptionTexts, surroundings: Surroundings): Promise<ScaleResult> {
  const { backends, report, clock } = surroundings;
  const read = optionReader(texts);
  const options = readScaleOptions(
    read,
    backends.map(({ name }) => name),
  );
  refuseBench('scale', read.problems);
  const { base, asked, repeat, seed, threads } = options;
  const { backend, skipped } = await chosen(options, backends);
  const prepare = async (point: ActivePoint): Promise<PreparedPoint> => {
    return { point, active: await activeNetwork(point, seed, threads, (request) => backend.open(request)) };
  };
  const sweeps: ScaleSweep[] = [];
  for (const { vary, points } of options.sweeps) {
    report(
      `backend ${backend.name}: ${vary} ${points.map((point) => (vary === 'activity' ? `${100 * point.activity} %` : point[vary])).join(', ')}`,
    );
    const prepared: PreparedPoint[] = [];
    for (const point of points) prepared.push(await prepare(point));
    sweeps.push(sweepOf(vary, await measurePoints(prepared, backend, repeat, clock)));
  }
  report('event kernels against dense ones');
  const crossover = await measureCrossover(options, backend, prepare, clock);
  const head = resultHead('scale', surroundings);
  return {
    ...head,
    backend: backend.name,
    asked,
    skipped,
    threadsAsked: threads,
    seed,
    repeat,
    base,
    sweeps,
    crossover,
  };
}

function chosen({ base, asked }: ScaleOptions, backends: readonly Backend[]) {
  // Any network of this kind will do: backends differ by kinds of layers, not by sizes.
  const network = lifNetwork([base.width, 1], 0);
  const tensors = { 'out.weight': new Float64Array(base.width), 'out.bias': new Float64Array(1) };
  const { rule } = BENCH_LEARNING;
  return chooseBackend(asked, { network, tensors, optimizer: benchOptimizer(0), rule }, { backends });
}

function sweepOf(vary: Varied, rows: readonly ScaleRow[]): ScaleSweep {
  const against = vary === 'activity' ? 'spikes' : 'synapticOperations';
  const growth = growthOf(rows.map((row) => ({ amount: row[against], cost: row.medianMs })));
  return { vary, rows, against, ...(growth ? { growth } : {}) };
}

async function measureCrossover(
  { crossover: points, repeat }: ScaleOptions,
  backend: Backend,
  prepare: (point: ActivePoint) => Promise<PreparedPoint>,
  clock: () => number,
): Promise<Crossover> {
  const rows: { activity: number; eventsMs: number; denseMs: number }[] = [];
  for (const point of points) {
    const prepared = await prepare(point);
    const reason = await kernelsNotChosen(backend, prepared.active);
    if (reason !== undefined) return { skipped: reason };
    const variants = (['events', 'dense'] as const).map((products) => ({ ...prepared, products }));
    const [events, dense] = await measurePoints(variants, backend, repeat, clock);
    rows.push({ activity: point.activity, eventsMs: events!.medianMs, denseMs: dense!.medianMs });
  }
  const at = crossing(
    rows.map(({ activity, eventsMs, denseMs }) => ({ amount: activity, first: eventsMs, second: denseMs })),
  );
  return at === undefined ? { rows } : { rows, at };
}
