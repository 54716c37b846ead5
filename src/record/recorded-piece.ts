import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';
import { COURSES, type RecordedPiece, type SpikePiece, type TracePiece } from './recording.js';
import type { StoredTensor } from './stored-tensor.js';

const FORMAT = 'heaviside-recording-1';

const whole = z.int().min(0);
const shown = { phase: z.string(), sample: whole.optional(), label: whole.optional(), layer: z.string(), from: whole };

/** A piece without its arrays. */
const HEAD = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('spikes'),
    ...shown,
    size: whole,
    recorded: z.array(z.tuple([whole, whole])).optional(),
    steps: whole,
  }),
  z.strictObject({
    kind: z.literal('trace'),
    ...shown,
    variable: z.enum(['voltage', 'current', 'adaptation']),
    first: whole,
    count: whole,
  }),
  z.strictObject({ kind: z.enum(COURSES), phase: z.string(), epoch: whole, step: whole }),
]);

function tensorsOf(piece: RecordedPiece): readonly StoredTensor[] {
  const list = (name: string, values: Uint32Array) => ({ name, shape: [values.length], values });
  switch (piece.kind) {
    case 'spikes': {
      const { times, units, layer } = piece;
      if (times.length !== units.length)
        throw new RangeError(`"${layer}": ${units.length} units but ${times.length} times`);
      return [list('times', times), list('units', units)];
    }
    case 'trace': {
      const { values, count } = piece;
      return [{ name: 'values', shape: [values.length / Math.max(1, count), count], values }];
    }
    default:
      return piece.tensors;
  }
}

/**
 * A piece as a safetensors file; its metadata holds `format` and, as JSON in `piece`, everything but the arrays.
 *
 * @throws RangeError when the arrays do not fit together.
 */
export function encodePiece(piece: RecordedPiece): Uint8Array {
  const arrays: readonly string[] = ['times', 'units', 'values', 'tensors'];
  const head = Object.fromEntries(Object.entries(piece).filter(([field]) => !arrays.includes(field)));
  return encodeSafetensors(tensorsOf(piece), { format: FORMAT, piece: JSON.stringify(head) });
}

/**
 * Reads a piece that `encodePiece` wrote.
 *
 * @param where What to call it in messages.
 * @throws HeavisideError `HV_RECORDING` or `HV_SAFETENSORS`, kind `machine`.
 */
export function decodePiece(bytes: Uint8Array, where: string): RecordedPiece {
  const complain = (what: string) => new HeavisideError('HV_RECORDING', 'machine', `${where}: ${what}`);
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  const { format, piece: text } = metadata;
  if (format !== FORMAT) throw complain(`expected format ${FORMAT}, got ${format ?? 'none'}`);
  const head = readHead(text, complain);
  switch (head.kind) {
    case 'spikes':
      return { ...head, ...readSpikes(tensors, complain) };
    case 'trace':
      return { ...head, values: readValues(tensors, head.count, complain) };
    default:
      return { ...head, tensors: tensors.map((tensor) => readTensor(tensor, complain)) };
  }
}

type Complain = (what: string) => HeavisideError;

function readHead(text: string | undefined, complain: Complain): z.infer<typeof HEAD> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch (cause) {
    throw complain(`what it is of is no JSON (${(cause as Error).message})`);
  }
  const read = HEAD.safeParse(value);
  if (read.success) return read.data;
  throw complain(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

function readSpikes(tensors: readonly StoredTensor[], complain: Complain): Pick<SpikePiece, 'times' | 'units'> {
  const [times, units] = ['times', 'units'].map((name) => {
    const values = tensors.find((tensor) => tensor.name === name)?.values;
    if (!(values instanceof Uint32Array)) throw complain(`no U32 tensor "${name}"`);
    return values;
  }) as [Uint32Array, Uint32Array];
  if (times.length !== units.length) throw complain(`${units.length} units but ${times.length} times`);
  return { times, units };
}

function readValues(tensors: readonly StoredTensor[], count: number, complain: Complain): TracePiece['values'] {
  const [tensor] = tensors;
  if (tensor?.name !== 'values' || !(tensor.values instanceof Float32Array)) throw complain('no F32 tensor "values"');
  if (tensor.shape[1] !== count) throw complain(`values of ${tensor.shape[1]} neurons, expected ${count}`);
  return tensor.values;
}

function readTensor({ name, shape, values }: StoredTensor, complain: Complain): NamedTensor {
  if (!(values instanceof Float64Array)) throw complain(`tensor "${name}": expected F64`);
  return { name, shape, values };
}
