import { distinctUntilChanged, EMPTY, merge, type Observable, type Subscription, switchMap } from 'rxjs';

import { extentOf } from './navigate.js';
import { runInSight } from './run-in-sight.js';
import { covers, fittedWindow, followedWindow, NOTHING_YET, sameWindow } from './time-window.js';
import { shownRun, type View, type ViewState } from './view-state.js';

/** A window that grows with what is new stops growing at so many presentations. */
const WIDEST_PRESENTATIONS = 40;

interface Follower {
  readonly subscription: Subscription;
  users: number;
}

const followers = new WeakMap<ViewState, Follower>();

/**
 * Keeps the window where something is to be seen: it moves along with new presentations while `follow` is on, and stays
 * inside of what is kept while it is off. A run that is told once more, from its beginning, comes back to the place where it
 * was looked at. Charts of one view share one follower.
 *
 * @returns Ends it, once all who asked for it have ended it.
 */
export function followNewest(view: View): () => void {
  const known = followers.get(view.state);
  const follower = known ?? { subscription: subscribe(view), users: 0 };
  follower.users++;
  followers.set(view.state, follower);
  let over = false;
  return () => {
    if (over) return;
    over = true;
    follower.users--;
    if (follower.users > 0) return;
    follower.subscription.unsubscribe();
    followers.delete(view.state);
  };
}

function subscribe(view: View): Subscription {
  const { state } = view;
  let before = extentOf(view);
  /** The window that somebody chose, also while there is too little to show all of it. */
  let wanted = state.window.value;
  /** The one that was made of it. */
  let placed = wanted;
  const settle = (): void => {
    const extent = extentOf(view);
    const window = state.window.value;
    if (!sameWindow(window, placed)) wanted = window;
    placed = window;
    if (extent.to <= extent.from) {
      if (state.follow.value && covers(wanted, before)) wanted = NOTHING_YET;
      return;
    }
    const run = shownRun(view);
    // What has ended grows no more: nothing speaks against showing all of it.
    const widest = run?.ended ? Number.POSITIVE_INFINITY : (run?.facts?.steps ?? 0) * WIDEST_PRESENTATIONS;
    const follows = state.follow.value || sameWindow(wanted, NOTHING_YET);
    const next = follows ? followedWindow(wanted, before, extent, widest) : fittedWindow(wanted, extent);
    before = extent;
    // A follower's window moves and grows; what it is for lack of steps is nobody's wish.
    if (follows && (next.from > extent.from || next.to - next.from > wanted.to - wanted.from)) wanted = next;
    placed = next;
    if (!sameWindow(next, window)) state.window.next(next);
  };
  return merge(framesInSight(view), state.follow.pipe(distinctUntilChanged())).subscribe(settle);
}

/** Frames that change what can be looked at, and the choice of another run. */
function framesInSight(view: View): Observable<unknown> {
  const run = runInSight(view);
  return merge(run, run.pipe(switchMap((store) => store?.changed ?? EMPTY)));
}
