import type { RunStore } from '../view/run-store.js';
import type { TimeWindow, ViewState } from '../view/view-state.js';

/**
 * A window that a link asks for before there is anything to see. It is looked through as soon as the run has come that
 * far; somebody who looks elsewhere before that gives it up.
 */
export class AwaitedWindow {
  #wanted: TimeWindow | undefined;
  readonly #state: ViewState;

  constructor(state: ViewState, store: RunStore) {
    this.#state = state;
    store.changed.subscribe(({ kind }) => {
      const wanted = this.#wanted;
      if (!wanted || kind !== 'look' || store.extent.to < wanted.to) return;
      this.#wanted = undefined;
      state.follow.next(false);
      state.window.next(wanted);
    });
    state.follow.subscribe((follows) => {
      if (!follows) this.#wanted = undefined;
    });
  }

  /** Undefined: the window follows what is new. */
  want(window: TimeWindow | undefined): void {
    this.#state.follow.next(true);
    this.#wanted = window;
  }

  /** What a link should ask for: what is awaited, or what is looked through, unless it follows. */
  get window(): TimeWindow | undefined {
    return this.#wanted ?? (this.#state.follow.value ? undefined : this.#state.window.value);
  }
}
