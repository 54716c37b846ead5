/**
 * Moves labels apart so that none overlaps: each stays as near to its place as the others let it, in the order of the
 * places. Neighbours that collide move as one block around the mean of their places (least squares under the order).
 *
 * @param places Where the middle of each label would like to be, in any order.
 * @param height Distance that two middles need at least; > 0.
 * @param from   Smallest and, with `to`, largest place of a middle. When they cannot all fit, they overflow at the end.
 * @returns The middle of each label, in the order of `places`.
 */
export function spreadLabels(places: readonly number[], height: number, from: number, to: number): readonly number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]! || a - b);
  const room = Math.max(from, to - height * (places.length - 1));
  // Less what lies before it, a label's place must only not fall: then touching labels have equal numbers.
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    let block = { sum: places[index]! - rank * height, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count >= block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: block.sum + last.sum, count: block.count + last.count };
    }
    blocks.push(block);
  });
  const middles = blocks.flatMap(({ sum, count }) => {
    const at = Math.min(room, Math.max(from, sum / count));
    return Array.from({ length: count }, () => at);
  });
  const spread = new Array<number>(places.length);
  order.forEach((index, rank) => {
    spread[index] = middles[rank]! + rank * height;
  });
  return spread;
}
