import { shapeText, sizeOf } from '../core/shape.js';
import { ELEMENT_BYTES, elementType, type StoredTensor } from './stored-tensor.js';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function refuseWrongShapes(tensors: readonly StoredTensor[]): void {
  const names = new Set<string>();
  for (const { name, shape, values } of tensors) {
    if (name === '__metadata__') throw new RangeError('"__metadata__" is not a name for a tensor');
    if (names.has(name)) throw new RangeError(`two tensors are called "${name}"`);
    names.add(name);
    if (sizeOf(shape) !== values.length)
      throw new RangeError(`tensor "${name}": shape ${shapeText(shape)} does not hold ${values.length} values`);
  }
}

/** Written by hand because a JavaScript object would reorder names that look like numbers. */
function headerText(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): string {
  const facts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  const entries = facts.length === 0 ? [] : [`"__metadata__":${JSON.stringify(Object.fromEntries(facts))}`];
  let begin = 0;
  for (const tensor of tensors) {
    const dtype = elementType(tensor);
    const end = begin + tensor.values.length * ELEMENT_BYTES[dtype];
    const entry = { dtype, shape: tensor.shape, data_offsets: [begin, end] };
    entries.push(`${JSON.stringify(tensor.name)}:${JSON.stringify(entry)}`);
    begin = end;
  }
  return `{${entries.join(',')}}`;
}

/**
 * Puts tensors into one safetensors file: an 8-byte little-endian length, a JSON header padded with spaces to a
 * multiple of 8 bytes, then the values, little-endian. The same arguments give the same bytes.
 *
 * @param tensors  Any order; F64 tensors are stored before U32 ones, so that every value is aligned.
 * @param metadata Facts that go with them; stored by name in ascending order.
 * @returns The whole file. Arguments are untouched.
 * @throws RangeError when a shape does not hold its values, or two tensors have one name.
 * @see https://huggingface.co/docs/safetensors, "Format".
 */
export function encodeSafetensors(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  refuseWrongShapes(tensors);
  const stored = tensors.toSorted((a, b) => ELEMENT_BYTES[elementType(b)] - ELEMENT_BYTES[elementType(a)]);
  const json = new TextEncoder().encode(headerText(stored, metadata));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const dataBytes = stored.reduce((sum, { values }) => sum + values.byteLength, 0);
  const file = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, 8);
  let at = 8 + headerBytes;
  for (const { values } of stored) {
    const wide = values instanceof Float64Array;
    for (const value of values) {
      if (wide) view.setFloat64(at, value, true);
      else view.setUint32(at, value, true);
      at += values.BYTES_PER_ELEMENT;
    }
  }
  return file;
}
