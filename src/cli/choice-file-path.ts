import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the machine's caches are: `$XDG_CACHE_HOME` or `~/.cache`, under Windows `%LOCALAPPDATA%`.
 *
 * @returns `heaviside/backends.json` there; undefined where there is no such place.
 * @see XDG Base Directory Specification: a path that is not absolute must be ignored.
 */
export function choiceFilePath(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'heaviside', 'backends.json');
  const home = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  const folder = home !== undefined && isAbsolute(home) ? home : homeOfUser();
  if (folder === undefined) return undefined;
  return join(folder, ...(platform === 'win32' ? ['AppData', 'Local'] : ['.cache']), 'heaviside', 'backends.json');
}

function homeOfUser(): string | undefined {
  try {
    const folder = homedir();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    // A process of a user that the system does not know has none.
    return undefined;
  }
}
