import { HeavisideError } from '../core/heaviside-error.js';
import { CHECKPOINT_FORMAT, type Checkpoint } from './checkpoint-file.js';
import { decodeSafetensors } from './decode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';
import type { StoredTensor } from './stored-tensor.js';

const REASONS: readonly string[] = ['end', 'interrupted', 'last-good'] satisfies Checkpoint['reason'][];

/**
 * Reads a checkpoint; the reverse of `encodeCheckpoint`.
 *
 * @param bytes The whole file. Not kept: the result owns its arrays.
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_SAFETENSORS` for a damaged file, `HV_CHECKPOINT` for one that holds something else; kind
 *   `machine`, naming the file and both values.
 */
export function decodeCheckpoint(bytes: Uint8Array, where: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  const { format, reason, epoch, step, ...facts } = metadata;
  const expected = (what: string, wanted: string, got: string | undefined): HeavisideError =>
    new HeavisideError('HV_CHECKPOINT', 'machine', `${where}: ${what}: expected ${wanted}, got ${told(got)}`, {
      remedy: 'Name the folder of a run that this version of Heaviside has written.',
      facts: { path: where },
    });
  const whole = (what: string, text: string | undefined): number => {
    if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    throw expected(what, 'a whole number', text);
  };
  if (format !== CHECKPOINT_FORMAT) throw expected('format', `"${CHECKPOINT_FORMAT}"`, format);
  if (!isReason(reason)) throw expected('reason', REASONS.map((name) => `"${name}"`).join(', '), reason);
  const odd = tensors.find((tensor) => !isNumbers(tensor));
  if (odd) throw expected(`tensor "${odd.name}"`, 'F64', 'U32');
  const position = { reason, epoch: whole('epoch', epoch), step: whole('step', step) };
  return { ...position, tensors: tensors.filter(isNumbers), facts };
}

const told = (value: string | undefined): string => (value === undefined ? 'nothing' : `"${value}"`);

function isReason(text: string | undefined): text is Checkpoint['reason'] {
  return text !== undefined && REASONS.includes(text);
}

function isNumbers(tensor: StoredTensor): tensor is NamedTensor {
  return tensor.values instanceof Float64Array;
}
