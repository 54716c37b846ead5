// What ES2024 adds to `Atomics`; engines that lack it leave it undefined.
interface Atomics {
  waitAsync?(
    words: Int32Array,
    index: number,
    value: number,
  ): { readonly async: false } | { readonly async: true; readonly value: Promise<string> };
}
