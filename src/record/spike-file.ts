import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import type { SpikeRecord } from './spike-record.js';
import type { NamedIndices } from './stored-tensor.js';

const FORMAT = 'heaviside-spikes-1';
const RANGES = z.array(z.tuple([z.int().min(0), z.int().min(1)]));
const COLUMNS = ['samples', 'labels', 'steps', 'offsets', 'units', 'times'] as const;
type Column = (typeof COLUMNS)[number];

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Puts the spikes of one layer into a gzipped safetensors file with U32 tensors: `samples`, `labels` and `steps`
 * have one entry a presentation, `units` and `times` (in steps) one a spike; presentation p owns the spikes
 * `offsets[p] .. offsets[p + 1])`. Where only some units of the layer were recorded, the metadata has them as JSON in
 * `recorded`: `[[from, to], …]`. The same records give the same bytes.
 *
 * @throws RangeError when a record has not as many times as units.
 */
export function encodeSpikes(layer: string, records: readonly SpikeRecord[]): Uint8Array {
  const offsets = new Uint32Array(records.length + 1);
  records.forEach(({ units, times, sample }, p) => {
    if (units.length !== times.length)
      throw new RangeError(`"${layer}", sample ${sample}: ${units.length} units but ${times.length} times`);
    offsets[p + 1] = offsets[p]! + units.length;
  });
  const columns: Record<Column, Uint32Array> = {
    samples: Uint32Array.from(records, ({ sample }) => sample),
    labels: Uint32Array.from(records, ({ label }) => label),
    steps: Uint32Array.from(records, ({ steps }) => steps),
    offsets,
    units: concatenate(records.map(({ units }) => units)),
    times: concatenate(records.map(({ times }) => times)),
  };
  const tensors = COLUMNS.map((name): NamedIndices => ({ name, shape: [columns[name].length], values: columns[name] }));
  const recorded = records[0]?.recorded;
  const some: Readonly<Record<string, string>> = recorded ? { recorded: JSON.stringify(recorded) } : {};
  return gzipSync(encodeSafetensors(tensors, { format: FORMAT, layer, ...some }));
}

/**
 * Reads a file of `encodeSpikes`.
 *
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError `HV_SPIKE_FILE` or `HV_SAFETENSORS`, kind `machine`, when it is damaged.
 */
export function decodeSpikes(bytes: Uint8Array, where: string): readonly SpikeRecord[] {
  const damaged = (what: string) => new HeavisideError('HV_SPIKE_FILE', 'machine', `${where}: ${what}`);
  let plain: Uint8Array;
  try {
    plain = gunzipSync(bytes);
  } catch (cause) {
    throw damaged(`cannot be unpacked (${(cause as Error).message})`);
  }
  const { tensors, metadata } = decodeSafetensors(plain, where);
  const { format, layer, recorded: text } = metadata;
  if (format !== FORMAT || layer === undefined) throw damaged(`expected format ${FORMAT}, got ${format ?? 'none'}`);
  const recorded = text === undefined ? undefined : readRanges(text);
  if (text !== undefined && !recorded)
    throw damaged(`expected ranges of units in "recorded", got ${text.slice(0, 80)}`);
  const [samples, labels, steps, offsets, units, times] = COLUMNS.map((name) => {
    const values = tensors.find((tensor) => tensor.name === name)?.values;
    if (!(values instanceof Uint32Array)) throw damaged(`no U32 tensor "${name}"`);
    return values;
  }) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const count = samples.length;
  if (labels.length !== count || steps.length !== count || offsets.length !== count + 1)
    throw damaged(
      `${count} samples, ${labels.length} labels, ${steps.length} steps, ${offsets.length} offsets disagree`,
    );
  const ascending = offsets.every((offset, p) => offset >= (p === 0 ? 0 : offsets[p - 1]!));
  if (offsets[0] !== 0 || !ascending || offsets[count] !== units.length || times.length !== units.length)
    throw damaged(`the offsets do not divide ${units.length} units and ${times.length} times`);
  return Array.from({ length: count }, (_, p) => ({
    layer,
    ...(recorded ? { recorded } : {}),
    sample: samples[p]!,
    label: labels[p]!,
    steps: steps[p]!,
    units: units.slice(offsets[p], offsets[p + 1]),
    times: times.slice(offsets[p], offsets[p + 1]),
  }));
}

function readRanges(text: string): SpikeRecord['recorded'] {
  try {
    return RANGES.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
