import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { type CaseOutcome, caseOutcome } from './case-outcome.js';
import type { ContractCase } from './cases/contract-case.js';
import { potentialMargins } from './potential-margins.js';
import { type PreparedCase, prepareCase } from './prepared-case.js';
import { TOLERANCES } from './tolerances.js';

/** What the oracle, `src/core` in float64, makes of a case, and where it may be compared. */
export interface Oracle {
  readonly prepared: PreparedCase;
  readonly outcome: CaseOutcome;
  /** Least distance from a threshold in each presentation. */
  readonly margins: readonly number[];
  /**
   * For each presentation (test first) and sample: the steps before the first at which a potential lies within the
   * tolerance of its threshold. From there on a float32 machine may rightly differ.
   */
  readonly safeSteps: readonly (readonly number[])[];
}

const known = new Map<ContractCase, Promise<Oracle>>();

/** The oracle on a case, computed once. */
export function oracleOf(description: ContractCase): Promise<Oracle> {
  const oracle = known.get(description) ?? consult(description);
  known.set(description, oracle);
  return oracle;
}

async function consult(description: ContractCase): Promise<Oracle> {
  const prepared = prepareCase(description);
  const session = await referenceBackend.open(prepared.request);
  const tensorsBefore: Tensors[] = [];
  const outcome = await caseOutcome(session, prepared, async () => {
    tensorsBefore.push((await session.snapshot()).tensors);
  });
  await session.close();
  const margins = [prepared.test, ...prepared.lessons].map((shown, index) =>
    potentialMargins(prepared, tensorsBefore[index]!, shown),
  );
  return {
    prepared,
    outcome,
    margins: margins.map((values) => values.reduce((least, v) => Math.min(least, v), Number.POSITIVE_INFINITY)),
    safeSteps: margins.map((values) =>
      Array.from({ length: description.batch }, (_, sample) => safeStepsOf(values, sample, description.batch)),
    ),
  };
}

function safeStepsOf(margins: Float64Array, sample: number, batch: number): number {
  const steps = margins.length / batch;
  for (let step = 0; step < steps; step++) if (margins[step * batch + sample]! <= TOLERANCES.potential) return step;
  return steps;
}
