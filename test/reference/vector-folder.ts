import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A reference file: plain nested arrays and facts, named after the specification. */
export interface Vector {
  readonly kind: string;
  readonly case: string;
  readonly [field: string]: unknown;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const shared = path.resolve(here, '../../../shared/reference');
const carried = path.join(here, 'vectors');

/** Where the vectors come from: REFERENCE_DIR, else the full set beside the project, else the few that it carries. */
export function vectorFolder(): string {
  const named = process.env['REFERENCE_DIR'];
  if (named) return path.resolve(named);
  return existsSync(shared) ? shared : carried;
}

/** Every JSON file of the folder with its content. */
export function readVectors(folder: string): readonly { readonly file: string; readonly vector: Vector }[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.map((file) => ({
    file,
    vector: { case: file, ...JSON.parse(readFileSync(path.join(folder, file), 'utf8')) },
  }));
}

type Nested = number | readonly Nested[];

/** All numbers of a nested array in row-major order. */
export function flat(nested: unknown): Float64Array {
  return Float64Array.from([nested as Nested].flat(Number.POSITIVE_INFINITY as 1) as number[]);
}

/** A list field whose elements are tensors of different shapes (one a layer). */
export function list(vector: Vector, field: string): readonly unknown[] {
  return vector[field] as readonly unknown[];
}

export function number(vector: Vector, field: string): number {
  const value = vector[field];
  if (typeof value !== 'number') throw new Error(`${vector.case}: ${field} should be a number, is ${String(value)}`);
  return value;
}

/** Extents of a nested array. */
export function shapeOf(nested: unknown): number[] {
  return Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : [];
}
