/**
 * What a classifier answers: the position of the largest output of each row, the first of equals. A single output answers
 * 1 where it is above 0 (its logistic function above ½).
 *
 * @param outputs `[batch × classes]`. @returns `[batch]`, a new array.
 */
export function answersOf(outputs: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: outputs.length / classes }, (_, r) => {
    if (classes === 1) return outputs[r]! > 0 ? 1 : 0;
    let best = r * classes;
    for (let c = best + 1; c < (r + 1) * classes; c++) if (outputs[c]! > outputs[best]!) best = c;
    return best - r * classes;
  });
}
