import type { NetworkState } from '../../core/neurons/neuron-variables.js';
import type { RandomSource } from '../../core/random-source.js';
import type { Phase } from '../../scenario/phases/phase.js';
import type { Learner } from '../../trainers/learner.js';
import type { PhaseReadings } from '../expectations/readings.js';
import { hearingLearner } from '../heard-presentation.js';
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
    const phased: Learner = {
      ...learner,
      async learn(presentation, course) {
        const learned = await learner.learn(presentation, course);
        network.learned();
        if (regrows) await network.cutAgain();
        return learned;
      },
      silence: (layer, units) => network.cutByHand('silence', { layer, units }),
      restore: (layer, units) => network.cutByHand('restore', { layer, units }),
      cuts: () => network.cuts,
    };
    run.learner = hearingLearner(phased, run.plan);
  }

  get task(): Task {
    return this.standing.task;
  }

  get run(): RunInProgress {
    return this.standing.run;
  }

  /** Random streams: `phase/<phase>/noise/<event>/<layer>/<presentation>/<step>`, one for all samples of a batch. */
  noise(phase: Phase, presentation: string): NoiseAt {
    const { streams } = this.run;
    return (event, layer, step) => {
      const random = streams.fresh(`phase/${phase.id}/noise/${event}/${layer}/${presentation}/${step}`);
      return () => random;
    };
  }

  /**
   * Random streams: `phase/<phase>/noise/<event>/<layer>/<sample>`, each for all steps of its sample. So a sample has the
   * same noise in whatever batch it is shown, and when it is recorded.
   *
   * @param samples Numbers of a batch's samples in their data set.
   */
  noiseOfSamples(phase: Phase, samples: Uint32Array): NoiseAt {
    const { streams } = this.run;
    const opened = new Map<string, readonly RandomSource[]>();
    return (event, layer) => {
      const name = `phase/${phase.id}/noise/${event}/${layer}`;
      const own = opened.get(name) ?? Array.from(samples, (sample) => streams.fresh(`${name}/${sample}`));
      opened.set(name, own);
      return (sample) => own[sample]!;
    };
  }

  /** Begins a phase where another one ended. */
  async beginFrom(phase: Phase): Promise<NetworkState | undefined> {
    const before = this.ends.get(phase.from)!;
    await this.network.returnTo(before);
    return before.membranes;
  }

  /** Lets go of networks from which no phase that is left begins. */
  forgetEnds(): void {
    const needed = new Set(this.task.phases.slice(this.index).map(({ from }) => from));
    for (const id of this.ends.keys()) if (!needed.has(id)) this.ends.delete(id);
  }

  /** Whether a phase after this one begins where it ends. */
  isNeeded(phase: Phase): boolean {
    const { phases } = this.task;
    return phases.slice(phases.indexOf(phase) + 1).some(({ from }) => from === phase.id);
  }
}
