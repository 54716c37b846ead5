import type { Alphabet } from './terminal-alphabet.js';
import type { TimeScale } from './terminal-dots.js';

/** Blanks between two numbers at least. */
const GAP = 3;

/** 1, 2, 5, 10, 20, 50 … */
function* roundNumbers(): Generator<number, never, void> {
  for (let power = 1; ; power *= 10) for (const factor of [1, 2, 5]) yield factor * power;
}

/**
 * Steps below a raster: round numbers that begin under their steps, as many as `width` columns have room for.
 *
 * @param from Number of the first step.
 */
export function stepAxis(
  { steps, stepsPerBin, pitch }: TimeScale,
  width: number,
  { across }: Alphabet,
  from = 0,
): string {
  const columnOf = (step: number): number => Math.floor((Math.floor(step / stepsPerBin) * pitch) / across);
  const digits = String(from + steps - 1).length;
  let every = 1;
  for (every of roundNumbers()) if (every >= steps || columnOf(every) >= digits + GAP) break;
  let axis = '';
  for (let number = Math.ceil(from / every) * every; number < from + steps; number += every) {
    const text = axis.padEnd(columnOf(number - from)) + String(number);
    if (text.length > width) break;
    axis = text;
  }
  return axis;
}
