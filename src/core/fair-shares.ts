/**
 * Shares what there is among those who want whole parts of it: who wants little gets it, who wants much even parts of the
 * rest. None is left over while somebody wants more, and nobody goes without where there are as many parts as wishes.
 *
 * @param wanted Whole numbers >= 0.
 * @param total  What there is, a whole number >= 0.
 * @returns What each one gets, in the order of `wanted`. A new array.
 */
export function fairShares(wanted: readonly number[], total: number): readonly number[] {
  const shares = wanted.map(() => 0);
  const smallestFirst = wanted.map((_, who) => who).sort((a, b) => wanted[a]! - wanted[b]!);
  let left = total;
  smallestFirst.forEach((who, served) => {
    shares[who] = Math.min(wanted[who]!, Math.floor(left / (wanted.length - served)));
    left -= shares[who]!;
  });
  return shares;
}
