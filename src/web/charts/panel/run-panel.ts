import { combineLatest, map, merge, type Observable, startWith, switchMap } from 'rxjs';

import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { type PanelState, READY } from './panel-state.js';

/** What a panel must know besides its chart. */
export interface PanelOptions {
  /** What the figures are of, for exports: `digits-lif, seed 1`. Asked whenever something is saved. */
  readonly subject: (chart: Pick<Chart, 'name'>) => string;
  /** Something that the figures tell may have changed. Nothing ever does where it is left out. */
  readonly changes?: Observable<unknown>;
  /** Always ready unless given. A ready panel whose figures have no rows is empty. */
  readonly state?: () => PanelState;
}

/** Everything that may change what a chart of a page's runs shows. */
function viewChanges({ runs, state }: View): Observable<unknown> {
  const frames = runs.pipe(switchMap((stores) => merge(...stores.map(({ changed }) => changed)).pipe(startWith(0))));
  return combineLatest([frames, state.window, state.pinned, state.order, state.kernel, state.run, state.cursor]).pipe(
    map(() => undefined),
  );
}

/** Charts that show all runs of a page, not one of them. */
const OVERLAYS: readonly string[] = ['learning'];

/** Options of a panel whose chart shows the runs of a page. */
export function runPanel(view: View): PanelOptions {
  return {
    subject: ({ name }) => {
      const shown = OVERLAYS.includes(name) ? view.runs.value : [shownRun(view)];
      const told = shown.flatMap((run) => (run?.facts ? [`${run.facts.name}, seed ${run.facts.seed}`] : []));
      return told.length === 0 ? 'no run' : told.join('; ');
    },
    changes: viewChanges(view),
    state: () => {
      const run = shownRun(view);
      if (!run?.facts) return { kind: 'loading', text: 'Waiting for the run to begin …' };
      const failure = run.ended?.failure;
      return failure ? { kind: 'error', text: `The run failed (${failure.code}): ${failure.message}` } : READY;
    },
  };
}
