import { littleEndianBytes } from '../record/encode-safetensors.js';
import { type ElementType, elementType, type StoredTensor } from '../record/stored-tensor.js';

/** NumPy's names of little-endian types. */
const DESCRIPTIONS: Readonly<Record<ElementType, string>> = { F64: '<f8', F32: '<f4', U32: '<u4' };

/** The data begin at a multiple of so many bytes, so that they can be mapped into memory. */
const ALIGNMENT = 64;
/** Magic text, version and the length of what follows. */
const PREAMBLE = 10;

/**
 * An array as a file of NumPy's format NPY, version 1.0: `\x93NUMPY`, the version, a u16 length, the description as a
 * literal of Python padded with spaces and ended by a new line, then the values, little-endian, in C order.
 *
 * @throws RangeError when there are too many dimensions for the description's 65,535 bytes.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy(tensor: StoredTensor): Uint8Array {
  const extents = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const literal = `{'descr': '${DESCRIPTIONS[elementType(tensor)]}', 'fortran_order': False, 'shape': (${extents}), }`;
  const whole = Math.ceil((PREAMBLE + literal.length + 1) / ALIGNMENT) * ALIGNMENT;
  if (whole - PREAMBLE > 0xffff) throw new RangeError(`"${tensor.name}" has ${tensor.shape.length} dimensions`);
  const text = `\x93NUMPY\x01\x00__${literal.padEnd(whole - PREAMBLE - 1)}\n`;
  const file = new Uint8Array(whole + tensor.values.byteLength);
  file.set(Buffer.from(text, 'latin1'));
  new DataView(file.buffer).setUint16(8, whole - PREAMBLE, true);
  file.set(littleEndianBytes(tensor.values), whole);
  return file;
}
