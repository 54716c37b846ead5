import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { dataDigest } from '../data/data-digest.js';
import { loadDataSet } from '../data/load-data-set.js';
import { createRandomStreams } from '../data/random-streams.js';
import type { DataSourceDescription } from '../data/sources/source.js';
import type { Scenario } from '../scenario/scenario.js';

/** SHA-256 of the data of a run, see `dataDigest`; a half is absent where nobody knows. */
export type DataDigests = Readonly<Partial<Record<'train' | 'test', string>>>;

export const HALVES = ['train', 'test'] as const;

/** Whether a source reads files, which others may change; all others follow from scenario and version. */
export function isRead(source: DataSourceDescription): boolean {
  return 'dir' in source || 'file' in source;
}

/** Sizes and times of the files that a description names, itself or by their folder. */
async function stampOf(description: DataSourceDescription): Promise<string> {
  const paths = Object.values(description).filter((value) => typeof value === 'string');
  const inside = await Promise.all(
    paths.map(async (path) => (await readdir(path).catch(() => [])).map((name) => join(path, name))),
  );
  const stamps = [...paths, ...inside.flat()].map(async (path) => {
    const found = await stat(path).catch(() => undefined);
    return found && [path, found.size, found.mtimeMs];
  });
  return JSON.stringify(await Promise.all(stamps));
}

const digests = new Map<string, { readonly stamp: string; readonly digest: Promise<string | undefined> }>();

/** Files that cannot be read tell nothing: a run that needs them says so itself. */
async function digestOf(description: DataSourceDescription): Promise<string | undefined> {
  const key = JSON.stringify(description);
  const stamp = await stampOf(description);
  const known = digests.get(key);
  if (known?.stamp === stamp) return known.digest;
  const digest = loadDataSet(description, createRandomStreams(0)).then(dataDigest, () => undefined);
  digests.set(key, { stamp, digest });
  return digest;
}

/** Digests of what a scenario reads from files, as it is on this machine; read again when the files have changed. */
export async function fileDigests(data: Scenario['data']): Promise<DataDigests> {
  const halves = HALVES.filter((half) => isRead(data[half]));
  const found = await Promise.all(halves.map(async (half) => [half, await digestOf(data[half])] as const));
  return Object.fromEntries(found.filter(([, digest]) => digest !== undefined));
}

/** Whether a run computed on other data than these. */
export function isOnOtherData(run: DataDigests, now: DataDigests): boolean {
  return HALVES.some((half) => run[half] !== undefined && now[half] !== undefined && run[half] !== now[half]);
}
