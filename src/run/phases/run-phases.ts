import { type Phase, START } from '../../scenario/phases/phase.js';
import { checkExpectations } from '../check-expectations.js';
import { COURSE_START } from '../course-position.js';
import { type PhaseReadings, readingsOfPhases } from '../expectations/readings.js';
import type { Metrics, RunEvent } from '../run-event.js';
import type { RunStanding } from '../run-standing.js';
import { PhaseMeasures } from './phase-measures.js';
import { PhasedRun } from './phased-run.js';
import { keepProgress, restoreProgress } from './phases-progress.js';
import { FreeRun } from './run-phase.js';
import { STEP_START } from './step-course.js';
import { testPhase } from './test-phase.js';
import { TrainPhaseHooks } from './train-phase.js';

type RunEnded = Extract<RunEvent, { kind: 'run-ended' }>;

/**
 * Runs the phases of a task one after the other, each from the end of the phase that it names.
 *
 * Random streams: those of a training behind `phase/<phase>/`; `phase/<phase>/lesion/<event>`,
 * `phase/<phase>/noise/<event>/<layer>/<presentation>/<step>` (in tests `phase/<phase>/noise/<event>/<layer>/<sample>`) and
 * `phase/<phase>/encode/<turn>`.
 */
export async function* runPhases(standing: RunStanding): AsyncGenerator<RunEvent, void, void> {
  const phased = new PhasedRun(standing);
  await restoreProgress(phased);
  const { task } = standing;
  if (phased.ends.size === 0) phased.ends.set(START, await phased.network.standing());
  keepProgress(phased);
  for (const phase of task.phases.slice(phased.index)) {
    yield* onePhase(phased, phase);
    if (standing.stopped && phased.index < task.phases.length) return yield* interrupted(phased);
  }
  yield await standing.checkpoint('end');
  const known = standing.options.snapshots ?? {};
  const backend = standing.run.choice.chosen;
  yield endOf(phased, 'complete', checkExpectations(task, readingsOfPhases(phased.readings), { known, backend }));
}

async function* onePhase(phased: PhasedRun, phase: Phase): AsyncGenerator<RunEvent, void, void> {
  const { standing, network } = phased;
  const begins = phased.current === undefined;
  if (begins) {
    phased.current = { phase, since: standing.seconds };
    await phased.beginFrom(phase);
    const { epoch, epochsDone, step } = standing.position;
    standing.settle({ ...COURSE_START, epoch, epochsDone, step, histogramsAt: step, checkpointAt: step });
    yield { kind: 'phase-started', phase: phase.id, type: phase.kind, from: phase.from, epoch, step };
  }
  const readings = yield* playedPhase(phased, phase);
  if (!readings) return;
  const { metrics } = readings;
  phased.readings.set(phase.id, readings);
  phased.metrics[phase.id] = metrics;
  if (phased.isNeeded(phase)) phased.ends.set(phase.id, await network.standing(phased.current!.membranes));
  const { since, bestEpoch } = phased.current!;
  const seconds = standing.seconds - since;
  phased.current = undefined;
  phased.stored = undefined;
  phased.progress = async () => ({});
  phased.index++;
  phased.forgetEnds();
  const { epoch, step } = standing.position;
  const best = bestEpoch === undefined ? {} : { bestEpoch };
  yield { kind: 'phase-ended', phase: phase.id, type: phase.kind, epoch, step, metrics, ...best, seconds };
  const isLast = phased.index === phased.task.phases.length;
  if (standing.checkpoints !== 'never' && !isLast) yield await standing.checkpoint('periodic');
}

/** @returns undefined when the run was stopped. */
async function* playedPhase(
  phased: PhasedRun,
  phase: Phase,
): AsyncGenerator<RunEvent, PhaseReadings | undefined, void> {
  const { task, stored } = phased;
  if (phase.kind === 'run') {
    const free = new FreeRun(phased, phase, stored?.run, startOf(phased, phase));
    phased.progress = async () => ({ run: await free.progress() });
    yield* free.events();
    if (!free.isDone) return undefined;
    phased.current!.membranes = await free.state();
    return ended(phased, phase, free.measures, {});
  }
  const measures = new PhaseMeasures(task, phase);
  if (phase.kind === 'test') {
    // A test that was broken off begins anew: nothing of it has been told.
    await phased.beginFrom(phase);
    phased.progress = async () => ({});
    const metrics = yield* testPhase(phased, phase, measures);
    return metrics && ended(phased, phase, measures, metrics);
  }
  const metrics = yield* trained(phased, phase);
  return metrics && ended(phased, phase, measures, metrics);
}

async function ended(
  phased: PhasedRun,
  { id }: Phase,
  measures: PhaseMeasures,
  metrics: Metrics,
): Promise<PhaseReadings> {
  const { learner } = phased.run;
  const weights = async () => (await learner.snapshot()).tensors.filter(({ name }) => !name.startsWith('optimizer.'));
  const readings = await measures.readings(metrics, weights);
  phased.measured[id] = { memory: measures.memory, digests: readings.digests ?? {} };
  return readings;
}

async function* trained(
  phased: PhasedRun,
  phase: Phase & { readonly kind: 'train' },
): AsyncGenerator<RunEvent, Metrics | undefined, void> {
  const { standing, network, task } = phased;
  const { epochs, batch } = phase;
  const hooks = new TrainPhaseHooks(phased, phase, phased.stored?.train, phased.stored?.best);
  const before = phased.stored?.before ?? { epoch: standing.position.epoch, step: standing.position.step };
  phased.progress = async () => ({ train: hooks.progress, before, best: hooks.bestStanding });
  const { network: described, learn, encode } = network.settings;
  const course = standing.course({
    task: { ...task, network: described, learn, encode, train: { epochs, batch } },
    phase: phase.id,
    streams: `phase/${phase.id}/`,
    before,
    hooks: hooks.hooks,
  });
  yield* course.events();
  const { epochsDone, examined, metrics } = course.position;
  const isDone = examined && epochsDone === course.position.epoch && epochsDone === before.epoch + epochs;
  if (!isDone) return undefined;
  standing.settle();
  const { best, bestStanding } = hooks;
  if (!best || !bestStanding) return metrics;
  // What events had changed since is changed back with it.
  await network.returnTo(bestStanding);
  phased.current!.bestEpoch = best.epoch;
  return { ...metrics, ...best.metrics };
}

function startOf({ ends, stored }: PhasedRun, { from }: Phase) {
  const state = ends.get(from)?.membranes;
  return stored?.run || !state ? STEP_START : { ...STEP_START, state };
}

async function* interrupted(phased: PhasedRun): AsyncGenerator<RunEvent, void, void> {
  const { standing } = phased;
  yield await standing.checkpoint('interrupted');
  yield endOf(phased, 'interrupted', []);
}

function endOf(phased: PhasedRun, reason: RunEnded['reason'], expect: RunEnded['expect']): RunEnded {
  const { standing, metrics } = phased;
  const { epochsDone: epochs } = standing.position;
  return {
    ...{ kind: 'run-ended', reason, epochs, metrics: allMetrics(phased), phases: { ...metrics }, expect },
    seconds: standing.seconds,
  };
}

/** Of every metric the newest: what phases came to, and where one was stopped what it has come to. */
function allMetrics({ metrics, standing, current }: PhasedRun): Metrics {
  return Object.assign({}, ...Object.values(metrics), current && standing.position.metrics);
}
