import type { NetworkDescription } from '../../core/layers/layer.js';
import type { NetworkProblem } from '../../core/network/network-problem.js';
import { checkNetwork, type NetworkSizes } from '../../core/network/plan-network.js';
import { below, type Located } from '../form/check-form.js';
import { problemOf, type Report } from '../problems/problem.js';
import { pathText } from '../tree/tree.js';
import { layerParts } from './check-layer-names.js';

/** Where a problem of the network was written. Entry 0 of the file's list is the input: the layers are one further on. */
function report(problem: NetworkProblem, root: Located, parts: readonly Located[], to: Report): void {
  const whole = below(root, 'network') ?? root;
  const part = problem.layer >= 0 ? parts[problem.layer + 1] : problem.field === 'input' ? parts[0] : undefined;
  const holder = part ?? whole;
  const field = problem.field === 'input' ? undefined : below(holder, problem.field);
  const { tree } = field ?? holder;
  to(
    problemOf({
      place: tree.place,
      path: pathText(problem.field === 'input' ? holder.path : [...holder.path, ...problem.field.split('.')]),
      expected: problem.expected,
      got: problem.got,
      hint: problem.remedy,
    }),
  );
}

/**
 * Checks that the layers fit together, each problem at its layer.
 *
 * @param named Names that were found wrong already, as the paths of their problems: they are not reported again.
 * @returns The network's sizes; undefined when something is wrong.
 */
export function checkNetworkShapes(
  network: NetworkDescription,
  root: Located,
  named: readonly string[],
  to: Report,
): NetworkSizes | undefined {
  const parts = layerParts(root);
  const { problems, sizes } = checkNetwork(network);
  for (const problem of problems) {
    const path = pathText([...(parts[problem.layer + 1]?.path ?? []), problem.field]);
    if (!named.some((known) => known === path || known.startsWith(`${path}[`))) report(problem, root, parts, to);
  }
  return sizes;
}
