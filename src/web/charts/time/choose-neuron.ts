import type { NeuronPlace } from '../../../run/watch/look.js';
import { tooLongText } from '../../view/too-long-text.js';
import type { View } from '../../view/view-state.js';

/** Does what a click on a neuron's row does: pins it or lets it go, or tells whoever can reach the run. */
export function chooseNeuron({ state }: View, neuron: NeuronPlace, step: number): void {
  const kind = state.click.value;
  if (kind !== 'pin') {
    state.refusal.next(undefined);
    state.rowActions.next({ kind, neuron, step });
    return;
  }
  const pins = toggled(state.pinned.value, neuron);
  const refusal = tooLongText(pins, 'neurons can be pinned');
  state.refusal.next(refusal);
  if (refusal === undefined) state.pinned.next(pins);
}

/** A list without a neuron that it has, or with one that it lacks. */
function toggled(list: readonly NeuronPlace[], neuron: NeuronPlace): readonly NeuronPlace[] {
  const others = list.filter(({ layer, unit }) => layer !== neuron.layer || unit !== neuron.unit);
  return others.length < list.length ? others : [...list, neuron];
}
