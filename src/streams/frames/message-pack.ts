import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';

import { littleEndian } from './little-endian.js';

/** Number of each array's extension in a message; Uint8Array is a type of MessagePack itself. */
const ARRAYS = [
  { type: 1, make: Uint32Array },
  { type: 3, make: Float32Array },
] as const;

function typedArrays(): ExtensionCodec {
  const codec = new ExtensionCodec();
  for (const { type, make } of ARRAYS)
    codec.register({
      type,
      encode: (value) =>
        value instanceof make
          ? littleEndian(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), make.BYTES_PER_ELEMENT)
          : null,
      decode: (bytes) => new make(littleEndian(bytes, make.BYTES_PER_ELEMENT).buffer),
    });
  return codec;
}

const extensionCodec = typedArrays();

/** Plain data as MessagePack, typed arrays as little-endian extensions. A new array, which may be part of a larger buffer. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  return encode(value, { extensionCodec, ignoreUndefined: true });
}

/**
 * What `pack` made bytes of. Its typed arrays are copies and aligned; those of bytes are views of what was packed.
 *
 * @param refusal The error to throw when the bytes hold nothing that was packed, or only a part of it.
 */
export function unpack(packed: Uint8Array, refusal: (why: string, cause: unknown) => Error): unknown {
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  // No list can have more entries than there are bytes: a short piece cannot claim a large memory.
  const bounds = { maxArrayLength: bytes.length, maxMapLength: bytes.length };
  try {
    return decode(bytes, { extensionCodec, ...bounds });
  } catch (cause) {
    throw refusal(whyNot(cause), cause);
  }
}

function whyNot(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return cause instanceof RangeError && /DataView|Insufficient/.test(message) ? 'it is cut short' : message;
}
