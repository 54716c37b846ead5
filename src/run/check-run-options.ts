import { HeavisideError } from '../core/heaviside-error.js';
import type { OptionForm } from '../core/option-form.js';
import { optionProblems } from '../core/option-problems.js';
import type { RunOptions } from './run-options.js';

/** More threads than any machine that this is made for has cores; a mistyped number is refused before it takes memory. */
export const THREADS = { type: 'whole', min: 1, max: 256 } as const satisfies OptionForm;

/** @throws HeavisideError HV_OPTION_RANGE (usage) for threads that cannot be. */
export function checkRunOptions({ threads }: RunOptions): void {
  if (threads === undefined) return;
  const [problem] = optionProblems({ threads }, { threads: THREADS });
  if (!problem) return;
  const message = `the run cannot take these options:\n  threads: expected ${problem.expected}, got ${problem.got}`;
  throw new HeavisideError('HV_OPTION_RANGE', 'usage', message);
}
