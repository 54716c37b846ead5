import type { NetworkPlan } from '../core/network/plan-network.js';
import type { Span } from '../core/signal.js';
import type { LayerStimulus } from './backend.js';

/**
 * Checks that stimuli fit a chunk before a device gets them: at most one a layer, of layers with neurons, finite currents
 * `[steps × batch × units]`, cuts `[units]`.
 *
 * @returns Those that change anything, in the order of the layers: currents that all are 0 are none.
 * @throws RangeError with the first stimulus that is not so.
 */
export function checkedStimuli(
  plan: NetworkPlan,
  stimuli: readonly LayerStimulus[],
  span: Span,
): readonly LayerStimulus[] {
  const found = new Map<string, LayerStimulus>();
  for (const stimulus of stimuli) {
    checkStimulus(plan, stimulus, span);
    if (found.has(stimulus.layer)) throw new RangeError(`there are two stimuli of "${stimulus.layer}"; add them up`);
    found.set(stimulus.layer, stimulus);
  }
  return plan.layers.flatMap(({ id }) => {
    const stimulus = found.get(id);
    return stimulus && changesAnything(stimulus) ? [stimulus] : [];
  });
}

function checkStimulus({ description, layers }: NetworkPlan, stimulus: LayerStimulus, { steps, batch }: Span): void {
  const { layer, currents, cut } = stimulus;
  const named = description.layers.filter((one) => 'neuron' in one).map(({ id }) => id);
  if (!named.includes(layer)) {
    const reason = description.layers.some(({ id }) => id === layer)
      ? `layer "${layer}" has no neurons to stimulate`
      : `there is no layer "${layer}" to stimulate`;
    throw new RangeError(`${reason}; layers with neurons are ${named.map((id) => `"${id}"`).join(', ')}`);
  }
  const { size } = layers.find(({ id }) => id === layer)!;
  const wanted = steps * batch * size;
  if (currents.length !== wanted) {
    const shape = `${steps} steps of ${batch} samples with ${size} units`;
    throw new RangeError(`a stimulus of "${layer}" for ${shape} needs ${wanted} currents, got ${currents.length}`);
  }
  const odd = currents.findIndex((current) => !Number.isFinite(current));
  if (odd >= 0)
    throw new RangeError(`stimulus of "${layer}", currents[${odd}]: expected a finite number, got ${currents[odd]}`);
  if (!cut) return;
  if (cut.length !== size)
    throw new RangeError(`stimulus of "${layer}", cut: expected ${size} values, got ${cut.length}`);
  const other = cut.findIndex((value) => value > 1);
  if (other >= 0) throw new RangeError(`stimulus of "${layer}", cut[${other}]: expected 0 or 1, got ${cut[other]}`);
}

function changesAnything({ currents, cut }: LayerStimulus): boolean {
  return currents.some((current) => current !== 0) || (cut?.includes(1) ?? false);
}
