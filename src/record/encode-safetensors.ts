import { shapeText, sizeOf } from '../core/shape.js';
import { ELEMENT_BYTES, type ElementType, elementType, type StoredTensor } from './stored-tensor.js';

/** What the header says of a tensor; where its values lie follows from the order. */
export interface TensorHead {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function refuseWrongNames(heads: readonly TensorHead[]): void {
  const names = new Set<string>();
  for (const { name } of heads) {
    if (name === '__metadata__') throw new RangeError('"__metadata__" is not a name for a tensor');
    if (names.has(name)) throw new RangeError(`two tensors are called "${name}"`);
    names.add(name);
  }
}

/** Written by hand because a JavaScript object would reorder names that look like numbers. */
function headerText(heads: readonly TensorHead[], metadata: Readonly<Record<string, string>>): string {
  const facts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  const entries = facts.length === 0 ? [] : [`"__metadata__":${JSON.stringify(Object.fromEntries(facts))}`];
  let begin = 0;
  for (const { name, dtype, shape } of heads) {
    const end = begin + sizeOf(shape) * ELEMENT_BYTES[dtype];
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
    begin = end;
  }
  return `{${entries.join(',')}}`;
}

/**
 * How a safetensors file begins: an 8-byte little-endian length and a JSON header padded with spaces to a multiple of 8
 * bytes. The values follow, little-endian, without gaps, in the order of `heads`: wide elements first keeps all aligned.
 *
 * @param metadata Facts that go with the tensors; stored by name in ascending order.
 * @throws RangeError when two tensors have one name.
 * @see https://huggingface.co/docs/safetensors, "Format".
 */
export function safetensorsBeginning(
  heads: readonly TensorHead[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  refuseWrongNames(heads);
  const json = new TextEncoder().encode(headerText(heads, metadata));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const beginning = new Uint8Array(8 + headerBytes).fill(0x20, 8);
  new DataView(beginning.buffer).setBigUint64(0, BigInt(headerBytes), true);
  beginning.set(json, 8);
  return beginning;
}

/** Whether numbers lie in this machine's memory as they do in a file. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The values of a tensor as they lie in a file: little-endian.
 *
 * @param alike Whether they lie so in memory already; given by tests only.
 * @returns A view of the values where they do, a new array where they do not.
 */
export function littleEndianBytes(values: StoredTensor['values'], alike = LITTLE_ENDIAN): Uint8Array {
  const lying = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (alike) return lying;
  const bytes = lying.slice();
  const size = values.BYTES_PER_ELEMENT;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}

/**
 * Puts tensors into one safetensors file, see `safetensorsBeginning`. The same arguments give the same bytes.
 *
 * @param tensors  Any order; F64 tensors are stored before others, so that every value is aligned.
 * @param metadata Facts that go with them; stored by name in ascending order.
 * @returns The whole file. Arguments are untouched.
 * @throws RangeError when a shape does not hold its values, or two tensors have one name.
 */
export function encodeSafetensors(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  for (const { name, shape, values } of tensors)
    if (sizeOf(shape) !== values.length)
      throw new RangeError(`tensor "${name}": shape ${shapeText(shape)} does not hold ${values.length} values`);
  const stored = tensors.toSorted((a, b) => ELEMENT_BYTES[elementType(b)] - ELEMENT_BYTES[elementType(a)]);
  const heads = stored.map((tensor) => ({ name: tensor.name, shape: tensor.shape, dtype: elementType(tensor) }));
  const beginning = safetensorsBeginning(heads, metadata);
  const dataBytes = stored.reduce((sum, { values }) => sum + values.byteLength, 0);
  const file = new Uint8Array(beginning.length + dataBytes);
  file.set(beginning);
  let at = beginning.length;
  for (const { values } of stored) {
    file.set(littleEndianBytes(values), at);
    at += values.byteLength;
  }
  return file;
}
