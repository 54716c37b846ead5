import { HeavisideError } from '../../core/heaviside-error.js';
import type { Backend, DeviceFacts, OpenRequest } from '../backend.js';
import { deviceOf, whyUnavailable, whyUnsupported } from './ask-backend.js';
import type { ChoiceMemory } from './choice-memory.js';
import type { ChoiceReason, ChosenBackend, MeasuredBackend, SkippedBackend } from './chosen-backend.js';
import { type Measuring, measureBackends } from './measure-backends.js';
import { byLastResort, notWorth, softwareAdapter } from './stored-table.js';
import type { Trial } from './trial.js';

/** What `auto` may use. Without a trial or a clock it measures nothing and follows the stored table. */
export interface AutoOptions extends Partial<Measuring> {
  readonly trial?: Trial | undefined;
  readonly memory?: ChoiceMemory | undefined;
}

interface Candidate {
  readonly backend: Backend;
  readonly device: DeviceFacts | undefined;
}

/** Backends differ in the last bits of a result: noise must not decide between two that are equally fast. */
const CLEARLY_FASTER = 1.1;

/**
 * Picks a backend for a network: of those that the stored table holds plausible for its size and that can run it here,
 * the one that is, or was earlier found to be, clearly faster than the first. Where none can, one of those that the table
 * passed over.
 *
 * @param backends Preferred first.
 * @param failed   Those of them that failed already; they are not tried again.
 * @throws HeavisideError HV_BACKEND_UNAVAILABLE (machine) when none can run it here, with every reason.
 */
export async function chooseAutomatically(
  backends: readonly Backend[],
  request: OpenRequest,
  options: AutoOptions,
  failed: readonly SkippedBackend[] = [],
): Promise<ChosenBackend> {
  const skips = new Map(failed.map((skip) => [skip.name, skip]));
  const plausible: Candidate[] = [];
  const passedOver: Backend[] = [];
  const passOver = (backend: Backend, reason: string): void => {
    skips.set(backend.name, { name: backend.name, because: 'table', reason });
    passedOver.push(backend);
  };
  const canRun = async (backend: Backend): Promise<boolean> => {
    const skip = await obstacle(backend, request);
    if (skip) skips.set(backend.name, skip);
    return skip === undefined;
  };
  for (const backend of backends) {
    if (skips.has(backend.name)) continue;
    const reason = notWorth(backend.name, options.trial?.work ?? 0);
    if (reason !== undefined) {
      passOver(backend, reason);
      continue;
    }
    if (!(await canRun(backend))) continue;
    const device = await deviceOf(backend);
    const software = softwareAdapter(device);
    if (software === undefined) plausible.push({ backend, device });
    else passOver(backend, software);
  }
  const chosen = (backend: Backend, why?: ChoiceReason, measured?: readonly MeasuredBackend[]): ChosenBackend => {
    const skipped = backends.flatMap(({ name }) => (name === backend.name ? [] : (skips.get(name) ?? [])));
    const byTable = skipped.some(({ because }) => because === 'table' || because === 'slower');
    const reason = why ?? (byTable ? 'table' : 'only one');
    return { backend, asked: 'auto', why: reason, skipped, ...(measured ? { measured } : {}) };
  };
  const best = await fastest(plausible, request, options, skips);
  if (best) return chosen(best.backend, best.why, best.measured);
  for (const backend of passedOver.sort(byLastResort)) if (await canRun(backend)) return chosen(backend);
  throw noneLeft(backends.flatMap(({ name }) => skips.get(name) ?? []));
}

function noneLeft(skipped: readonly SkippedBackend[]): HeavisideError {
  const what = skipped.some(({ because }) => because === 'unsupported') ? 'run this network here' : 'run here';
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return new HeavisideError('HV_BACKEND_UNAVAILABLE', 'machine', `no backend can ${what}: ${reasons}`);
}

async function obstacle(backend: Backend, request: OpenRequest): Promise<SkippedBackend | undefined> {
  const { name } = backend;
  const unsupported = whyUnsupported(backend, request);
  if (unsupported !== undefined) return { name, because: 'unsupported', reason: unsupported };
  const unavailable = await whyUnavailable(backend);
  return unavailable === undefined ? undefined : { name, because: 'unavailable', reason: unavailable };
}

interface Best {
  readonly backend: Backend;
  readonly why?: ChoiceReason;
  readonly measured?: readonly MeasuredBackend[];
}

/** The fastest of the plausible ones; notes why the others are not. Undefined when none is left. */
async function fastest(
  candidates: readonly Candidate[],
  request: OpenRequest,
  { trial, memory, clock, signal }: AutoOptions,
  skips: Map<string, SkippedBackend>,
): Promise<Best | undefined> {
  const backends = candidates.map(({ backend }) => backend);
  const pick = (name: string, rest: Omit<Best, 'backend'>, reason: string, because: 'table' | 'slower'): Best => {
    for (const other of backends)
      if (other.name !== name && !skips.has(other.name)) skips.set(other.name, { name: other.name, because, reason });
    return { backend: backends.find((backend) => backend.name === name)!, ...rest };
  };
  const [first] = backends;
  if (!first || backends.length === 1) return first && { backend: first };
  const followTable = (): Best => pick(first.name, { why: 'table' }, `the table puts ${first.name} first`, 'table');
  if (!trial || !clock) return followTable();
  const key = choiceKey(candidates, request, trial);
  const known = await memory?.recall(key);
  if (known && backends.some(({ name }) => name === known.chosen)) {
    const { chosen, measured } = known;
    return pick(chosen, { why: 'remembered', measured }, `no faster than ${chosen} when measured`, 'slower');
  }
  const { measured, leftOut, networkFailed } = await measureBackends(backends, request, trial, { clock, signal });
  // What stopped it was no device: the run itself will say what is wrong, or has been told to stop.
  if (networkFailed || signal?.aborted) return followTable();
  for (const skip of leftOut) skips.set(skip.name, skip);
  const left = backends.filter(({ name }) => !skips.has(name));
  if (left.length < 2 || measured.length < 2) return left[0] && { backend: left[0] };
  const chosen = clearWinner(measured);
  if (leftOut.length === 0) await memory?.remember(key, { chosen, measured });
  return pick(chosen, { why: 'measured', measured }, `no faster than ${chosen} when measured`, 'slower');
}

/** The fastest, or the first where the fastest is hardly faster. */
function clearWinner(measured: readonly MeasuredBackend[]): string {
  const [first, ...others] = measured;
  let best = { name: first!.name, seconds: first!.seconds / CLEARLY_FASTER };
  for (const other of others) if (other.seconds < best.seconds) best = other;
  return best.name;
}

/** What a comparison depends on beside machine and version: who takes part and on what, threads, and the kind of network. */
function choiceKey(candidates: readonly Candidate[], { threads }: OpenRequest, { sizeClass }: Trial): string {
  const names = candidates.map(({ backend, device }) =>
    device ? `${backend.name} ${JSON.stringify(device)}` : backend.name,
  );
  return [sizeClass, `threads ${threads ?? 'any'}`, ...names].join(' | ');
}
