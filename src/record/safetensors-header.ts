import type { HeavisideError } from '../core/heaviside-error.js';
import { shapeText, sizeOf } from '../core/shape.js';
import { ELEMENT_BYTES, type ElementType } from './stored-tensor.js';

/** Where one tensor lies, in bytes from the start of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Byte of the file at which the data starts. */
  readonly dataStart: number;
}

/** Makes the error for a sentence about what is wrong. */
type Complain = (what: string) => HeavisideError;

/** The format's own limit; a longer header is an attack or a mistake. */
const LONGEST_HEADER = 100_000_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

const isElementType = (value: unknown): value is ElementType =>
  typeof value === 'string' && Object.hasOwn(ELEMENT_BYTES, value);

function headerJson(bytes: Uint8Array, length: number, complain: Complain): Record<string, unknown> {
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (cause) {
    throw complain(`the header is not JSON in UTF-8 (${(cause as Error).message})`);
  }
  if (!isRecord(header)) throw complain('the header is not a JSON object');
  return header;
}

function readMetadata(value: unknown, complain: Complain): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw complain('"__metadata__" is not a JSON object');
  for (const [key, fact] of Object.entries(value))
    if (typeof fact !== 'string') throw complain(`"__metadata__": "${key}" is not text`);
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown, complain: Complain): TensorEntry {
  const wrong = (what: string) => complain(`tensor "${name}": ${what}`);
  if (!isRecord(value)) throw wrong('expected an object with dtype, shape and data_offsets');
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw wrong(`unknown field "${unknown}"`);
  if (!isElementType(dtype)) throw wrong(`expected dtype F64, F32 or U32, got ${JSON.stringify(dtype)}`);
  if (!isCounts(shape)) throw wrong(`expected a shape of whole numbers >= 0, got ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw wrong(`expected data_offsets [begin, end], got ${JSON.stringify(offsets)}`);
  const [begin, end] = offsets as [number, number];
  const needed = sizeOf(shape) * ELEMENT_BYTES[dtype];
  if (end - begin !== needed)
    throw wrong(
      `data_offsets [${begin}, ${end}] hold ${end - begin} bytes, ${shapeText(shape)} ${dtype} need ${needed}`,
    );
  return { name, dtype, shape, begin, end };
}

/**
 * Reads the head of a safetensors file: which tensors there are and where they lie. The data is not looked at.
 *
 * @param complain Makes the error that is thrown, from a sentence about what is wrong.
 */
export function readSafetensorsHeader(bytes: Uint8Array, complain: Complain): SafetensorsHeader {
  if (bytes.length < 8) throw complain(`expected at least 8 bytes, got ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const longest = Math.min(LONGEST_HEADER, bytes.length - 8);
  if (length > BigInt(longest)) throw complain(`the header claims ${length} bytes, expected at most ${longest}`);
  const { __metadata__: facts, ...tensors } = headerJson(bytes, Number(length), complain);
  const metadata = readMetadata(facts, complain);
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value, complain));
  return { entries, metadata, dataStart: 8 + Number(length) };
}
