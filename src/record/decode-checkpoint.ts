import { HeavisideError } from '../core/heaviside-error.js';
import { type Checkpoint, LONE_FORMAT } from './checkpoint-file.js';
import { decodeSafetensors } from './decode-safetensors.js';
import type { NamedTensor } from './named-tensor.js';
import { sealState } from './seal.js';
import {
  CHECKSUMS,
  type FolderState,
  POSITIONS,
  readChecksums,
  readPositions,
  SCENARIO,
  SEALED_FORMAT,
} from './sealed-checkpoint.js';
import { elementType, type StoredTensor } from './stored-tensor.js';

/** A checkpoint, and the folder in which it lay as it was then; without the folder no run can go on from it. */
export type StoredCheckpoint = Checkpoint & { readonly folder?: FolderState };

const REASONS: readonly string[] = [
  'end',
  'interrupted',
  'last-good',
  'periodic',
  'best',
] satisfies Checkpoint['reason'][];

function refuseDamaged(bytes: Uint8Array, where: string): void {
  const state = sealState(bytes);
  if (state.kind === 'broken') throw damaged(where, `its checksum says ${state.expected}, its content ${state.got}`);
}

function damaged(where: string, what: string): HeavisideError {
  return new HeavisideError('HV_CHECKPOINT_DAMAGED', 'machine', `${where} is damaged: ${what}`, {
    remedy: 'Go on from an older checkpoint with `heaviside resume`, or run the scenario again.',
    facts: { path: where },
  });
}

/**
 * Reads a checkpoint; the reverse of `encodeCheckpoint` and `encodeSealedCheckpoint`.
 *
 * @param bytes The whole file. Not kept: the result owns its arrays.
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_CHECKPOINT_DAMAGED` when the content is not that of the checksum, `HV_SAFETENSORS` for a damaged
 *   file without one, `HV_CHECKPOINT` for one that holds something else; kind `machine`, naming the file and both values.
 */
export function decodeCheckpoint(bytes: Uint8Array, where: string): StoredCheckpoint {
  refuseDamaged(bytes, where);
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  const { format, reason, epoch, step, checksum, ...more } = metadata;
  const { [POSITIONS]: positions, [CHECKSUMS]: sums, [SCENARIO]: scenario, ...facts } = more;
  const expected = (what: string, wanted: string, got: string | undefined): HeavisideError =>
    new HeavisideError('HV_CHECKPOINT', 'machine', `${where}: ${what}: expected ${wanted}, got ${told(got)}`, {
      remedy: 'Name the folder of a run that this version of Heaviside has written.',
      facts: { path: where },
    });
  const whole = (what: string, text: string | undefined): number => {
    if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    throw expected(what, 'a whole number', text);
  };
  const sealed = format === SEALED_FORMAT;
  if (!sealed && format !== LONE_FORMAT) throw expected('format', `"${SEALED_FORMAT}" or "${LONE_FORMAT}"`, format);
  // Whatever turned one format into the other has damaged the file.
  if (sealed !== (checksum !== undefined))
    throw damaged(where, sealed ? 'it has no checksum' : `format "${LONE_FORMAT}" has no checksum`);
  if (!isReason(reason)) throw expected('reason', REASONS.map((name) => `"${name}"`).join(', '), reason);
  const odd = tensors.find((tensor) => !isNumbers(tensor));
  if (odd) throw expected(`tensor "${odd.name}"`, 'F64', elementType(odd));
  const position = { reason, epoch: whole('epoch', epoch), step: whole('step', step) };
  const checkpoint = { ...position, tensors: tensors.filter(isNumbers), facts };
  if (!sealed) return checkpoint;
  const read = readPositions(positions);
  if (!read) throw expected(POSITIONS, 'a length in bytes of each file, as JSON', positions);
  const checksums = sums === undefined ? undefined : readChecksums(sums);
  if (sums !== undefined && !checksums) throw expected(CHECKSUMS, 'a CRC-32 of each file that grows, as JSON', sums);
  if (scenario === undefined) throw expected(SCENARIO, 'a checksum', scenario);
  return { ...checkpoint, folder: { positions: read, ...(checksums ? { checksums } : {}), scenario } };
}

const told = (value: string | undefined): string => (value === undefined ? 'nothing' : `"${value}"`);

function isReason(text: string | undefined): text is Checkpoint['reason'] {
  return text !== undefined && REASONS.includes(text);
}

function isNumbers(tensor: StoredTensor): tensor is NamedTensor {
  return tensor.values instanceof Float64Array;
}
