import type { NamedTensor } from '../../record/named-tensor.js';
import { NOW } from '../resume/stored-cuts.js';
import type { Metrics } from '../run-event.js';
import { type MeasuresMemory, PhaseMeasures } from './phase-measures.js';
import type { NetworkStanding } from './phase-network.js';
import type { PhasedRun } from './phased-run.js';
import type { RunPhaseProgress } from './run-phase.js';
import type { StepPosition } from './step-course.js';
import { type StandingFacts, standingFrom, storedStanding, wholeStandingFrom } from './stored-standing.js';
import type { TrainPhaseProgress } from './train-phase.js';

/** Where a run of several phases stands, as a checkpoint keeps it; the arrays are among its tensors. */
export interface PhasesProgress {
  /** Phases that have ended. */
  readonly index: number;
  /** Whether the phase of that number has begun; absent between two phases. For how long, the times of the checkpoint say. */
  readonly begun?: true;
  /** Seconds of the run when it began, where older checkpoints have them. */
  readonly since?: number;
  readonly now: StandingFacts;
  readonly ends: Readonly<Record<string, StandingFacts>>;
  readonly metrics: Readonly<Record<string, Metrics>>;
  readonly measures: Readonly<Record<string, { readonly memory: MeasuresMemory; readonly digests: Digests }>>;
  readonly train?: TrainPhaseProgress;
  readonly before?: { readonly epoch: number; readonly step: number };
  readonly best?: StandingFacts;
  readonly run?: RunPhaseProgress;
}

type Digests = Readonly<Partial<Record<'spikes' | 'weights', string>>>;

/** What a phase has to say of itself when a checkpoint is written. */
export interface PhaseProgress {
  readonly train?: TrainPhaseProgress;
  readonly before?: { readonly epoch: number; readonly step: number };
  readonly best?: NetworkStanding | undefined;
  readonly run?: RunPhaseProgress;
}

/** What is left of a checkpoint for the phase that it interrupted. */
export type StoredPhase = PhaseProgress;

/** From now on checkpoints keep where the phases stand. */
export function keepProgress(phased: PhasedRun): void {
  const { standing, network, run } = phased;
  standing.keepBesides(async () => {
    const { train, before, best, run: free } = await phased.progress();
    const tensors: NamedTensor[] = [];
    const store = (kept: Parameters<typeof storedStanding>[0], head: string): StandingFacts => {
      const stored = storedStanding(kept, head, run.plan);
      tensors.push(...stored.tensors);
      return stored.facts;
    };
    const { state, ...position } = free?.position ?? {};
    const now = { parameters: network.parameters, cuts: network.cuts, ...(state ? { membranes: state } : {}) };
    const ends = [...phased.ends];
    const progress: PhasesProgress = {
      index: phased.index,
      ...(phased.current ? { begun: true } : {}),
      now: store(now, NOW),
      ends: Object.fromEntries(ends.map(([id, standing]) => [id, store(standing, `ends.${id}.`)])),
      metrics: phased.metrics,
      measures: phased.measured,
      ...(train ? { train } : {}),
      ...(before ? { before } : {}),
      ...(best ? { best: store(best, 'best.') } : {}),
      ...(free ? { run: { ...free, position: position as StepPosition } } : {}),
    };
    const facts = { phase: String(phased.index), at: String(free?.position.step ?? 0) };
    return { phases: progress, phaseSince: phased.current?.since, tensors, facts };
  });
}

/** Goes on where a checkpoint says, if the run does. */
export async function restoreProgress(phased: PhasedRun): Promise<void> {
  const { standing, run, task, network } = phased;
  const { resume } = standing.options;
  // What a checkpoint with a sound checksum holds under this name is what `keepProgress` put there.
  const progress = run.progress?.phases as PhasesProgress | undefined;
  if (!resume || !progress) return;
  const { tensors } = resume;
  for (const [id, facts] of Object.entries(progress.ends))
    phased.ends.set(id, wholeStandingFrom(facts, `ends.${id}.`, tensors, run.plan));
  Object.assign(phased.metrics, progress.metrics);
  Object.assign(phased.measured, progress.measures);
  for (const [id, { memory, digests }] of Object.entries(progress.measures)) {
    const phase = task.phases.find((one) => one.id === id)!;
    phased.readings.set(id, new PhaseMeasures(task, phase, memory).kept(progress.metrics[id] ?? {}, digests));
  }
  phased.index = progress.index;
  const now = standingFrom(progress.now, NOW, tensors);
  await network.goOn(now.parameters, now.cuts);
  const { seconds, phaseSeconds = 0 } = run.progress!;
  const since = progress.begun ? seconds - phaseSeconds : progress.since;
  if (since === undefined) return;
  phased.current = { phase: task.phases[progress.index]!, since };
  const { train, before, best, run: free } = progress;
  phased.stored = {
    ...(train ? { train } : {}),
    ...(before ? { before } : {}),
    ...(best ? { best: wholeStandingFrom(best, 'best.', tensors, run.plan) } : {}),
    ...(free
      ? { run: { ...free, position: { ...free.position, ...(now.membranes ? { state: now.membranes } : {}) } } }
      : {}),
  };
}
