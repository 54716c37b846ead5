import { HeavisideError } from '../../core/heaviside-error.js';
import { type CompiledExpectation, compileExpectation } from '../../scenario/expectations/compile-expectation.js';
import type { MeasuredRun } from '../../scenario/expectations/read-measurement.js';
import { nodeNames } from '../../scenario/phases/node-names.js';
import { pathText } from '../../scenario/tree/tree.js';
import type { Task } from '../task.js';

/** What of a task expectations are about. */
export type ExpectingTask = Pick<Task, 'expect' | 'phases' | 'nodes' | 'network' | 'encode' | 'steps'>;

/**
 * Reads the expectations of a task. Scenarios come here checked, tasks that were written in code do not.
 *
 * @throws HeavisideError HV_EXPECT with every problem. The network is sound.
 */
export function compiledExpectations(task: ExpectingTask): readonly CompiledExpectation[] {
  const { expect, phases, nodes, network, encode, steps } = task;
  if (expect.length === 0) return [];
  const names = nodeNames(network, nodes, encode.kind);
  if (!names) throw new RangeError('expectations are read when the network has been planned');
  // Learners that are written in code have metrics of their own.
  const run: MeasuredRun = { phases, steps, names, anyMetric: phases.length === 0 };
  const found = expect.map((expectation) => compileExpectation(expectation, run));
  const lines = found.flatMap((one, n) =>
    'problems' in one
      ? one.problems.map(
          ({ path, expected, got }) => `  ${pathText(['expect', n, ...path])}: expected ${expected}, got ${got}`,
        )
      : [],
  );
  if (lines.length > 0)
    throw new HeavisideError('HV_EXPECT', 'usage', `these expectations mean nothing to this run:\n${lines.join('\n')}`);
  return found.flatMap((one) => ('compiled' in one ? [one.compiled] : []));
}
