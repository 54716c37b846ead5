import { HeavisideError } from '../../core/heaviside-error.js';
import { checkSpikeSlab } from '../../core/mean-field/check-layers.js';
import type { SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import { type HiddenUnit, rectified } from '../../core/mean-field/weight-network.js';
import { denseChain, denseChainProblems } from '../../core/network/dense-chain.js';
import { checkpointTensors } from '../finished-run/checkpoint-tensors.js';
import type { FinishedRun } from '../finished-run/finished-run.js';

/** A trained mean-field ensemble. */
export interface StoredEnsemble {
  /** Names of the layers, first to last. */
  readonly names: readonly string[];
  readonly layers: readonly SpikeSlabLayer[];
  readonly hidden: HiddenUnit;
  /** Whether training projects π and Ξ onto their bounds, so that 0 and 1 are reached exactly. */
  readonly projected: boolean;
}

const PARAMETERS = ['spikeMass', 'slabMean', 'slabVariance'] as const;
const step: HiddenUnit = (z) => (z > 0 ? 1 : 0);

/**
 * The ensemble in a run's checkpoint: per dense layer `<id>.spikeMass`, `<id>.slabMean` and `<id>.slabVariance`,
 * `[fanOut × fanIn]` each.
 *
 * @throws HeavisideError `HV_CREDIT_RUN`, kind `usage`, when the run has trained no ensemble; `HV_CHECKPOINT_FIT` when the
 *   tensors do not fit the network or hold what no ensemble can.
 */
export function storedEnsemble({ stored, plan }: FinishedRun): StoredEnsemble {
  const refuse = (message: string) =>
    new HeavisideError('HV_CREDIT_RUN', 'usage', `${stored.path}: ${message}`, {
      remedy: 'Name the folder of a run with learn: mean-field-ensemble.',
      facts: { path: stored.path },
    });
  const problems = denseChainProblems('mean-field-ensemble', plan.description, {
    hidden: ['relu', 'step'],
    bias: 'any',
  });
  if (problems.length > 0)
    throw refuse(
      `no ensemble:${problems.map(({ field, expected, got }) => `\n  ${field}: expected ${expected}, got ${got}`).join('')}`,
    );
  const { names, sizes, hidden } = denseChain(plan.description);
  const first = `${names[0]!}.spikeMass`;
  if (!stored.checkpoint.tensors.some(({ name }) => name === first))
    throw refuse(`expected a trained ensemble, but the checkpoint has no tensor "${first}"`);
  const wanted = names.flatMap((name, l) =>
    PARAMETERS.map((parameter) => ({ name: `${name}.${parameter}`, shape: [sizes[l + 1]!, sizes[l]!] })),
  );
  const tensors = checkpointTensors(stored, wanted);
  const layers = names.map((name, l): SpikeSlabLayer => {
    const [spikeMass, slabMean, slabVariance] = PARAMETERS.map((parameter) => tensors[`${name}.${parameter}`]!);
    const size = { fanIn: sizes[l]!, fanOut: sizes[l + 1]! };
    return { ...size, spikeMass: spikeMass!, slabMean: slabMean!, slabVariance: slabVariance! };
  });
  refuseImpossible(layers, stored.checkpointFile);
  const steps = hidden.kind === 'step';
  return { names, layers, hidden: steps ? step : rectified, projected: !steps };
}

function refuseImpossible(layers: readonly SpikeSlabLayer[], path: string): void {
  try {
    checkSpikeSlab(layers);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = `${path} holds no ensemble: ${cause.message}`;
    throw new HeavisideError('HV_CHECKPOINT_FIT', 'machine', message, {
      remedy: 'Run the scenario again.',
      facts: { path },
      cause,
    });
  }
}
