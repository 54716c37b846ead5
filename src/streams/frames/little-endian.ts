/** Whether numbers of this machine have their lowest byte first. */
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Numbers of `width` bytes each, with the bytes of each in the opposite order. A new array. */
export function reversedBytes(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const reversed = new Uint8Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) reversed[k - (k % width) + (width - 1 - (k % width))] = bytes[k]!;
  return reversed;
}

/**
 * Bytes of numbers as messages hold them, lowest byte first; the same step turns them back.
 *
 * @param width Bytes of each number.
 * @returns A copy that begins at a border that every number fits.
 */
export function littleEndian(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  return HOST_IS_LITTLE_ENDIAN ? Uint8Array.from(bytes) : reversedBytes(bytes, width);
}
