import { distinctUntilChanged, map, merge, type Observable } from 'rxjs';

import type { RunStore } from './run-store.js';
import { shownRun, type View } from './view-state.js';

/** The run that the charts of one run show, at once and whenever it becomes another one. */
export function runInSight(view: View): Observable<RunStore | undefined> {
  return merge(view.runs, view.state.run).pipe(
    map(() => shownRun(view)),
    distinctUntilChanged(),
  );
}
