import { QUANTITIES, type Quantity, TOLERANCES } from './tolerances.js';

/** What a comparison came to. Plain data. */
export interface Findings {
  /** Numbers compared. */
  readonly compared: number;
  /** Spikes that the oracle fired where spikes were compared, and those left out near a threshold. */
  readonly spikesCompared: number;
  readonly spikesLeftOut: number;
  readonly largest: Readonly<Record<Quantity, number>>;
  /** What does not agree, each with place, expected and got. */
  readonly problems: readonly string[];
}

/** Collects a comparison. */
export interface Tally {
  /** Compares numbers; `scale` is what a difference is a share of, by default the largest expected magnitude. */
  numbers(
    quantity: Quantity,
    place: string,
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    scale?: number,
  ): void;
  spikes(compared: number, leftOut: number): void;
  problem(text: string): void;
  findings(): Findings;
}

const largestOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, value) => Math.max(top, Math.abs(value)), 0);

export function createTally(): Tally {
  let [compared, spikesCompared, spikesLeftOut] = [0, 0, 0];
  const largest = Object.fromEntries(QUANTITIES.map((name) => [name, 0])) as Record<Quantity, number>;
  const problems: string[] = [];
  return {
    numbers(quantity, place, actual, expected, scale = largestOf(expected)) {
      if (actual.length !== expected.length) {
        problems.push(`${place}: expected ${expected.length} numbers, got ${actual.length}`);
        return;
      }
      compared += expected.length;
      let worst = 0;
      let at = -1;
      for (let k = 0; k < expected.length; k++) {
        const gap = Math.abs(actual[k]! - expected[k]!);
        // Zeros are expected to be zeros; a number that is none differs from everything.
        const share = gap === 0 ? 0 : scale > 0 && gap >= 0 ? gap / scale : Number.POSITIVE_INFINITY;
        if (share > worst) [worst, at] = [share, k];
      }
      largest[quantity] = Math.max(largest[quantity], worst);
      if (worst > TOLERANCES[quantity])
        problems.push(
          `${place}[${at}]: expected ${expected[at]}, got ${actual[at]}: ${worst.toExponential(1)} of ${scale.toPrecision(3)} apart, allowed ${TOLERANCES[quantity]}`,
        );
    },
    spikes(some, others) {
      spikesCompared += some;
      spikesLeftOut += others;
    },
    problem: (text) => void problems.push(text),
    findings: () => ({ compared, spikesCompared, spikesLeftOut, largest, problems }),
  };
}
