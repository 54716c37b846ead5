import { EMPTY, map, startWith, switchMap } from 'rxjs';

import type { NeuronPlace } from '../../run/watch/look.js';
import type { RunFacts } from '../../streams/frames/view-frame.js';
import { firstPins } from './first-pins.js';
import { beginAgain } from './navigate.js';
import { isLook } from './presentation.js';
import { runInSight } from './run-in-sight.js';
import type { RunStore } from './run-store.js';
import { suggestPins } from './suggest-pins.js';
import type { View, ViewState } from './view-state.js';

/**
 * Prepares the view for the run in sight: pins that its network does not have are let go, and as long as nobody here has
 * pinned a neuron, those are shown that others have pinned, or else some that are worth a first look. Where another run
 * takes the place of one, its time axis is looked at from its beginning; one that is told once more keeps its window.
 *
 * @param reveal Told of the first presentation of every run that begins.
 */
export function prepareFirstLooks(view: View, reveal: () => void = () => undefined): void {
  const { state } = view;
  let isFirst = false;
  const before = new WeakMap<RunStore, RunFacts>();
  const told = runInSight(view).pipe(
    switchMap((run) => {
      if (!run) return EMPTY;
      const kinds = run.changed.pipe(map(({ kind }) => kind));
      return kinds.pipe(
        startWith('in sight' as const),
        map((kind) => ({ run, kind })),
      );
    }),
  );
  told.subscribe(({ run, kind }) => {
    const { facts } = run;
    if (facts) {
      const known = before.get(run);
      before.set(run, facts);
      if (kind === 'run' && known && isAnother(facts, known)) beginAgain(view);
    }
    // Who looks at several runs in turn has chosen for all of them.
    if (kind === 'run' || (kind === 'in sight' && isUnchosen(state))) keepThose(state, run);
    if (kind === 'run') isFirst = true;
    const isShown = kind === 'look' || kind === 'stretch';
    if (!isShown && kind !== 'in sight') return;
    if (isShown && isFirst) {
      isFirst = false;
      reveal();
    }
    if (run.presentations.length > 0 && isUnchosen(state)) pinFirst(state, run);
  });
}

/** Whether facts are those of another run: steps of the time axis mean something else in it. */
function isAnother(facts: RunFacts, before: RunFacts): boolean {
  return facts.name !== before.name || facts.seed !== before.seed || facts.scenario !== before.scenario;
}

/** Whether nobody here has chosen what is pinned. */
function isUnchosen({ pinned, suggested }: ViewState): boolean {
  return pinned.value === suggested.value;
}

/** Lets pins go that a network does not have. */
function keepThose(state: ViewState, { facts }: RunStore): void {
  const layers = facts?.layers;
  if (!layers) return;
  const pins = state.pinned.value;
  const there = pins.filter(({ layer, unit }) => layers.some(({ id, size }) => id === layer && unit < size));
  if (there.length === pins.length) return;
  if (isUnchosen(state)) suggestPins(state, there);
  else state.pinned.next(there);
}

function pinFirst(state: ViewState, run: RunStore): void {
  // A run that obeys records what somebody has pinned; a folder has kept as many membranes as there was room for.
  const newest = run.presentations.at(-1)!;
  const recorded = run.state.controls && isLook(newest) ? newest.look.voltages.neurons : [];
  const before = state.pinned.value;
  if (recorded.length === 0 && before.length > 0) return;
  const next = recorded.length > 0 ? recorded.map(({ layer, unit }) => ({ layer, unit })) : firstPins(run);
  if (!areSame(next, before)) suggestPins(state, next);
}

function areSame(some: readonly NeuronPlace[], others: readonly NeuronPlace[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ layer, unit }, k) => layer === others[k]!.layer && unit === others[k]!.unit)
  );
}
