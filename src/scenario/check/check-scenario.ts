import { gradientProblem } from '../../core/gradients/gradient-fit.js';
import { learnOutputProblem } from '../../core/learn-problems.js';
import { peerProblems } from '../../core/peer-problems.js';
import { rewardProblem } from '../../core/rewards/reward-fit.js';
import { sourceShape } from '../../data/source-shape.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import type { Draft } from '../resolve/draft.js';
import { textAt } from '../tree/tree.js';
import { checkDataFit, checkMemory } from './check-data-fit.js';
import { checkLayerNames, layerParts } from './check-layer-names.js';
import { checkNetworkShapes } from './check-network-shapes.js';
import { checkPhases } from './check-phases.js';
import { checkRecord } from './check-record.js';
import { ownNetworkProblems } from './own-network-problems.js';

/** Where a part of `learn` was written, or the part that its default comes from. */
function learnPart(root: Located, name: string): Located {
  const learn = below(root, 'learn') ?? root;
  const part = below(learn, name);
  return (part && (below(part, 'kind') ?? part)) ?? learn;
}

/** Reports at a part, or, where it is left to its default, by its name at what would hold it. */
function reportWithin(part: Located, keys: readonly string[], expected: string, got: string, report: Report): void {
  const inner = keys.map((_, n) =>
    keys.slice(0, n + 1).reduce<Located | undefined>((at, key) => at && below(at, key), part),
  );
  const found = inner.at(-1);
  const named = found ? expected : `${keys.join('.')}: ${expected}`;
  const place = inner.findLast((at) => at !== undefined) ?? part;
  reportAt((found && (below(found, 'kind') ?? found)) ?? place, named, report, { got });
}

/** `layers.h1.bias` is a key of the layer of that name, everything else one of `learn`. */
function blamed(root: Located, keys: readonly string[]): readonly [part: Located, keys: readonly string[]] {
  const [first, id, ...rest] = keys;
  if (first !== 'layers') return [below(root, 'learn') ?? root, keys];
  const layer = layerParts(root).find((part) => textAt(part.tree, 'id') === id);
  return layer ? [layer, rest] : [below(root, 'network') ?? root, keys];
}

/** A learner with a network of its own shows it values, once, and keeps no spikes. */
function checkOwnNetwork(draft: Draft, root: Located, report: Report): void {
  for (const { field, expected, got } of ownNetworkProblems(draft)) {
    reportWithin(root, field.split('.'), expected, got, report);
  }
}

/** Whether the learning suits the network, but for its outputs. */
function checkLearning(draft: Draft, root: Located, report: Report): void {
  const { learn, network } = draft;
  if (!learn || !network) return;
  if (learn.method === 'peer') {
    checkOwnNetwork(draft, root, report);
    for (const { field, expected, got } of peerProblems(learn, network)) {
      const [part, keys] = blamed(root, field.split('.'));
      reportWithin(part, keys, expected, got, report);
    }
    return;
  }
  const isGradient = learn.method === 'gradient';
  const problem = isGradient
    ? gradientProblem(learn.rule, network.layers)
    : rewardProblem(learn.reward, network.readout);
  if (problem)
    reportAt(learnPart(root, isGradient ? 'rule' : 'reward'), problem.expected, report, { got: problem.got });
}

/** One output a class, or a single one where the reward or the loss says so. */
function checkOutput({ learn, data }: Draft, root: Located, outputs: number, report: Report): void {
  const last = layerParts(root).at(-1);
  const classes = data && sourceShape(data.train)?.classes;
  const known = classes === undefined ? classes : { name: `"${data?.train.source}"`, classes };
  const problem = learn && learnOutputProblem(learn, outputs, known);
  if (!last || !problem) return;
  const part = problem.field === 'outputs' ? (below(last, 'size') ?? last) : learnPart(root, problem.field);
  reportAt(part, problem.expected, report, { got: problem.got });
}

/** Checks what no part can see by itself, as far as the parts are sound. */
export function checkScenario(draft: Draft, root: Located, report: Report): void {
  const named: string[] = [];
  checkLayerNames(root, (problem) => {
    named.push(problem.path);
    report(problem);
  });
  const sizes = draft.network && checkNetworkShapes(draft.network, root, named, report);
  checkDataFit(draft, root, report);
  checkLearning(draft, root, report);
  if (sizes) {
    checkOutput(draft, root, sizes.output, report);
    checkMemory(draft, root, sizes.values, report);
  }
  checkPhases(draft, root, sizes?.values, report);
  checkRecord(draft, root, report);
}
