import type { TracePiece } from '../record/recording.js';
import { arrayName } from './export-names.js';
import { type Gatherer, indices, offsetsOf, whoWasShown } from './gatherer.js';
import { type Presentations, presentationsOf } from './presentations.js';
import type { DamageHearer } from './recorded-file.js';

/** Neighbouring units that are recorded together. */
interface Block {
  readonly first: number;
  readonly count: number;
  readonly presentations: Presentations;
  readonly parts: { readonly number: number; readonly from: number; readonly values: Float32Array }[];
}

/**
 * Puts a variable of some units together: `<layer>.<variable>` is `[steps × units]`, the steps of presentation p in the rows
 * `offsets[p] … offsets[p + 1] − 1`; `units` says which ones the columns are. What is missing in a damaged recording is NaN.
 */
export function traceGatherer(
  { phase, layer, variable }: Pick<TracePiece, 'phase' | 'layer' | 'variable'>,
  where: string,
  damaged: DamageHearer,
): Gatherer<TracePiece> {
  const blocks = new Map<string, Block>();
  const blockOf = ({ first, count }: TracePiece): Block => {
    const key = `${first}+${count}`;
    const block = blocks.get(key) ?? { first, count, presentations: presentationsOf(where, damaged), parts: [] };
    blocks.set(key, block);
    return block;
  };
  return {
    add(piece) {
      const { sample, label, from, values, count } = piece;
      if (count === 0) return;
      const { presentations, parts } = blockOf(piece);
      const shown = { ...(sample === undefined ? {} : { sample }), ...(label === undefined ? {} : { label }) };
      const { number } = presentations.take({ ...shown, from, steps: values.length / count });
      parts.push({ number, from, values });
    },
    arrays() {
      const columns = [...blocks.values()].sort((a, b) => a.first - b.first);
      const lists = columns.map(({ presentations }) => presentations.list());
      const longest = lists.reduce((a, b) => (b.length > a.length ? b : a), []);
      const offsets = offsetsOf(longest.map((_, p) => Math.max(...lists.map((list) => list[p]?.steps ?? 0))));
      const units = columns.flatMap(({ first, count }) => Array.from({ length: count }, (_, n) => first + n));
      const rows = offsets.at(-1)!;
      const values = new Float32Array(rows * units.length).fill(Number.NaN);
      let column = 0;
      for (const { count, parts } of columns) {
        for (const { number, from, values: part } of parts)
          for (let row = 0; row < part.length / count; row++) {
            const at = (offsets[number]! + from + row) * units.length + column;
            values.set(part.subarray(row * count, (row + 1) * count), at);
          }
        column += count;
      }
      const prefix = arrayName('traces', phase, `${layer}.${variable}`);
      return [
        { name: prefix, shape: [rows, units.length], values },
        indices(`${prefix}/units`, units),
        indices(`${prefix}/offsets`, offsets),
        ...whoWasShown(prefix, longest),
      ];
    },
  };
}
