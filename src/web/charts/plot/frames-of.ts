import { filter, merge, type Observable, startWith, switchMap } from 'rxjs';

import type { ViewFrame } from '../../../streams/frames/view-frame.js';
import type { View } from '../../view/view-state.js';

/** Frames of some kinds, of all runs of a page; `undefined` at the beginning and whenever a run has come. */
export function framesOf(view: View, kinds: readonly ViewFrame['kind'][]): Observable<ViewFrame | undefined> {
  return view.runs.pipe(
    switchMap((runs) =>
      merge(...runs.map(({ changed }) => changed)).pipe(
        filter(({ kind }) => kinds.includes(kind)),
        startWith(undefined),
      ),
    ),
  );
}
