import type { Backend, DeviceFacts, OpenRequest, Session } from '../backends/backend.js';
import { openBackend } from '../backends/choose-backend.js';
import { reasonOf, whyUnavailable, whyUnsupported } from '../backends/choosing/ask-backend.js';
import { HeavisideError } from '../core/heaviside-error.js';
import { initialTensors } from '../core/network/initial-tensors.js';
import { sizeOf } from '../core/shape.js';
import { BENCH_LEARNING, benchOptimizer, sizesText } from './bench-network.js';
import { readTiming } from './bench-step.js';
import { type OptionReader, type OptionTexts, optionReader } from './option-reader.js';
import { refuseBench } from './refuse-bench.js';
import { type StepSummary, timeInterleaved } from './step-times.js';
import { type ResultHead, resultHead, type Surroundings } from './surroundings.js';
import { benchTrial, spikeRates, trainFirst } from './train-first.js';
import { type BenchData, checkFit, loadBenchData, readWorkloadOptions, type Workload, workloadOf } from './workload.js';

/** One backend on one network. */
interface BackendRow extends StepSummary {
  readonly net: string;
  readonly backend: string;
  readonly device: DeviceFacts;
  readonly spikeRates: readonly number[];
  /** Its median over that of the fastest backend on this network. */
  readonly timesFastest: number;
}

/** A backend that has no row for a network, and why. */
interface SkippedRow {
  readonly net: string;
  readonly backend: string;
  readonly reason: string;
}

/** What `bench backends` found. */
export interface BackendsResult extends ResultHead {
  readonly data: string;
  readonly timeSteps: number;
  readonly batch: number;
  readonly threadsAsked: number;
  readonly rateInput: number;
  readonly seed: number;
  readonly trainSteps: number;
  readonly repeat: number;
  readonly rows: readonly BackendRow[];
  readonly skipped: readonly SkippedRow[];
}

const width = { type: 'whole', min: 1, max: 100_000 } as const;

/** Either the network that was given, or one with two hidden layers for each width. */
function networksOf(read: OptionReader, data: BenchData | undefined): readonly (readonly number[])[] {
  if (!read.given('widths')) return [read.sizes('network')];
  const widths = read.numbers('widths', width);
  return data ? widths.map((size) => [sizeOf(data.train.shape), size, size, data.train.classes]) : [];
}

/**
 * `bench backends`: trains a network, then times it on every backend that can run it, in turns: a step of each, round
 * by round. A backend that cannot, or whose device fails, is named with its reason.
 *
 * @throws HeavisideError HV_BENCH_OPTIONS with everything that is wrong with the options; HV_BACKEND_UNAVAILABLE when
 *   none can train the network, or none can be measured on any.
 */
export async function benchBackends(texts: OptionTexts, surroundings: Surroundings): Promise<BackendsResult> {
  const { backends, report } = surroundings;
  const read = optionReader(texts);
  const options = readWorkloadOptions(read);
  const { trainSteps, repeat, threads } = readTiming(read);
  const known = backends.map(({ name }) => name);
  const asked = read.given('backends') ? read.names('backends', known) : known;
  const data = await loadBenchData(options.data, read);
  const networks = networksOf(read, data);
  const flag = read.given('widths') ? 'widths' : 'network';
  if (data) for (const sizes of networks) checkFit(read, flag, sizes, options, data);
  refuseBench('backends', read.problems);

  const wanted = backends.filter(({ name }) => asked.includes(name));
  const rows: BackendRow[] = [];
  const skipped: SkippedRow[] = [];
  for (const sizes of networks) {
    const workload = workloadOf(sizes, options, data!);
    const net = sizesText(sizes);
    report(`${net}: training for ${trainSteps} steps`);
    const compared = await compare({ net, workload, wanted, trainSteps, repeat, threads }, surroundings);
    rows.push(...compared.rows);
    skipped.push(...compared.skipped);
    const rest = backends.filter((backend) => !wanted.includes(backend));
    skipped.push(...rest.map(({ name }) => ({ net, backend: name, reason: 'not asked for' })));
  }
  if (rows.length === 0) throw noneRan(skipped);
  const { rateInput = 0, data: where, timeSteps, batch, seed } = options;
  const settings = { data: where, timeSteps, batch, threadsAsked: threads, rateInput, seed, trainSteps, repeat };
  return { ...resultHead('backends', surroundings), ...settings, rows, skipped };
}

