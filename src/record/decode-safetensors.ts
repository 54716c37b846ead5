import { HeavisideError } from '../core/heaviside-error.js';
import { readSafetensorsHeader, type TensorEntry } from './safetensors-header.js';
import type { StoredTensor } from './stored-tensor.js';

/** The contents of a safetensors file. */
export interface Safetensors {
  /** In the order in which their values lie in the file. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

function refuseGaps(entries: readonly TensorEntry[], dataBytes: number, where: string): void {
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== at) throw damaged(where, `tensor "${name}" starts at byte ${begin} of the data, expected ${at}`);
    at = end;
  }
  if (at !== dataBytes) throw damaged(where, `the tensors need ${at} bytes of data, the file holds ${dataBytes}`);
}

function damaged(where: string, what: string): HeavisideError {
  return new HeavisideError('HV_SAFETENSORS', 'machine', `${where}: ${what}`);
}

function readValues(view: DataView, { name, dtype, shape, begin, end }: TensorEntry): StoredTensor {
  if (dtype === 'F64') {
    const values = Float64Array.from({ length: (end - begin) / 8 }, (_, n) => view.getFloat64(begin + 8 * n, true));
    return { name, shape, values };
  }
  if (dtype === 'F32') {
    const values = Float32Array.from({ length: (end - begin) / 4 }, (_, n) => view.getFloat32(begin + 4 * n, true));
    return { name, shape, values };
  }
  const values = Uint32Array.from({ length: (end - begin) / 4 }, (_, n) => view.getUint32(begin + 4 * n, true));
  return { name, shape, values };
}

/**
 * Reads a safetensors file with F64, F32 and U32 tensors; the reverse of `encodeSafetensors`.
 *
 * Nothing is trusted: the header must be JSON of the format's form, every shape must agree with its bytes, and the
 * tensors must fill the data without gap or overlap.
 *
 * @param bytes The whole file. Not kept: the result owns its arrays.
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_SAFETENSORS`, kind `machine`, naming the file, the place and both values.
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): Safetensors {
  const { entries, metadata, dataStart } = readSafetensorsHeader(bytes, (what) => damaged(where, what));
  const ordered = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  refuseGaps(ordered, bytes.length - dataStart, where);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, bytes.length - dataStart);
  return { tensors: ordered.map((entry) => readValues(view, entry)), metadata };
}
