import { existsSync } from 'node:fs';

/**
 * Address of a file of this copy of Heaviside, there or not; source and build lie at different depths below its folder.
 *
 * @param path Beside package.json: `dist/web/report.html`. That of a folder ends in `/`.
 */
export function packageFile(path: string): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  return new URL(path, folder);
}
