import { z } from 'zod';

import { HeavisideError } from '../../core/heaviside-error.js';
import type { Checkpoint } from '../../record/checkpoint-file.js';
import type { CoursePosition } from '../course-position.js';
import type { StoredSilence } from './stored-cuts.js';

/** Where a run stands besides its network, as a checkpoint keeps it. Random streams are named after it, none is carried along. */
export interface RunProgress {
  readonly position: CoursePosition;
  /** Seconds that the run has taken so far. */
  readonly seconds: number;
  /** Seconds of those that the phase has taken which has begun and not ended; absent between two phases. */
  readonly phaseSeconds?: number;
  /** The learning rate that somebody has set by hand. */
  readonly learningRate?: number;
  /** Neurons that somebody has silenced by hand, in a run without phases; absent where nobody has, see `storedCuts`. */
  readonly silenced?: StoredSilence;
  /** Where a run of several phases stands, see `PhasesProgress`. */
  readonly phases?: unknown;
}

const whole = z.int().min(0);
const sums = z.record(z.string(), z.number());
const PROGRESS = z.object({
  position: z.object({
    epoch: whole,
    epochsDone: whole,
    batch: whole,
    step: whole,
    tally: z.object({
      samples: whole,
      correct: z.number(),
      reward: z.number(),
      spikes: z.number().optional(),
      synapticOperations: z.number().optional(),
      sums: sums.optional(),
    }),
    metrics: sums,
    examined: z.boolean(),
    histogramsAt: whole,
    checkpointAt: whole,
  }),
  learningRate: z.number().optional(),
  silenced: z.record(z.string(), z.array(whole)).optional(),
  phases: z.unknown().optional(),
});

/** The times of a run: of the whole, or of the whole and its phase. */
const TIMES = z.union([z.number(), z.object({ run: z.number(), phase: z.number() })]);

/**
 * As facts of a checkpoint. All times are in `seconds`, as JSON: a number, or `{"run":…,"phase":…}` within a phase; `progress` is
 * the same whenever the run takes place.
 */
export function progressFacts({
  seconds,
  phaseSeconds,
  ...progress
}: RunProgress): Readonly<Record<'progress' | 'seconds', string>> {
  const times: z.infer<typeof TIMES> = phaseSeconds === undefined ? seconds : { run: seconds, phase: phaseSeconds };
  return { progress: JSON.stringify(progress), seconds: JSON.stringify(times) };
}

/**
 * Reads where a run stood from its checkpoint.
 *
 * @throws HeavisideError HV_RESUME, kind `machine`, when the checkpoint does not say it or belongs to another seed.
 */
export function progressOf({ facts, epoch, step }: Checkpoint, seed: number): RunProgress {
  const refused = (expected: string, got: string) => {
    const message = `the checkpoint of epoch ${epoch}, step ${step}: expected ${expected}, got ${got}`;
    return new HeavisideError('HV_RESUME', 'machine', message, { remedy: 'Run the scenario from its beginning.' });
  };
  const read = <T>(fact: string, form: z.ZodType<T>, text: string | undefined): T => {
    if (text === undefined) throw refused(`the fact "${fact}"`, 'none');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw refused(`JSON in the fact "${fact}"`, JSON.stringify(text.slice(0, 40)));
    }
    const found = form.safeParse(value);
    if (found.success) return found.data;
    const [issue] = found.error.issues;
    throw refused(`a sound fact "${fact}"`, [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
  };
  if (facts['seed'] !== String(seed)) throw refused(`one of seed ${seed}`, `seed ${facts['seed'] ?? 'none'}`);
  const progress = read('progress', PROGRESS, facts['progress']) as Omit<RunProgress, 'seconds' | 'phaseSeconds'>;
  const times = read('seconds', TIMES, facts['seconds'] ?? '0');
  return typeof times === 'number'
    ? { ...progress, seconds: times }
    : { ...progress, seconds: times.run, phaseSeconds: times.phase };
}
