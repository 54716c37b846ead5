import type { ViewFrame } from '../../../streams/frames/view-frame.js';

/** Presentations and recorded stretches that may be on their way to the page at the same time. */
const MOST_LOOKS = 3;

/** Counts frames that the page has not taken in yet, so that a slow page is not shown more than it can draw. */
export class UnreadFrames {
  /** Whether each of the frames on their way is a presentation or a stretch. */
  #looks: boolean[] = [];

  /** Whether the page has enough to draw. */
  get full(): boolean {
    return this.#looks.filter((look) => look).length >= MOST_LOOKS;
  }

  sent({ kind }: ViewFrame): void {
    this.#looks.push(kind === 'look' || kind === 'stretch');
  }

  taken(frames: number): void {
    this.#looks.splice(0, frames);
  }
}
