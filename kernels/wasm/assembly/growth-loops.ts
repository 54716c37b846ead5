// The inner loops of a dense layer's feedback: one input, one sample, 16 packed units a turn. `pointers` are the addresses
// of the rows of normed reward at the input's events, `count` four times their number; `heights` stand beside them.

/** `growth += Σ height · n` over the events. */
@inline
export function growOnly(
  valued: bool,
  width: usize,
  count: usize,
  pointers: usize,
  heights: usize,
  growth: usize,
): void {
  for (let k: usize = 0; k < width; k += 64) {
    let a = v128.load(growth + k);
    let b = v128.load(growth + k, 16);
    let c = v128.load(growth + k, 32);
    let d = v128.load(growth + k, 48);
    for (let event: usize = 0; event < count; event += 4) {
      const n = load<usize>(pointers + event) + k;
      if (valued) {
        const x = v128.load32_splat(heights + event);
        a = f32x4.add(a, f32x4.mul(x, v128.load(n)));
        b = f32x4.add(b, f32x4.mul(x, v128.load(n, 16)));
        c = f32x4.add(c, f32x4.mul(x, v128.load(n, 32)));
        d = f32x4.add(d, f32x4.mul(x, v128.load(n, 48)));
      } else {
        a = f32x4.add(a, v128.load(n));
        b = f32x4.add(b, v128.load(n, 16));
        c = f32x4.add(c, v128.load(n, 32));
        d = f32x4.add(d, v128.load(n, 48));
      }
    }
    v128.store(growth + k, a);
    v128.store(growth + k, b, 16);
    v128.store(growth + k, c, 32);
    v128.store(growth + k, d, 48);
  }
}

/** The same, and each event's part of `Σ n · w` into a vector of `shares`, to be summed over its lanes. */
@inline
export function growAndShare(
  valued: bool,
  width: usize,
  count: usize,
  pointers: usize,
  heights: usize,
  weights: usize,
  shares: usize,
  growth: usize,
): void {
  for (let k: usize = 0; k < width; k += 64) {
    let a = v128.load(growth + k);
    let b = v128.load(growth + k, 16);
    let c = v128.load(growth + k, 32);
    let d = v128.load(growth + k, 48);
    const w0 = v128.load(weights + k);
    const w1 = v128.load(weights + k, 16);
    const w2 = v128.load(weights + k, 32);
    const w3 = v128.load(weights + k, 48);
    for (let event: usize = 0; event < count; event += 4) {
      const n = load<usize>(pointers + event) + k;
      const n0 = v128.load(n);
      const n1 = v128.load(n, 16);
      const n2 = v128.load(n, 32);
      const n3 = v128.load(n, 48);
      const share = shares + (event << 2);
      v128.store(
        share,
        f32x4.add(
          v128.load(share),
          f32x4.add(
            f32x4.add(f32x4.mul(n0, w0), f32x4.mul(n1, w1)),
            f32x4.add(f32x4.mul(n2, w2), f32x4.mul(n3, w3)),
          ),
        ),
      );
      if (valued) {
        const x = v128.load32_splat(heights + event);
        a = f32x4.add(a, f32x4.mul(x, n0));
        b = f32x4.add(b, f32x4.mul(x, n1));
        c = f32x4.add(c, f32x4.mul(x, n2));
        d = f32x4.add(d, f32x4.mul(x, n3));
      } else {
        a = f32x4.add(a, n0);
        b = f32x4.add(b, n1);
        c = f32x4.add(c, n2);
        d = f32x4.add(d, n3);
      }
    }
    v128.store(growth + k, a);
    v128.store(growth + k, b, 16);
    v128.store(growth + k, c, 32);
    v128.store(growth + k, d, 48);
  }
}
