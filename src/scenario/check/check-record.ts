import { hasOwnNetwork } from '../../core/peer-rule.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import type { Draft } from '../resolve/draft.js';
import type { RecordedCourse, Scenario } from '../scenario.js';

/** Why a learner does not tell how something goes while it learns. */
export function courseProblem(course: RecordedCourse, learn: Scenario['learn']): string | undefined {
  const [what] = course.split('.');
  if (what === 'weights' || learn.method === 'lfp') return undefined;
  if (what === 'feedback' && learn.method === 'gradient') return undefined;
  return `a rule that sends ${what} through the network, not "${learn.rule.kind}"`;
}

/** Why no variables of neurons can be traced: the learner has a network of its own. */
export function tracesProblem(learn: Scenario['learn']): string | undefined {
  if (learn.method !== 'peer' || !hasOwnNetwork(learn.rule)) return undefined;
  return `none for the rule "${learn.rule.kind}", whose network keeps no traces`;
}

/** What is recorded must be there: learners that tell it. */
export function checkRecord(draft: Draft, root: Located, report: Report): void {
  const part = below(root, 'record');
  if (!part) return;
  const { learn, record } = draft;
  if (!learn || !record) return;
  const traces = below(part, 'traces');
  const problem = record.traces.length > 0 ? tracesProblem(learn) : undefined;
  if (traces && problem) reportAt(traces, problem, report);
  const every = below(part, 'every');
  for (const course of Object.keys(record.every) as RecordedCourse[]) {
    const expected = courseProblem(course, learn);
    if (every && expected) reportAt(below(every, course) ?? every, expected, report);
  }
}
