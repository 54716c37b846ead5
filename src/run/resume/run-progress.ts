import { z } from 'zod';

import { HeavisideError } from '../../core/heaviside-error.js';
import type { Checkpoint } from '../../record/checkpoint-file.js';
import type { CoursePosition } from '../course-position.js';

/** Where a run stands besides its network, as a checkpoint keeps it. Random streams are named after it, none is carried along. */
export interface RunProgress {
  readonly position: CoursePosition;
  /** Seconds that the run has taken so far. */
  readonly seconds: number;
  /** The learning rate that somebody has set by hand. */
  readonly learningRate?: number;
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
  phases: z.unknown().optional(),
});

/** As facts of a checkpoint; its times apart from the rest, which is the same whenever the run takes place. */
export function progressFacts({ seconds, ...progress }: RunProgress): Readonly<Record<'progress' | 'seconds', string>> {
  return { progress: JSON.stringify(progress), seconds: String(seconds) };
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
  if (facts['seed'] !== String(seed)) throw refused(`one of seed ${seed}`, `seed ${facts['seed'] ?? 'none'}`);
  const text = facts['progress'];
  if (text === undefined) throw refused('the fact "progress"', 'none');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('JSON in the fact "progress"', JSON.stringify(text.slice(0, 40)));
  }
  const read = PROGRESS.safeParse(value);
  if (read.success) return { ...(read.data as Omit<RunProgress, 'seconds'>), seconds: Number(facts['seconds'] ?? 0) };
  const [issue] = read.error.issues;
  throw refused(`a sound fact "progress"`, `${issue?.path.join('.')}: ${issue?.message}`);
}
