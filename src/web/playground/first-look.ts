import type { RunStore } from '../view/run-store.js';
import type { View } from '../view/view-state.js';
import { tellingNeurons } from './telling-neurons.js';

/**
 * Prepares the view for each run: pins that the network does not have are let go, and when the first presentation is there,
 * it is brought into sight, with some membranes if nobody has pinned any neuron so far.
 *
 * @param reveal Brings the charts into sight.
 */
export function prepareFirstLooks({ state }: View, store: RunStore, reveal: () => void): void {
  let isFirst = false;
  let touched = state.pinned.value.length > 0;
  store.changed.subscribe(({ kind }) => {
    if (kind === 'run') {
      isFirst = true;
      const layers = store.facts?.layers ?? [];
      const there = state.pinned.value.filter(({ layer, unit }) =>
        layers.some(({ id, size }) => id === layer && unit < size),
      );
      touched ||= state.pinned.value.length > 0;
      if (there.length < state.pinned.value.length) state.pinned.next(there);
    }
    if (kind !== 'look' || !isFirst) return;
    isFirst = false;
    reveal();
    if (!touched && state.pinned.value.length === 0) state.pinned.next(tellingNeurons(store));
    touched = true;
  });
}