function noneRan(skipped: readonly SkippedRow[]): HeavisideError {
  const reasons = skipped.map(({ net, backend, reason }) => `${backend} on ${net}: ${reason}`).join('; ');
  return new HeavisideError('HV_BACKEND_UNAVAILABLE', 'machine', `no backend could be measured: ${reasons}`, {
    remedy: 'Choose others with --backends; "heaviside list backends" shows what this machine can do.',
  });
}

interface Comparing {
  readonly net: string;
  readonly workload: Workload;
  readonly wanted: readonly Backend[];
  readonly trainSteps: number;
  readonly repeat: number;
  readonly threads: number;
}

async function compare(
  { net, workload, wanted, trainSteps, repeat, threads }: Comparing,
  { clock, report }: Surroundings,
): Promise<Pick<BackendsResult, 'rows' | 'skipped'>> {
  const request = await trained(workload, wanted, trainSteps, threads, report);
  const skipped: SkippedRow[] = [];
  const lanes: { readonly name: string; readonly session: Session; readonly rates: readonly number[] }[] = [];
  try {
    for (const backend of wanted) {
      const { name } = backend;
      const reason = whyUnsupported(backend, request) ?? (await whyUnavailable(backend));
      const lane = reason === undefined ? await tried(backend, request, workload) : reason;
      if (typeof lane === 'string') skipped.push({ net, backend: name, reason: lane });
      else lanes.push({ name, ...lane });
    }
    if (lanes.length === 0) return { rows: [], skipped };
    report(`${net}: timing ${repeat} steps on ${lanes.map(({ name }) => name).join(', ')}`);
    const variants = lanes.map(({ session }) => ({ session, presentation: workload.fixed }));
    const summaries = await timeInterleaved(variants, repeat, clock);
    const fastest = Math.min(...summaries.map(({ medianMs }) => medianMs));
    const rows = lanes.map(({ name, session, rates }, n): BackendRow => {
      const timesFastest = Number((summaries[n]!.medianMs / fastest).toFixed(2));
      return { net, backend: name, device: session.device, spikeRates: rates, timesFastest, ...summaries[n]! };
    });
    return { rows, skipped };
  } finally {
    for (const { session } of lanes) await session.close().catch(() => undefined);
  }
}

/** The network with the weights that all backends are measured with, trained where `auto` would train it. */
async function trained(
  workload: Workload,
  backends: readonly Backend[],
  trainSteps: number,
  threads: number,
  report: (line: string) => void,
): Promise<OpenRequest> {
  const { network, plan, streams, options } = workload;
  const start: OpenRequest = {
    network,
    tensors: initialTensors(plan, streams.stream('weights')),
    optimizer: benchOptimizer(options.lr),
    rule: BENCH_LEARNING.rule,
    threads,
  };
  if (trainSteps === 0) return start;
  const { session } = await openBackend('auto', start, { backends, trial: benchTrial(workload) });
  try {
    await trainFirst(session, workload, trainSteps, report);
    return { ...start, tensors: (await session.snapshot()).tensors };
  } finally {
    await session.close();
  }
}

/** A session that has shown that it works, or why there is none. */
async function tried(
  backend: Backend,
  request: OpenRequest,
  workload: Workload,
): Promise<{ readonly session: Session; readonly rates: readonly number[] } | string> {
  let session: Session | undefined;
  try {
    session = await backend.open(request);
    return { session, rates: await spikeRates(session, workload) };
  } catch (error) {
    await session?.close().catch(() => undefined);
    if (error instanceof HeavisideError && error.kind === 'machine') return `failed: ${reasonOf(error)}`;
    throw error;
  }
}
