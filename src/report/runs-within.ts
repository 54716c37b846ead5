import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What every run leaves in its folder. */
export const RUN_FILES = ['scenario.yaml', 'events.jsonl'] as const;

/** Levels below a folder in which runs are sought: `runs/<name>/<run>`. */
const DEPTH = 2;
/** Folders that are read at most: a home folder is not searched to its end. */
const MOST_READ = 500;

/**
 * Folders of runs within a folder, nearest first, each level in the order of its names.
 *
 * @param most How many to look for.
 * @returns Their paths; empty where nothing can be read.
 */
export async function runsWithin(folder: string, most: number): Promise<readonly string[]> {
  const found: string[] = [];
  let [level, read] = [[folder], 0];
  for (let depth = 0; depth <= DEPTH; depth++) {
    const below: string[] = [];
    for (const path of level) {
      if (found.length === most || read++ === MOST_READ) return found;
      const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
      if (depth > 0 && RUN_FILES.every((name) => entries.some((entry) => entry.name === name))) found.push(path);
      const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
      below.push(...folders.map(({ name }) => join(path, name)).sort());
    }
    level = below;
  }
  return found;
}
