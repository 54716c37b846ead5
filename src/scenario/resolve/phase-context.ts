import type { Unit } from '../phases/moment.js';
import type { NodeNames } from '../phases/node-names.js';
import type { Parameter, Settings } from '../phases/parameters.js';
import type { Phase, TestPhase, TrainPhase } from '../phases/phase.js';
import type { Report } from '../problems/problem.js';

/** What phases are read with; undefined where the file's is not sound, which was reported. */
export interface AroundPhases {
  readonly report: Report;
  /** Seconds a step. */
  readonly dt: number | undefined;
  /** Steps of a presentation. */
  readonly steps: number | undefined;
  readonly names: NodeNames | undefined;
  readonly settings: Settings | undefined;
  readonly parameters: ReadonlyMap<string, Parameter> | undefined;
  /** Training samples; undefined also while only their file knows. */
  readonly samples: number | undefined;
  /** What a phase has unless it says otherwise. */
  readonly train: Pick<TrainPhase, 'epochs' | 'batch'> | undefined;
  readonly test: Pick<TestPhase, 'batch'> | undefined;
}

/** What the parts of one phase are read with. */
export interface PhaseContext extends AroundPhases {
  readonly kind: Phase['kind'];
  readonly earlier: readonly Pick<Phase, 'id' | 'kind'>[];
  /** How long it takes, in each unit that is known: steps of a `run` phase, else of a presentation. */
  readonly lengths: { readonly [U in Unit]?: number | undefined };
}

/** What ends at the length in steps, in words. */
export function wholeText(kind: Phase['kind'], unit: Unit): string {
  return unit === 'step' && kind !== 'run' ? 'the presentation' : 'the phase';
}
