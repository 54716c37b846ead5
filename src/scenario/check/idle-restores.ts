import { below, itemsOf, type Located, reportAt } from '../form/check-form.js';
import type { LesionTarget } from '../phases/change.js';
import { type Phase, START, type TimedEvent } from '../phases/phase.js';
import type { Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import type { AroundPhases } from '../resolve/phase-context.js';
import { lengthsOf } from '../resolve/phase-lengths.js';
import { mayPrecede } from './event-times.js';
import { shareNodes } from './share-nodes.js';

/**
 * Checks that every `restore` may have something to give back: that a lesion of some of it may have happened before, in its
 * phase or in one that it comes from. What only a run can tell, such as whether a guard held or whom a share drew, is left to it.
 *
 * @param list The phases as the file has them, in the order of `phases`.
 */
export function checkIdleRestores(
  phases: readonly Phase[],
  list: Located,
  { report, ...around }: Pick<AroundPhases, 'steps' | 'samples' | 'report'>,
): void {
  const parts = itemsOf(list);
  phases.forEach((phase, n) => {
    const before = phasesBefore(phase, phases.slice(0, n));
    if (!before) return;
    const inherited = before.flatMap(({ events }) => events.flatMap(lesionBy));
    const lengths = lengthsOf(phase, around);
    phase.events.forEach((event, k) => {
      const { change } = event;
      if (change.kind !== 'restore') return;
      const own = phase.events.flatMap((other, index) => {
        return mayPrecede({ event: other, index }, { event, index: k }, lengths) ? lesionBy(other) : [];
      });
      const { target } = change;
      const taken = [...inherited, ...own];
      if (taken.some((one) => !target || shares(one, target))) return;
      const written = ['events', k, 'restore'].reduce<Located | undefined>((at, key) => at && below(at, key), parts[n]);
      if (written) refuse(written, target, taken.length > 0, before, report);
    });
  });
}

function refuse(
  part: Located,
  target: LesionTarget | undefined,
  areOthers: boolean,
  before: readonly Phase[],
  report: Report,
): void {
  const what =
    target === undefined ? '' : 'neurons' in target ? ' of some of these neurons' : ' of some of these connections';
  const where = before.length === 0 ? 'in this phase' : `in this phase or in ${listed(before.map(({ id }) => id))}`;
  const others = 'neurons come back by "nodes", single connections by "synapses"';
  reportAt(part, `a lesion${what} before it, ${where}`, report, {
    got: areOthers ? 'others' : 'none',
    hint: areOthers ? `it would give nothing back: ${others}` : 'it would give nothing back',
  });
}

/** The phases that a phase comes from, the first of them first; undefined where it comes from none of the earlier ones. */
function phasesBefore({ from }: Phase, earlier: readonly Phase[]): readonly Phase[] | undefined {
  if (from === START) return [];
  const n = earlier.findIndex(({ id }) => id === from);
  const way = n < 0 ? undefined : phasesBefore(earlier[n]!, earlier.slice(0, n));
  return way && [...way, earlier[n]!];
}

/** What an event takes, all of it or a share. */
function lesionBy({ change }: TimedEvent): readonly LesionTarget[] {
  return change.kind === 'lesion' ? [change.target] : [];
}

/** Whether two targets have something in common. */
function shares(one: LesionTarget, other: LesionTarget): boolean {
  if ('neurons' in one) return 'neurons' in other && shareNodes(one.neurons, other.neurons);
  if ('neurons' in other) return false;
  const [from, others] = [one.synapses.from, other.synapses.from];
  return shareNodes(one.synapses.to, other.synapses.to) && (!from || !others || shareNodes(from, others));
}
