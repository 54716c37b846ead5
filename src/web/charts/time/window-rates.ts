import { shownSpans } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { View } from '../../view/view-state.js';
import { type PopulationRates, populationRates } from './population-rates.js';

/** Rates of a run in the view's window and under its kernel, computed again when something of that has changed. */
export function createWindowRates({ state }: View): (run: RunStore) => PopulationRates {
  let known: { readonly key: readonly unknown[]; readonly rates: PopulationRates } | undefined;
  return (run) => {
    const window = state.window.value;
    const kernel = state.kernel.value;
    const key = [run, run.presentations, window, kernel];
    if (known && key.every((part, k) => part === known!.key[k])) return known.rates;
    const shown = shownSpans(run.presentations);
    known = { key, rates: populationRates(run.spikes, run.rows, window, kernel, shown) };
    return known.rates;
  };
}
