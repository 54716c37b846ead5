import { below, itemsOf, type Located, reportAt } from '../form/check-form.js';
import { START } from '../phases/phase.js';
import type { Report } from '../problems/problem.js';
import { listed, nearestName } from '../problems/words.js';
import { textAt } from '../tree/tree.js';

/** The phase that each phase begins after, as written, or the one before it. */
function beginnings(parts: readonly Located[]): ReadonlyMap<string, string> {
  const ids = parts.map(({ tree }) => textAt(tree, 'id'));
  const pairs = parts.flatMap(({ tree }, n) => {
    const id = ids[n];
    const from = textAt(tree, 'from') ?? (n === 0 ? START : ids[n - 1]);
    return id === undefined || from === undefined ? [] : [[id, from] as const];
  });
  return new Map(pairs.toReversed());
}

/** The ring of phases that a phase waits for itself through; undefined when there is none. */
function cycleOf(id: string, before: ReadonlyMap<string, string>): readonly string[] | undefined {
  const way = [id];
  for (let next = before.get(id); next !== undefined && way.length <= before.size; next = before.get(next)) {
    way.push(next);
    if (next === id) return way;
  }
  return undefined;
}

/** Checks that the names of phases differ and that each begins at the start or where an earlier one ended. */
export function checkPhaseOrder(list: Located, report: Report): void {
  const parts = itemsOf(list);
  const before = beginnings(parts);
  const earlier: string[] = [START];
  for (const part of parts) {
    const [id, from] = [textAt(part.tree, 'id'), textAt(part.tree, 'from')];
    const fromPart = below(part, 'from');
    if (fromPart && from !== undefined && !earlier.includes(from)) {
      const cycle = id === undefined ? undefined : cycleOf(id, before);
      const names = earlier.slice(1);
      const expected = `"${START}"${names.length === 0 ? ': there is no earlier phase' : ` or the name of an earlier phase (${listed(names)})`}`;
      const hint = cycle
        ? `they wait for each other: ${cycle.join(' from ')}`
        : before.has(from)
          ? 'it comes later'
          : undefined;
      const suggestion = before.has(from) ? undefined : nearestName(from, earlier);
      reportAt(fromPart, expected, report, { suggestion, ...(hint === undefined ? {} : { hint }) });
    }
    if (id === undefined) continue;
    const expected =
      id === START
        ? `another name: "${START}" is the network before the first phase`
        : 'a name that no other phase has';
    if (earlier.includes(id)) reportAt(below(part, 'id') ?? part, expected, report);
    earlier.push(id);
  }
}
