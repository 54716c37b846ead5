import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { caseOutcome } from './case-outcome.js';
import { compareOutcome } from './compare-outcome.js';
import type { Oracle } from './oracle.js';
import type { Findings } from './tally.js';
import { QUANTITIES, TOLERANCES } from './tolerances.js';

/** Four roundings of float32. */
const SHARE = 2 ** -22;
/** Share of a tolerance that such roundings may use up; the rest is the backend's. */
const ROOM = 1 / 3;

/**
 * What makes a case unfit to judge a backend by, on the oracle alone: a potential so near to its threshold that float32
 * may rightly decide otherwise, an answer that a few roundings change, or nothing to see.
 */
export async function unfitness(oracle: Oracle): Promise<readonly string[]> {
  const { description } = oracle.prepared;
  const near = oracle.margins.filter((margin) => margin <= TOLERANCES.potential);
  const problems = [...emptiness(oracle)];
  if (description.learningSteps > 0 && near.length > 0)
    problems.push(`a potential is ${near[0]!.toExponential(1)} from its threshold`);
  for (const seed of [1, 2, 3]) {
    const { largest } = await sensitivity(oracle, seed);
    for (const quantity of QUANTITIES)
      if (largest[quantity] > ROOM * TOLERANCES[quantity])
        problems.push(`${quantity} moves by ${largest[quantity].toExponential(1)} with four roundings of the weights`);
  }
  return problems;
}

/** How much the oracle's own answer moves when every weight moves by a few roundings. */
async function sensitivity(oracle: Oracle, seed: number): Promise<Findings> {
  const { prepared } = oracle;
  const random = createRandomStreams(seed).fresh('roundings');
  const moved = (values: Float64Array): Float64Array => values.map((v) => v * (1 + SHARE * (2 * random() - 1)));
  const tensors = Object.fromEntries(
    Object.entries(prepared.request.tensors).map(([name, values]) => [name, moved(values)]),
  );
  const session = await referenceBackend.open({ ...prepared.request, tensors });
  const outcome = await caseOutcome(session, prepared);
  await session.close();
  return compareOutcome(outcome, oracle, tensors);
}

/** Layers that never fire, or always, and tensors that nothing moves: an agreement about them says nothing. */
function emptiness({ prepared, outcome }: Oracle): readonly string[] {
  if (prepared.description.degenerate) return [];
  const problems: string[] = [];
  const recorded = outcome.reports.flat().flatMap((report) => report.recorded);
  for (const { id, size } of prepared.plan.layers) {
    const own = recorded.filter(({ layer }) => layer === id);
    const rows = own.reduce((total, { offsets }) => total + offsets.length - 1, 0);
    const rate = own.reduce((total, { units }) => total + units.length, 0) / (rows * size);
    if (rows > 0 && (rate < 0.01 || rate > 0.9)) problems.push(`layer "${id}" fires at ${(100 * rate).toFixed(1)} %`);
  }
  for (const [name, feedback] of Object.entries(outcome.first?.optimizer.moments ?? {}))
    if (feedback.every((f) => f === 0)) problems.push(`nothing reaches ${name}`);
  return problems;
}
