import { Search, word } from './sum-search';
import { BLOCK, Head, ROW_SHIFT } from './trains';

/**
 * Lists the sums of feedback: shared patterns within blocks, shared trains, inputs. Rows are the span's steps, then the
 * shared patterns, then the shared trains.
 */
export function listBack(search: Search, head: Head, steps: i32, terms: usize, ends: usize, units: usize): void {
  const blocks = (steps + BLOCK - 1) / BLOCK;
  for (let block = 0; block < blocks; block++)
    for (let pattern: u32 = 3; pattern < 32; pattern++) {
      const at = search.backRows + (<usize>block << 7) + (<usize>pattern << 2);
      const counted = load<u32>(at);
      if (counted == 0) continue;
      for (let left = pattern; left != 0; left &= left - 1, terms += 4)
        store<u32>(terms, (block * BLOCK + ctz(left)) << ROW_SHIFT);
      store<u32>(ends, <u32>terms);
      ends += 4;
      store<u32>(at, (steps + counted - 1) << ROW_SHIFT);
    }
  for (let k: u32 = 0; k < <u32>search.operands; k++) {
    let left = word(search.patterns, k);
    for (let block = 0; left != 0; block++, left >>= BLOCK) {
      const row = word(search.backRows + (<usize>block << 7), left & 31);
      if (row != 0) {
        store<u32>(terms, row);
        terms += 4;
        continue;
      }
      for (let bits = left & 31; bits != 0; bits &= bits - 1, terms += 4)
        store<u32>(terms, (block * BLOCK + ctz(bits)) << ROW_SHIFT);
    }
    store<u32>(ends, <u32>terms);
    ends += 4;
  }
  const common = (steps + head.patterns) << ROW_SHIFT;
  let singles = units + (<usize>head.members << 3);
  for (let k: u32 = 0; k < <u32>search.active; k++) {
    const kind = word(search.kinds, k);
    const row = word(search.inputs, k) << ROW_SHIFT;
    if (word(search.cursors, kind) != 0) {
      store<u32>(units, row);
      store<u32>(units, common + (word(search.sums, kind) << ROW_SHIFT), 4);
      units += 8;
    } else {
      store<u32>(singles, row);
      singles += 4;
    }
  }
}
