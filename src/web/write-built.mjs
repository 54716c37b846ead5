import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

function readable(folder) {
  const path = join(dist, folder);
  return existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
}

/**
 * Writes files below dist, each under its name only when it is whole, then takes away what an earlier build left in their
 * folders.
 *
 * @param folders Those that hold nothing else than the files, below dist.
 * @param files   Pairs of a path below dist and its content, in the order in which they are written.
 */
export function writeBuilt(folders, files) {
  for (const [name, content] of files) {
    const path = join(dist, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, content);
    renameSync(`${path}.${process.pid}`, path);
  }
  const names = new Set(files.map(([name]) => name));
  for (const folder of folders)
    for (const entry of readable(folder))
      if (entry.isFile() && !names.has(`${folder}/${entry.name}`)) rmSync(join(dist, folder, entry.name));
}
