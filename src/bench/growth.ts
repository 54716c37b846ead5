/** Cost against amount of work. */
export interface GrowthPoint {
  /** Work, any unit, > 0. */
  readonly amount: number;
  /** Cost, any unit, > 0. */
  readonly cost: number;
}

/** How a cost grows with the amount of work. */
export interface Growth {
  /** Slope of ln cost over ln amount (least squares): 1 is linear, below 1 slower than that. */
  readonly exponent: number;
  /**
   * The largest `(cost_j / cost_i) / (amount_j / amount_i)` of any two points with `amount_j > amount_i`: at most 1 when
   * the cost never grows faster than the work.
   */
  readonly largestExcess: number;
}

/**
 * Describes how a cost grows. Points whose amounts are equal say nothing about growth.
 *
 * @returns undefined for fewer than two different amounts.
 */
export function growthOf(points: readonly GrowthPoint[]): Growth | undefined {
  const logs = points.map(({ amount, cost }) => ({ x: Math.log(amount), y: Math.log(cost) }));
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [centreX, centreY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = logs.reduce((sum, { x }) => sum + (x - centreX) ** 2, 0);
  if (logs.length < 2 || spread === 0) return undefined;
  const slope = logs.reduce((sum, { x, y }) => sum + (x - centreX) * (y - centreY), 0) / spread;
  const excesses = points.flatMap((small) =>
    points
      .filter((large) => large.amount > small.amount)
      .map((large) => large.cost / small.cost / (large.amount / small.amount)),
  );
  return { exponent: slope, largestExcess: Math.max(...excesses) };
}

/**
 * Where two costs cross as the amount grows: the amount at which the second becomes the cheaper one, interpolated
 * between neighbouring points on a logarithmic ratio.
 *
 * @param points Ascending in amount.
 * @returns undefined when the first stays the cheaper one throughout.
 */
export function crossing(
  points: readonly { readonly amount: number; readonly first: number; readonly second: number }[],
): number | undefined {
  const ratios = points.map(({ amount, first, second }) => ({ amount, lead: Math.log(second / first) }));
  const after = ratios.findIndex(({ lead }) => lead <= 0);
  if (after < 0) return undefined;
  if (after === 0) return ratios[0]!.amount;
  const [before, here] = [ratios[after - 1]!, ratios[after]!];
  return before.amount + (before.lead / (before.lead - here.lead)) * (here.amount - before.amount);
}
