import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { parseJsonText } from '../../src/record/parse-json-text.js';

/** Fields that hold times, or that tell of an interruption; wherever they stand in a document. */
const TIMES: readonly string[] = ['seconds', 'wallSeconds', 'startedAt', 'resumed'];

function withoutTimes(text: string, folder: string): string {
  const told = JSON.parse(text, (field, value: unknown) => (TIMES.includes(field) ? undefined : value));
  return JSON.stringify(told).replaceAll(folder, 'FOLDER');
}

/** A checkpoint: all but its seconds, and what follows from them: its checksum and the end of a log that holds seconds. */
function checkpointContent(bytes: Uint8Array, path: string): unknown {
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const { checksum, seconds, 'folder.positions': lengths = '{}', 'folder.checksums': sums = '{}', ...facts } = metadata;
  const [positions, checksums] = [lengths, sums].map((text) => {
    const { 'events.jsonl': _, ...others } = parseJsonText(text) as Readonly<Record<string, number>>;
    return others;
  });
  const plain = tensors.map(({ name, shape, values }) => [name, shape, Buffer.from(values.buffer).toString('base64')]);
  return { facts, positions, checksums, plain, isSealed: checksum !== undefined && seconds !== undefined };
}

function fileContent(path: string, folder: string): unknown {
  const bytes = readFileSync(path);
  if (path.includes('/checkpoints/')) return checkpointContent(bytes, path);
  if (path.endsWith('.json')) return withoutTimes(bytes.toString(), folder);
  if (!path.endsWith('.jsonl')) return bytes.toString('base64');
  return bytes
    .toString()
    .split('\n')
    .map((line) => (line === '' ? '' : withoutTimes(line, folder)));
}

/** Everything in the folder of a run by its path: the same for the same run, whenever and however often it was begun. */
export function runContent(folder: string): Readonly<Record<string, unknown>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), fileContent(path, folder)]));
}
