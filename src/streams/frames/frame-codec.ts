import { HeavisideError } from '../../core/heaviside-error.js';
import { pack, unpack } from './message-pack.js';
import type { RunFrame, ViewFrame } from './view-frame.js';

const KINDS: Readonly<Record<ViewFrame['kind'], true>> = {
  run: true,
  batches: true,
  metrics: true,
  histograms: true,
  look: true,
  phase: true,
  changed: true,
  progress: true,
  stretch: true,
  intervention: true,
  state: true,
  ended: true,
};

const REMEDY = 'Reload the page; the run and the page must be of the same version of Heaviside.';

/** A frame as the bytes of one message, packed. A new array. */
export function encodeFrame(frame: RunFrame): Uint8Array<ArrayBuffer> {
  // The codec hands out a part of its buffer, which would be kept whole.
  return pack(frame).slice();
}

/**
 * The frame in a message. Its typed arrays are copies and aligned; those of bytes are views of the message.
 *
 * @throws HeavisideError `HV_FRAME`, kind `machine`, when the bytes hold no frame, or one of a kind that is not known here.
 */
export function decodeFrame(message: Uint8Array): RunFrame {
  const value = unpack(message, (why, cause) => noFrame(message.length, why, cause));
  const problem = problemOf(value);
  if (problem) throw noFrame(message.length, problem);
  return value as RunFrame;
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
