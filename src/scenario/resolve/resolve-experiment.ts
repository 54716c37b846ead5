import { sourceShape } from '../../data/source-shape.js';
import { below, type Located } from '../form/check-form.js';
import { nodeNames } from '../phases/node-names.js';
import { parametersIn } from '../phases/parameters.js';
import type { Report } from '../problems/problem.js';
import type { Draft } from './draft.js';
import { resolveNodeSets } from './resolve-nodes.js';
import { resolvePhases } from './resolve-phases.js';

/** What nodes and phases are about. */
type Subject = Pick<Draft, 'time' | 'data' | 'encode' | 'network' | 'learn' | 'train' | 'test'>;

/** Reads `nodes` and `phases`. */
export function resolveExperiment(
  root: Located,
  { time, data, encode, network, learn, train, test }: Subject,
  report: Report,
): Pick<Draft, 'nodes' | 'phases'> & Pick<ReturnType<typeof resolvePhases>, 'outline'> {
  const [nodesPart, phasesPart] = [below(root, 'nodes'), below(root, 'phases')];
  if (!nodesPart && !phasesPart) return { nodes: {}, phases: [], outline: [] };
  const names = network && nodeNames(network, {}, encode?.kind);
  const nodes = resolveNodeSets(nodesPart, names, report);
  // Of a network with mistakes, what names its parts cannot be told right from wrong.
  const settings = names && network && learn && encode && { network, learn, encode };
  const resolved = resolvePhases(phasesPart, {
    report,
    dt: time?.dt,
    steps: time?.steps,
    names: names && nodes && { ...names, sets: nodes },
    settings,
    parameters: settings && parametersIn(settings),
    samples: data && sourceShape(data.train)?.count,
    train,
    test,
  });
  return { nodes, ...resolved };
}
