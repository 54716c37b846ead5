/**
 * What a classifier answers: the position of the largest output of each row, the first of equals. A single output answers
 * 1 where it is above a border.
 *
 * @param outputs `[batch × classes]`.
 * @param border  Of a single output: 0 for a logit (its logistic function is then ½), see `answerBorder`.
 * @returns `[batch]`, a new array.
 */
export function answersOf(outputs: Float64Array, classes: number, border = 0): Int32Array {
  return Int32Array.from({ length: outputs.length / classes }, (_, r) => {
    if (classes === 1) return outputs[r]! > border ? 1 : 0;
    let best = r * classes;
    for (let c = best + 1; c < (r + 1) * classes; c++) if (outputs[c]! > outputs[best]!) best = c;
    return best - r * classes;
  });
}
