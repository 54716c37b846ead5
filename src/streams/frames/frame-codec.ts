import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';

import { HeavisideError } from '../../core/heaviside-error.js';
import { littleEndian } from './little-endian.js';
import type { RunFrame, ViewFrame } from './view-frame.js';

/** Number of each array's extension in a message; Uint8Array is a type of MessagePack itself. */
const ARRAYS = [
  { type: 1, make: Uint32Array },
  { type: 3, make: Float32Array },
] as const;

const KINDS: Readonly<Record<ViewFrame['kind'], true>> = {
  run: true,
  batches: true,
  metrics: true,
  histograms: true,
  look: true,
  intervention: true,
  state: true,
  ended: true,
};

const REMEDY = 'Reload the page; the run and the page must be of the same version of Heaviside.';

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

/** How MessagePack carries typed arrays: as little-endian extensions. */
export const extensionCodec = typedArrays();

/** A frame as the bytes of one message: MessagePack, typed arrays as little-endian extensions. A new array. */
export function encodeFrame(frame: RunFrame): Uint8Array<ArrayBuffer> {
  // The codec hands out a part of its buffer, which would be kept whole.
  return encode(frame, { extensionCodec, ignoreUndefined: true }).slice();
}

/**
 * The frame in a message. Its typed arrays are copies and aligned; those of bytes are views of the message.
 *
 * @throws HeavisideError `HV_FRAME`, kind `machine`, when the bytes hold no frame, or one of a kind that is not known here.
 */
export function decodeFrame(message: Uint8Array): RunFrame {
  const bytes = new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  const count = bytes.length;
  // No list can have more entries than the message has bytes: a short message cannot claim a large memory.
  const bounds = { maxArrayLength: count, maxMapLength: count };
  let value: unknown;
  try {
    value = decode(bytes, { extensionCodec, ...bounds });
  } catch (cause) {
    throw noFrame(count, whyNot(cause), cause);
  }
  const problem = problemOf(value);
  if (problem) throw noFrame(count, problem);
  return value as RunFrame;
}

function whyNot(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return cause instanceof RangeError && /DataView|Insufficient/.test(message) ? 'it is cut short' : message;
}

function problemOf(value: unknown): string | undefined {
  const { run, frame } = (value ?? {}) as { readonly run?: unknown; readonly frame?: { readonly kind?: unknown } };
  if (!(Number.isInteger(run) && (run as number) >= 0))
    return `expected the number of a run, got ${JSON.stringify(run)}`;
  const kind = frame?.kind;
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) return undefined;
  return `expected a frame of kind ${Object.keys(KINDS).join(', ')}, got ${JSON.stringify(kind)}`;
}

function noFrame(count: number, what: string, cause?: unknown): HeavisideError {
  const message = `a message of ${count} bytes holds no frame: ${what}`;
  return new HeavisideError('HV_FRAME', 'machine', message, { remedy: REMEDY, facts: { bytes: count }, cause });
}
