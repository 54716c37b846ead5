/** NumPy's names of the types that are read, and how. */
const TYPES: Readonly<Record<string, { readonly bytes: number; read(view: DataView, at: number): number }>> = {
  '<u4': { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<u8': { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  '<i8': { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads the numbers of an array in NumPy's format NPY, version 1 to 3, in their order; its shape means nothing here.
 *
 * @returns New numbers; or what is wrong.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function numbersOfNpy(file: Uint8Array): { readonly numbers: Float64Array } | { readonly problem: string } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || MAGIC.some((byte, at) => file[at] !== byte))
    return { problem: 'expected an array in the format NPY, got something else' };
  const long = file[6]! > 1;
  const begin = (long ? 12 : 10) + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const head = new TextDecoder('latin1').decode(file.subarray(10, begin));
  const descr = /'descr': '([^']*)'/.exec(head)?.[1] ?? '';
  const type = Object.hasOwn(TYPES, descr) ? TYPES[descr] : undefined;
  if (!type)
    return { problem: `expected numbers of one of the types ${Object.keys(TYPES).join(', ')}, got "${descr}"` };
  const extents = /'shape': \(([^)]*)\)/.exec(head)?.[1]?.match(/\d+/g) ?? [];
  const count = extents.reduce((product, extent) => product * Number(extent), 1);
  if (begin + count * type.bytes !== file.length)
    return { problem: `expected ${count * type.bytes} bytes of numbers, got ${file.length - begin}` };
  return { numbers: Float64Array.from({ length: count }, (_, n) => type.read(view, begin + n * type.bytes)) };
}
