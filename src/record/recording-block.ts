import { promisify } from 'node:util';
import { constants, crc32, deflate, inflate, inflateSync } from 'node:zlib';

import { HeavisideError } from '../core/heaviside-error.js';
import { decodePiece, encodePiece } from './recorded-piece.js';
import type { RecordedPiece } from './recording.js';

/** Bytes before the content of a block: its length and its CRC-32, both u32, little-endian. */
export const BLOCK_HEAD = 8;

/** Longest content of a block in bytes; a longer one is a mistake. */
export const LONGEST_BLOCK = 2 ** 28;

/** Longest piece in bytes, unpacked: deflate shrinks to a thousandth at most, and nobody wants to be sent a bomb. */
const LONGEST_PIECE = 2 ** 30;

const pack = promisify<Uint8Array, { level: number }, Buffer>(deflate);
const unpack = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate);

/**
 * A piece as a block of its file: `u32 length, u32 CRC-32, deflate(safetensors)`; the checksum is that of the deflated content.
 *
 * @throws RangeError when it is longer than a block may be.
 */
export async function encodeBlock(piece: RecordedPiece): Promise<Uint8Array> {
  const content = await pack(encodePiece(piece), { level: constants.Z_BEST_SPEED });
  if (content.length > LONGEST_BLOCK)
    throw new RangeError(`a recorded piece of ${content.length} bytes: expected at most ${LONGEST_BLOCK}`);
  const block = Buffer.alloc(BLOCK_HEAD + content.length);
  block.writeUInt32LE(content.length, 0);
  block.writeUInt32LE(crc32(content), 4);
  block.set(content, BLOCK_HEAD);
  return block;
}

/**
 * Reads the content of a block.
 *
 * @param where What to call the block in messages.
 * @throws HeavisideError `HV_RECORDING`, kind `machine`, when it is not what was written.
 */
export async function decodeBlock(content: Uint8Array, expected: number, where: string): Promise<RecordedPiece> {
  const got = crc32(content);
  if (got !== expected) throw damagedBlock(where, `its checksum says ${hex(expected)}, its content ${hex(got)}`);
  const plain = await unpack(content, { maxOutputLength: LONGEST_PIECE }).catch((cause: Error) => {
    throw damagedBlock(where, `it cannot be unpacked (${cause.message})`);
  });
  return decodePiece(plain, where);
}

/**
 * Whether the content of a block breaks off because its writer did. When it is whole, or wrong, it is the length that is
 * wrong, and what would be passed over is more than a block.
 */
export function isTorn(content: Uint8Array): boolean {
  try {
    inflateSync(content, { maxOutputLength: LONGEST_PIECE });
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
  }
}

export function damagedBlock(where: string, what: string): HeavisideError {
  return new HeavisideError('HV_RECORDING', 'machine', `${where} is damaged: ${what}`, {
    remedy: 'What comes before it is sound. Run the scenario again to have it whole.',
  });
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
