import { audit, connect, debounceTime, EMPTY, filter, merge, type Observable, startWith, switchMap, timer } from 'rxjs';

import { runInSight } from '../../view/run-in-sight.js';
import type { View } from '../../view/view-state.js';

/** Rows are sorted anew when what is in sight has rested so long, in milliseconds: rows that jump while it moves cannot be read. */
const REST = 150;
/** While presentations come without a rest, rows are sorted anew once in so many milliseconds. */
const LONGEST = 1000;

/** When the rows of the run in sight are to be sorted anew: after the window or the presentations have changed. */
export function sortTimes(view: View): Observable<unknown> {
  const run = runInSight(view);
  const presentations = run.pipe(
    switchMap((store) => store?.changed ?? EMPTY),
    filter(({ kind }) => kind === 'run' || kind === 'look' || kind === 'stretch'),
  );
  return merge(view.state.window, run, presentations).pipe(
    connect((changes) =>
      changes.pipe(audit(() => merge(changes.pipe(startWith(undefined), debounceTime(REST)), timer(LONGEST)))),
    ),
  );
}
