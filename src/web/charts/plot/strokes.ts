/** Dash patterns in CSS pixels, so that lines are told apart without their colour. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [5, 2], [12, 3, 3, 3, 3, 3]];

/**
 * Dash pattern of the line with a number. Colours repeat after six lines; then the pattern moves on by one, so that 36
 * lines differ.
 */
export function dashOf(number: number): readonly number[] {
  return DASHES[(number + Math.floor(number / DASHES.length)) % DASHES.length]!;
}
