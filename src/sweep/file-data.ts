import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { dataDigest } from '../data/data-digest.js';
import { loadDataSet } from '../data/load-data-set.js';
import { createRandomStreams } from '../data/random-streams.js';
import { plannedReplays, readReplays } from '../run/load-replays.js';
import type { Scenario } from '../scenario/scenario.js';

/** SHA-256 of what a run computes on, see `dataDigest`: `train`, `test` and, by their place, spikes that it replays. */
export type DataDigests = Readonly<Record<string, string>>;

/** Something that a run reads from files, which others may change; all else follows from scenario and version. */
interface ReadSource {
  /** Its key among the digests of a run, and what people call it. */
  readonly key: string;
  readonly name: string;
  /** Paths that it names. */
  readonly paths: readonly string[];
  /** Equal where the same is read from the same files. */
  readonly content: string;
  /** What it has to fit, or it cannot be read; absent: nothing. */
  readonly room?: string;
  digest(): Promise<string>;
}

/** Whatever a scenario reads from files. */
export function readSources(scenario: Scenario): readonly ReadSource[] {
  const halves = (['train', 'test'] as const).flatMap((half): readonly ReadSource[] => {
    const source = scenario.data[half];
    if (!('dir' in source || 'file' in source)) return [];
    const paths = ['file' in source ? source.file : source.dir];
    const digest = async () => dataDigest(await loadDataSet(source, createRandomStreams(0)));
    return [{ key: half, name: `data.${half}`, paths, content: JSON.stringify(source), digest }];
  });
  const replays = plannedReplays(scenario).map((planned): ReadSource => {
    const { place, change, room } = planned;
    const digest = async () => dataDigest((await readReplays([planned]))[place]!);
    const { nodes: _, amplitude: __, ...which } = change;
    const content = JSON.stringify({ ...which, dt: room.dt });
    return { key: place, name: place, paths: [change.file], content, room: JSON.stringify(room), digest };
  });
  return [...halves, ...replays];
}

/** Sizes and times of files, named themselves or by their folder. */
async function stampOf(paths: readonly string[]): Promise<string> {
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
async function digestOf({ paths, content, room = '', digest: read }: ReadSource): Promise<string | undefined> {
  const stamp = await stampOf(paths);
  // One run may have room for what does not fit another.
  const which = `${content} ${room}`;
  const known = digests.get(which);
  if (known?.stamp === stamp) return known.digest;
  const digest = read().catch(() => {
    digests.delete(which);
    return undefined;
  });
  digests.set(which, { stamp, digest });
  return digest;
}

/** Digests of what a scenario reads from files, as it is on this machine; read again when the files have changed. */
export async function fileDigests(scenario: Scenario): Promise<DataDigests> {
  const found: Record<string, string> = {};
  for (const source of readSources(scenario)) {
    const digest = await digestOf(source);
    if (digest !== undefined) found[source.key] = digest;
  }
  return found;
}

/** Whether a run computed on other data than these. */
export function isOnOtherData(run: DataDigests, now: DataDigests): boolean {
  return Object.keys(now).some((key) => run[key] !== undefined && run[key] !== now[key]);
}
