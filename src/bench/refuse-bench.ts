import { HeavisideError } from '../core/heaviside-error.js';
import type { OptionProblem } from '../core/option-problems.js';

/** The measurements of `heaviside bench`. */
export type BenchKind = 'step' | 'scale' | 'backends' | 'memory';

/**
 * Ends a benchmark that cannot run.
 *
 * @throws HeavisideError HV_BENCH_OPTIONS with every problem, unless there is none.
 */
export function refuseBench(kind: BenchKind, problems: readonly OptionProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ field, expected, got, remedy }) => {
    return `  ${field}: expected ${expected}, got ${got}${remedy === undefined ? '' : ` (${remedy})`}`;
  });
  throw new HeavisideError('HV_BENCH_OPTIONS', 'usage', `bench ${kind} cannot run like this:\n${lines.join('\n')}`, {
    remedy: `see: heaviside bench ${kind} --help`,
    facts: { problems: problems.length },
  });
}
