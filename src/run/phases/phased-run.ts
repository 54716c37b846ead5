import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { RandomSource } from '../../core/random-source.js';
import type { Phase } from '../../scenario/phases/phase.js';
import type { Presentation } from '../../trainers/presentation.js';
import type { PhaseReadings } from '../expectations/readings.js';
import type { RunInProgress } from '../prepare-run.js';
import type { Metrics } from '../run-event.js';
import type { RunStanding } from '../run-standing.js';
import type { Task } from '../task.js';
import type { NoiseAt } from './effects.js';
import { type NetworkStanding, PhaseNetwork } from './phase-network.js';
import type { PhaseProgress, PhasesProgress, StoredPhase } from './phases-progress.js';

/** What the phases of a run share. Lives as long as its generator. */
export class PhasedRun {
  readonly standing: RunStanding;
  readonly network: PhaseNetwork;
  /** Metrics of the phases that have ended. */
  readonly metrics: Record<string, Metrics> = {};
  /** Networks from which later phases begin, by phase. */
  readonly ends = new Map<string, NetworkStanding>();
  /** What they leave for expectations, and how it is kept. */
  readonly readings = new Map<string, PhaseReadings>();
  readonly measured: Record<string, PhasesProgress['measures'][string]> = {};
  /** Phases that have ended. */
  index = 0;
  /** The phase that has begun and not ended. */
  current: { readonly phase: Phase; readonly since: number; membranes?: NetworkState; bestEpoch?: number } | undefined;
  /** What a checkpoint knew of the phase that it interrupted; good for that one. */
  stored: StoredPhase | undefined;
  /** What the phase says of itself when a checkpoint is written. */
  progress: () => Promise<PhaseProgress> = async () => ({});

  constructor(standing: RunStanding) {
    const { task, run } = standing;
    const { learner } = run;
    const { changeable } = learner;
    if (!changeable)
      throw new Error(`phases need a network that may be changed, which ${task.learn.rule.kind} has not`);
    this.standing = standing;
    const network = new PhaseNetwork(task, run, changeable);
    this.network = network;
    const regrows = task.learn.method !== 'lfp';
    // Whoever learns on the device tells the network, whose numbers are not what they were.
    run.learner = {
      ...learner,
      async learn(presentation: Presentation, course) {
        const learned = await learner.learn(presentation, course);
        network.learned();
        if (regrows) await network.cutAgain();
        return learned;
      },
    };
  }

  get task(): Task {
    return this.standing.task;
  }

  get run(): RunInProgress {
    return this.standing.run;
  }

  /** Random streams: `phase/<phase>/noise/<event>/<layer>/<presentation>/<step>`. */
  noise(phase: Phase, presentation: string): NoiseAt {
    const { streams } = this.run;
    return (event, layer, step): RandomSource =>
      streams.fresh(`phase/${phase.id}/noise/${event}/${layer}/${presentation}/${step}`);
  }

  /** Begins a phase where another one ended. */
  async beginFrom(phase: Phase): Promise<NetworkState | undefined> {
    const before = this.ends.get(phase.from)!;
    await this.network.returnTo(before);
    return before.membranes;
  }

  /** Whether a phase after this one begins where it ends. */
  isNeeded(phase: Phase): boolean {
    const { phases } = this.task;
    return phases.slice(phases.indexOf(phase) + 1).some(({ from }) => from === phase.id);
  }
}
