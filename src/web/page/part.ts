import type { RunStore } from '../view/run-store.js';

/** A part of the page that says something of the run in sight. */
export interface Part {
  readonly element: HTMLElement;
  /** Says what is known now; undefined: no run is known. Cheap when nothing of it has changed. */
  show(run: RunStore | undefined): void;
}
