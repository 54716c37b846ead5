import type { Reading, Unit } from '../expressions/expression.js';
import { METRICS, type MetricName } from '../metrics.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import type { NodeNames } from './node-names.js';
import type { Nodes } from './nodes.js';
import type { Phase } from './phase.js';
import { nodesText, readNodes, type TextProblem } from './read-nodes.js';

/** Something that a phase can tell while it goes on, besides the metrics (`METRICS`), which are numbers. */
export interface ReadingForm {
  readonly summary: string;
  readonly unit: Unit;
  /** What stands in the parentheses: nodes, or there are none. */
  readonly of: 'nodes' | 'nothing';
  /** Phases whose guards may read it. */
  readonly guards: readonly Phase['kind'][];
}

export const READINGS = {
  rate: { unit: -1, of: 'nodes', guards: ['run'], summary: 'spikes a second of one of the nodes, on average' },
  spikes: { unit: 0, of: 'nodes', guards: ['run'], summary: 'spikes of all the nodes together' },
  silent: { unit: 'truth', of: 'nodes', guards: ['run'], summary: 'whether none of the nodes spiked' },
  voltage: { unit: 0, of: 'nodes', guards: ['run'], summary: 'membrane of one of the nodes, on average' },
  time: { unit: 1, of: 'nothing', guards: ['run'], summary: 'time since the phase began' },
  epoch: { unit: 0, of: 'nothing', guards: ['train'], summary: 'epochs that have been learned in the phase' },
  batch: { unit: 0, of: 'nothing', guards: ['train'], summary: 'batches that have been learned in the phase' },
} as const satisfies Readonly<Record<string, ReadingForm>>;

type ReadingName = keyof typeof READINGS;

/** What a phase has measured when it ends. */
const MEASURED: { readonly [K in Phase['kind']]: readonly MetricName[] } = {
  train: Object.keys(METRICS) as MetricName[],
  test: ['accuracy(test)', 'reward', 'spikesPerSample', 'synapticOperationsPerSample', 'zeroWeights'],
  run: [],
};

/** Metrics that a phase of this kind has when it ends. */
export function metricsIn(kind: Phase['kind']): readonly MetricName[] {
  return MEASURED[kind];
}

/** The table's entry of a reading; undefined for metrics and for what there is not. */
export function readingForm({ name }: Pick<Reading, 'name'>): ReadingForm | undefined {
  return Object.hasOwn(READINGS, name) ? READINGS[name as ReadingName] : undefined;
}

/** A reading without its phase, as it is written: `rate(h1)`, `accuracy(test)`, `reward`. */
export function readingText({ name, of }: Pick<Reading, 'name' | 'of'>): string {
  return of === undefined ? name : `${name}(${of})`;
}

/** The metric that a reading names. */
export function metricOf(reading: Pick<Reading, 'name' | 'of'>): MetricName | undefined {
  const text = readingText(reading);
  return Object.hasOwn(METRICS, text) ? (text as MetricName) : undefined;
}

/** The problem of a reading that is none of these. */
export function unknownReading(reading: Pick<Reading, 'name' | 'of'>, names: readonly string[]): TextProblem {
  const text = readingText(reading);
  const suggestion = nearestName(text, names) ?? nearestName(reading.name, names);
  return {
    expected: `one of ${listed(names)}`,
    got: quoted(text),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** What must stand in the parentheses of a reading and does not: nodes, or nothing. */
function parenthesesProblem({ name, of }: Pick<Reading, 'name' | 'of'>): TextProblem | undefined {
  const form = readingForm({ name });
  if (!form || (form.of === 'nodes') === (of !== undefined)) return undefined;
  const got = quoted(readingText({ name, of }));
  return { expected: form.of === 'nodes' ? `nodes, as in "${name}(h1)"` : `"${name}" without parentheses`, got };
}

/**
 * The nodes in the parentheses of a reading of the table, which must have what is read.
 *
 * @returns No nodes for a reading without parentheses; or what is wrong.
 */
export function nodesOfReading(
  reading: Pick<Reading, 'name' | 'of'>,
  names: NodeNames,
): { readonly nodes: Nodes } | TextProblem {
  const problem = parenthesesProblem(reading);
  if (problem) return problem;
  if (reading.of === undefined) return { nodes: [] };
  const found = readNodes(reading.of, names);
  if ('expected' in found) return found;
  const [able, what] = reading.name === 'voltage' ? [names.membranes, 'have a membrane'] : [names.spiking, 'spike'];
  const odd = found.nodes.filter(({ layer }) => !able.includes(layer));
  if (odd.length === 0) return found;
  const which = able.length === 0 ? 'no layer of this network does' : listed(able);
  return { expected: `nodes that ${what} (${which})`, got: quoted(nodesText(odd)) };
}
