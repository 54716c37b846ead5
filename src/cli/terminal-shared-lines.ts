/**
 * Shares lines among layers that want `wanted[k]` (>= 1) of them: small layers get what they want, large ones even parts
 * of the rest, and everyone at least one.
 *
 * @param lines At least as many as there are layers.
 */
export function sharedLines(wanted: readonly number[], lines: number): readonly number[] {
  const shares = wanted.map(() => 0);
  const smallestFirst = wanted.map((_, layer) => layer).sort((a, b) => wanted[a]! - wanted[b]!);
  let left = lines;
  smallestFirst.forEach((layer, served) => {
    const even = Math.floor(left / (wanted.length - served));
    shares[layer] = Math.min(wanted[layer]!, even);
    left -= shares[layer]!;
  });
  return shares;
}
