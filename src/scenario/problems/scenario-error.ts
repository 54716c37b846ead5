import { HeavisideError } from '../../core/heaviside-error.js';
import { inReadingOrder, type Problem } from './problem.js';

/** More lines than these help nobody; `problems` still has them all. */
const LINES = 100;

function lineOf(problem: Problem): string {
  const place = problem.override === undefined ? `${problem.line}:${problem.column}` : 'override';
  return `  ${place}  ${problem.message}`;
}

/** A scenario that cannot run, with everything that is wrong with it. */
export class ScenarioError extends HeavisideError {
  /** In reading order; problems of overrides last. */
  readonly problems: readonly Problem[];

  /** @param file The scenario's name for people. */
  constructor(file: string, problems: readonly Problem[]) {
    const ordered = inReadingOrder(problems);
    const lines = ordered.slice(0, LINES).map(lineOf);
    if (ordered.length > LINES) lines.push(`  … and ${ordered.length - LINES} more`);
    super('HV_SCENARIO', 'usage', [`${file} is not a runnable scenario`, ...lines].join('\n'), {
      facts: { file, problems: ordered.length },
    });
    this.problems = ordered;
  }
}
