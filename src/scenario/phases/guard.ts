import { checkExpression, type Meaning } from '../expressions/check-expression.js';
import { readingsOf } from '../expressions/evaluate-expression.js';
import type { Expression, ExpressionProblem, Reading } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parse-expression.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import { type NodeNames, nodeNames } from './node-names.js';
import type { Nodes } from './nodes.js';
import type { Phase } from './phase.js';
import type { TextProblem } from './read-nodes.js';
import { metricOf, metricsIn, nodesOfReading, READINGS, readingForm, readingText, unknownReading } from './readings.js';

/** Where a guard stands: the kind of its phase, the phases before it, and the nodes that there are. */
export interface GuardContext {
  readonly kind: Phase['kind'];
  readonly earlier: readonly Pick<Phase, 'id' | 'kind'>[];
  readonly names: NodeNames;
}

/** A guard that means something, ready for `evaluateExpression`. */
export interface Guard {
  readonly expression: Expression;
  /** The nodes of every reading that has some. */
  readonly nodes: ReadonlyMap<Reading, Nodes>;
}

/** Metrics that a guard may read of its own phase, as it stands. */
const OWN_METRICS: { readonly [K in Phase['kind']]: readonly string[] } = {
  train: ['accuracy(train)', 'accuracy(test)', 'reward(train)', 'reward'],
  test: [],
  run: [],
};

/** What a guard may read of its own phase. */
function ownNames(kind: Phase['kind']): readonly string[] {
  const names = Object.entries(READINGS).filter(([, { guards }]) => (guards as readonly string[]).includes(kind));
  return [...names.map(([name]) => name), ...OWN_METRICS[kind]];
}

function meaningOf(reading: Reading, context: GuardContext): Meaning {
  if (reading.phase !== undefined) return earlierProblem(reading, reading.phase, context.earlier) ?? { unit: 0 };
  const names = ownNames(context.kind);
  const form = readingForm(reading);
  if (form && names.includes(reading.name)) {
    const found = nodesOfReading(reading, context.names);
    return 'expected' in found ? found : { unit: form.unit };
  }
  return names.includes(readingText(reading)) ? { unit: 0 } : unknownReading(reading, names);
}

/** What is wrong with a reading of another phase. */
function earlierProblem(reading: Reading, phase: string, earlier: GuardContext['earlier']): TextProblem | undefined {
  const ids = earlier.map(({ id }) => id);
  const other = earlier.find(({ id }) => id === phase);
  if (!other) {
    const suggestion = nearestName(phase, ids);
    const expected = ids.length === 0 ? 'no "@": there is no earlier phase' : `an earlier phase (${listed(ids)})`;
    return { expected, got: quoted(phase), ...(suggestion === undefined ? {} : { suggestion }) };
  }
  const metrics = metricsIn(other.kind);
  const metric = metricOf(reading);
  if (metric && metrics.includes(metric)) return undefined;
  if (metrics.length > 0) return unknownReading(reading, metrics);
  return {
    expected: `a phase that has metrics; "${phase}" only runs`,
    got: quoted(`${readingText(reading)}@${phase}`),
  };
}

/**
 * Reads and checks the guard of an event: something that is so or not.
 *
 * @returns The guard, or every problem of it.
 */
export function compileGuard(text: string, context: GuardContext): Guard | readonly ExpressionProblem[] {
  const parsed = parseExpression(text);
  if ('problem' in parsed) return [parsed.problem];
  const { expression } = parsed;
  const problems = checkExpression(expression, (reading) => meaningOf(reading, context), 'truth');
  if (problems.length > 0) return problems;
  const nodes = readingsOf(expression).flatMap((reading) => {
    const found = readingForm(reading)?.of === 'nodes' ? nodesOfReading(reading, context.names) : undefined;
    return found && 'nodes' in found ? [[reading, found.nodes] as const] : [];
  });
  return { expression, nodes: new Map(nodes) };
}

/**
 * The guard of an event of a resolved scenario.
 *
 * @param phase One of the scenario's.
 * @throws RangeError when it means nothing there, which a resolved scenario rules out.
 */
export function guardOf(
  { network, nodes, encode, phases }: Pick<Scenario, 'network' | 'nodes' | 'encode' | 'phases'>,
  phase: Phase,
  text: string,
): Guard {
  const names = nodeNames(network, nodes, encode.kind);
  const earlier = phases.slice(
    0,
    phases.findIndex(({ id }) => id === phase.id),
  );
  const guard = names && compileGuard(text, { kind: phase.kind, earlier, names });
  if (!guard || !('expression' in guard)) throw new RangeError(`phase "${phase.id}": no guard: ${text}`);
  return guard;
}
