import type { Unit } from '../phases/moment.js';
import type { RunPhase, TestPhase, TrainPhase } from '../phases/phase.js';
import type { AroundPhases, PhaseContext } from './phase-context.js';

/** What of a phase says how long it takes. */
type Doing =
  | Pick<TrainPhase, 'kind' | 'epochs' | 'batch'>
  | Pick<TestPhase, 'kind' | 'batch'>
  | Pick<RunPhase, 'kind' | 'steps'>;

/** How long a phase takes in each unit, as far as that is known. */
export function lengthsOf(
  doing: Doing | undefined,
  { steps, samples }: Pick<AroundPhases, 'steps' | 'samples'>,
): PhaseContext['lengths'] {
  if (doing === undefined) return {};
  if (doing.kind === 'run') return { step: doing.steps };
  if (doing.kind === 'test') return { step: steps };
  const batches = samples === undefined ? undefined : doing.epochs * Math.ceil(samples / doing.batch);
  return { step: steps, epoch: doing.epochs, batch: batches } satisfies Readonly<Record<Unit, number | undefined>>;
}
