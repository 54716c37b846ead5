import { spreadLabels } from '../plot/spread-labels.js';
import { fewDigits } from '../plot/ticks.js';

/** What stands beside a line of a lane. */
interface MembraneLabel {
  readonly text: string;
  /** Its middle, downwards. */
  readonly middle: number;
}

/**
 * Names of the threshold and of zero beside a lane, each as near to its line as the other lets it and within the lane. A
 * lane too low for both names the threshold alone, and so does one whose threshold is zero.
 *
 * @param place Where a voltage is, downwards, in the unit of `lane`.
 * @param lane  Its borders, and the height of a line of text.
 */
export function membraneLabels(
  threshold: number,
  place: (voltage: number) => number,
  { top, bottom, line }: { readonly top: number; readonly bottom: number; readonly line: number },
): readonly MembraneLabel[] {
  const hasBoth = threshold !== 0 && bottom - top >= 2 * line;
  const voltages = hasBoth ? [threshold, 0] : [threshold];
  const middles = spreadLabels(voltages.map(place), line, top + line / 2, bottom - line / 2);
  return middles.map((middle, k) => ({ text: k === 0 ? `θ ${fewDigits(threshold)}` : '0', middle }));
}
