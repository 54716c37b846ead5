import { aptInstalled, machine, namedProgram, onPath, type ProgramSearch } from '../find-program.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const REMEDY =
  'Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to the program of a Chromium or Chrome.';

/**
 * The program of a Chromium: what CHROMIUM_PATH names, else the first on PATH, else Debian's, installed here and now
 * where that is allowed (root, with apt-get).
 *
 * @throws Error with the remedy when there is none.
 */
export function findChromium(search: ProgramSearch = machine): string {
  const found = namedProgram(search, 'CHROMIUM_PATH', REMEDY) ?? onPath(search, ...NAMES) ?? installed(search);
  if (found) return found;
  throw new Error(`no Chromium on PATH (looked for ${NAMES.join(', ')}) and none could be installed here. ${REMEDY}`);
}

function installed(search: ProgramSearch): string | undefined {
  const apt = onPath(search, 'apt-get');
  return search.isRoot && apt && aptInstalled(search, apt, 'chromium') ? onPath(search, ...NAMES) : undefined;
}
