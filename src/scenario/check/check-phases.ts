import { presentationProblem } from '../../core/network/network-limits.js';
import { sourceShape } from '../../data/source-shape.js';
import { below, itemsOf, type Located, reportAt } from '../form/check-form.js';
import type { Phase } from '../phases/phase.js';
import type { Report } from '../problems/problem.js';
import { quoted } from '../problems/words.js';
import type { Draft } from '../resolve/draft.js';
import { checkIdleRestores } from './idle-restores.js';

/** The part at `keys`, or the nearest part around it that was written. */
function nearest(part: Located, ...keys: readonly (string | number)[]): Located {
  return keys.reduce((at, key) => below(at, key) ?? at, part);
}

/** A batch of its own must have its samples, and fit into the memory. */
function checkBatch(part: Located, phase: Phase, draft: Draft, values: number | undefined, report: Report): void {
  const written = below(nearest(part, phase.kind), 'batch');
  if (phase.kind === 'run' || !written) return;
  const count = draft.data && sourceShape(draft.data[phase.kind])?.count;
  if (count !== undefined && phase.batch > count)
    reportAt(written, `at most ${count}, the samples of data.${phase.kind}`, report);
  const problem = draft.time && values !== undefined && presentationProblem(values, draft.time.steps, phase.batch);
  if (problem) reportAt(written, problem.expected, report, { got: problem.got, hint: problem.remedy });
}

/** A free run shows test samples that there are. */
function checkSamples(part: Located, phase: Phase, { data }: Draft, report: Report): void {
  const count = data && sourceShape(data.test)?.count;
  if (phase.kind !== 'run' || count === undefined) return;
  phase.samples.forEach((sample, n) => {
    const expected = `a test sample from 0 to ${count - 1}`;
    if (sample >= count) reportAt(nearest(part, 'run', 'samples', n), expected, report);
  });
}

/**
 * Checks phases against the rest of the file.
 *
 * @param values Values of one sample in one step; undefined when the network is not sound.
 */
export function checkPhases(draft: Draft, root: Located, values: number | undefined, report: Report): void {
  const list = below(root, 'phases');
  if (!list || itemsOf(list).length === 0) return;
  const rule = draft.learn?.rule.kind;
  if (draft.learn?.method === 'peer' && rule !== undefined)
    reportAt(
      nearest(root, 'learn', 'rule'),
      'a rule of feedback propagation or of gradients, which phases are run with',
      report,
      { got: quoted(rule) },
    );
  const prune = below(nearest(root, 'test'), 'prune');
  if (prune && (draft.test?.prune.length ?? 0) > 0) reportAt(prune, 'none beside "phases", which do not prune', report);
  const compare = below(root, 'compare');
  if (compare) reportAt(compare, 'no "compare" beside "phases"', report);
  draft.phases?.forEach((phase, n) => {
    const part = nearest(list, n);
    checkBatch(part, phase, draft, values, report);
    checkSamples(part, phase, draft, report);
  });
  const samples = draft.data && sourceShape(draft.data.train)?.count;
  if (draft.phases) checkIdleRestores(draft.phases, list, { steps: draft.time?.steps, samples, report });
}
