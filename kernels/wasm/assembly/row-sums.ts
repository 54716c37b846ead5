// Sums of rows of two tiles (128 bytes): what both directions of a dense layer do with the lists of `shareSums`.

/**
 * `start + Σ rows`, over the terms (each a row's place in bytes) from `at` to `end`; its first tile goes to `to`, its second
 * to `second`.
 */
@inline
export function sumRows(rows: usize, at: usize, end: usize, start: usize, to: usize, second: usize): void {
  let a = v128.load(start);
  let b = v128.load(start, 16);
  let c = v128.load(start, 32);
  let d = v128.load(start, 48);
  let e = v128.load(start, 64);
  let f = v128.load(start, 80);
  let g = v128.load(start, 96);
  let h = v128.load(start, 112);
  for (; at < end; at += 4) {
    const row = rows + <usize>load<u32>(at);
    a = f32x4.add(a, v128.load(row));
    b = f32x4.add(b, v128.load(row, 16));
    c = f32x4.add(c, v128.load(row, 32));
    d = f32x4.add(d, v128.load(row, 48));
    e = f32x4.add(e, v128.load(row, 64));
    f = f32x4.add(f, v128.load(row, 80));
    g = f32x4.add(g, v128.load(row, 96));
    h = f32x4.add(h, v128.load(row, 112));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(second, e);
  v128.store(second, f, 16);
  v128.store(second, g, 32);
  v128.store(second, h, 48);
}

/** The same without a start; there must be a term. */
@inline
export function sumOnly(rows: usize, at: usize, end: usize, to: usize): void {
  sumRows(rows, at + 4, end, rows + <usize>load<u32>(at), to, to + 64);
}

/** Copies a tile's line. */
@inline
export function copyLine(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}
