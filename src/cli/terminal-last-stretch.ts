import type { RecordedPiece, SpikePiece } from '../record/recording.js';
import { countText } from '../streams/text/number-text.js';
import { nameText } from './terminal-name.js';
import { counted, type RasterScene } from './terminal-raster.js';

/** Steps that are kept, at least: a free run of any length costs no more. */
const STEPS = 500;
/** Longest name of a phase. */
const NAME = 20;

/** The end of the newest free run that was recorded. */
export class LastStretch {
  #pieces: readonly SpikePiece[] = [];

  /** Takes recorded pieces in; those of test samples are passed over. @returns Itself. */
  with(pieces: readonly RecordedPiece[]): this {
    const spikes = pieces.filter((piece) => piece.kind === 'spikes').filter(({ sample }) => sample === undefined);
    const newest = spikes.at(-1);
    if (!newest) return this;
    const end = newest.from + newest.steps;
    this.#pieces = [...this.#pieces, ...spikes].filter(
      ({ phase, from, steps }) => phase === newest.phase && from + steps > end - STEPS,
    );
    return this;
  }

  /** Units of its layers. */
  get sizes(): ReadonlyMap<string, number> {
    return new Map(this.#pieces.map(({ layer, size }) => [layer, size]));
  }

  /**
   * Undefined where nothing was recorded.
   *
   * @param ellipsis Stands for the end of a name that is too long.
   */
  scene(ellipsis: string): RasterScene | undefined {
    const [first, last] = [this.#pieces[0], this.#pieces.at(-1)];
    if (!first || !last) return undefined;
    const { phase, from } = first;
    const end = last.from + last.steps;
    const spikes = [...this.sizes.keys()].map((layer) => {
      const own = this.#pieces.filter((piece) => piece.layer === layer);
      const all = (values: (piece: SpikePiece) => Uint32Array) =>
        Uint32Array.from(own.flatMap((piece) => [...values(piece)]));
      return { layer, times: all(({ times }) => times.map((time) => time - from)), units: all(({ units }) => units) };
    });
    const count = spikes.reduce((sum, { times }) => sum + times.length, 0);
    const stretch = `steps ${countText(from)} to ${countText(end)}`;
    return {
      caption: `phase ${nameText(phase, NAME, ellipsis)}: ${stretch}, ${counted(count, 'spike')}`,
      steps: end - from,
      spikes,
      from,
    };
  }
}
