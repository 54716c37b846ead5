import type { Nodes } from '../phases/nodes.js';

/** Whether two sets of nodes have at least one in common. */
export function shareNodes(some: Nodes, others: Nodes): boolean {
  return some.some(({ layer, from, to }) => {
    return others.some((other) => other.layer === layer && other.from < to && from < other.to);
  });
}
