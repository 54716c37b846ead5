import type { ProblemList } from './problem-list.js';
import type { SpikeList, SpikeRoom } from './spike-list.js';

/** Takes spikes one by one, in the order of their file, and checks each. */
export class SpikeGatherer {
  readonly #room: SpikeRoom;
  readonly #problems: ProblemList;
  readonly #times: number[] = [];
  readonly #units: number[] = [];
  /** Units that fire at the last step. */
  #now = new Set<number>();
  #isAscending = true;

  constructor(room: SpikeRoom, problems: ProblemList) {
    this.#room = room;
    this.#problems = problems;
  }

  /** @param place Of the spike in its file, for people. */
  take(place: string, step: number, unit: number): void {
    const { steps, units } = this.#room;
    const refuse = (expected: string, got: number | string) => {
      this.#problems.add(`${place}: expected ${expected}, got ${got}`);
    };
    if (step >= steps) refuse(`a step before ${steps}, where the phase or the presentation ends`, step);
    if (unit >= units) refuse(`one of the ${units} units that it is played to, from 0`, `unit ${unit}`);
    const last = this.#times.at(-1) ?? 0;
    // Told once: whatever comes after it may be in order.
    if (step < last && this.#isAscending) {
      this.#isAscending = false;
      refuse(`steps that ascend, ${last} or later`, step);
    }
    if (step !== last) this.#now = new Set();
    if (this.#now.has(unit)) refuse('every spike once', `unit ${unit} at step ${step} again`);
    this.#now.add(unit);
    this.#times.push(step);
    this.#units.push(unit);
  }

  /** What was taken; new arrays. */
  spikes(): SpikeList {
    return { times: Uint32Array.from(this.#times), units: Uint32Array.from(this.#units) };
  }
}
