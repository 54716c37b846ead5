import type { NetworkDescription } from '../../core/layers/layer.js';
import { layerShape, type NamedShape } from '../../core/network/layer-shape.js';
import type { NetworkProblem } from '../../core/network/network-problem.js';
import { checkNetwork } from '../../core/network/plan-network.js';
import type { Shape } from '../../core/shape.js';
import { below, type Located } from '../form/check-form.js';
import { problemOf, type Report } from '../problems/problem.js';
import { gotText } from '../problems/words.js';
import { pathText } from '../tree/tree.js';
import { layerParts } from './check-layer-names.js';

/** Where a problem of the network was written. Entry 0 of the file's list is the input: the layers are one further on. */
function report(problem: NetworkProblem, root: Located, parts: readonly Located[], to: Report): void {
  const whole = below(root, 'network') ?? root;
  const part = problem.layer >= 0 ? parts[problem.layer + 1] : problem.field === 'input' ? parts[0] : undefined;
  const holder = part ?? whole;
  const field = problem.field === 'input' ? undefined : below(holder, problem.field);
  const [expected, got] = problem.message.split(/, got (.*)/s);
  const tree = field?.tree ?? holder.tree;
  to(
    problemOf({
      place: tree.place,
      path: pathText(problem.field === 'input' ? holder.path : [...holder.path, problem.field]),
      expected: (expected ?? problem.message).replace(/^expected /, ''),
      got: got ?? gotText(field?.tree),
      sentence: problem.message,
    }),
  );
}

/** Shape of the last layer's output; undefined when the network does not fit together. */
function outputShape({ input, layers }: NetworkDescription): Shape | undefined {
  const known = new Map<string, Shape>([[input.id, input.shape]]);
  let before = input.id;
  for (const layer of layers) {
    const inputs: NamedShape[] = [];
    for (const id of layer.from ?? [before]) {
      const shape = known.get(id);
      if (shape === undefined) return undefined;
      inputs.push({ id, shape });
    }
    const shape = layerShape(layer, inputs);
    if ('field' in shape) return undefined;
    known.set(layer.id, shape);
    before = layer.id;
  }
  return known.get(before);
}

/**
 * Checks that the layers fit together, each problem at its layer.
 *
 * @param named Names that were found wrong already, as the paths of their problems: they are not reported again.
 * @returns Shape of the output; undefined when something is wrong.
 */
export function checkNetworkShapes(
  network: NetworkDescription,
  root: Located,
  named: readonly string[],
  to: Report,
): Shape | undefined {
  const parts = layerParts(root);
  const problems = checkNetwork(network);
  for (const problem of problems) {
    const path = pathText([...(parts[problem.layer + 1]?.path ?? []), problem.field]);
    if (!named.some((known) => known === path || known.startsWith(`${path}[`))) report(problem, root, parts, to);
  }
  return problems.length === 0 ? outputShape(network) : undefined;
}
