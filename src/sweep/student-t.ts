/**
 * Probability that a Student t variable lies within `±√ν·tan θ`, in closed form for whole degrees of freedom ν.
 *
 * Even ν: `sin θ · (1 + 1/2 cos²θ + (1·3)/(2·4) cos⁴θ + …)`; odd ν:
 * `2/π · (θ + sin θ · (cos θ + 2/3 cos³θ + (2·4)/(3·5) cos⁵θ + …))`; both end with the power `ν − 2`.
 *
 * @see Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
function coverageOf(angle: number, degreesOfFreedom: number): number {
  const isOdd = degreesOfFreedom % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2) {
    sum += term;
    term *= square * ((power + 1) / (power + 2));
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** Halvings of the angle's range, until float64 has no more digits. */
const HALVINGS = 60;

/**
 * The number t within whose distance from 0 a Student t variable lies with a given probability: `P(|T| ≤ t) = coverage`.
 *
 * Found by halving the range of `θ = atan(t / √ν)`, in which the probability grows from 0 to 1. Written here because
 * the packages that have it bring either a hundred others or a whole statistics library; ours needs whole ν only.
 *
 * @param coverage         In (0, 1); 0.95 for a 95 % interval.
 * @param degreesOfFreedom A whole number >= 1.
 * @throws RangeError for others.
 */
export function studentT(coverage: number, degreesOfFreedom: number): number {
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage: expected a number in (0, 1), got ${coverage}`);
  if (!Number.isSafeInteger(degreesOfFreedom) || degreesOfFreedom < 1)
    throw new RangeError(`degreesOfFreedom: expected a whole number >= 1, got ${degreesOfFreedom}`);
  let low = 0;
  let high = Math.PI / 2;
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (coverageOf(middle, degreesOfFreedom) < coverage) low = middle;
    else high = middle;
  }
  return Math.sqrt(degreesOfFreedom) * Math.tan((low + high) / 2);
}
