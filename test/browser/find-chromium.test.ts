import { expect, test } from 'vitest';
import type { ProgramSearch } from '../find-program.js';
import { findChromium } from './find-chromium.js';

/** A machine with these programs; `commands` collects what was run, and `gives` comes of an installation. */
function machineWith(programs: readonly string[], more: Partial<ProgramSearch> & { readonly gives?: string } = {}) {
  const files = new Set(programs);
  const commands: string[] = [];
  const search: ProgramSearch = {
    environment: { PATH: '/usr/local/bin:/usr/bin' },
    runnable: (file) => files.has(file),
    isRoot: true,
    command: (_folder, program, ...words) => {
      commands.push([program, ...words].join(' '));
      const isInstall = words.includes('install');
      if (isInstall && more.gives) files.add(more.gives);
      return !isInstall || more.gives !== undefined;
    },
    ...more,
  };
  return { search, commands };
}

test('the first Chromium on PATH is taken', () => {
  expect(findChromium(machineWith(['/usr/bin/google-chrome', '/usr/bin/chromium']).search)).toBe('/usr/bin/chromium');
});

test('CHROMIUM_PATH goes before all others and is never replaced', () => {
  const environment = { PATH: '/usr/bin', CHROMIUM_PATH: '/opt/chrome' };
  expect(findChromium(machineWith(['/opt/chrome', '/usr/bin/chromium'], { environment }).search)).toBe('/opt/chrome');
  expect(() => findChromium(machineWith(['/usr/bin/chromium'], { environment }).search)).toThrow(
    'CHROMIUM_PATH is "/opt/chrome", which is no program that can be run here. Install it (Debian: apt-get install chromium)',
  );
});

test('where there is none, root installs it', () => {
  const { search, commands } = machineWith(['/usr/bin/apt-get'], { gives: '/usr/bin/chromium' });
  expect(findChromium(search)).toBe('/usr/bin/chromium');
  expect(commands).toEqual([
    '/usr/bin/apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends chromium',
  ]);
});

test('where it cannot be installed, the remedy is told', () => {
  const remedy =
    /no Chromium on PATH \(looked for chromium, .*\) and none could be installed here\. Install it .* CHROMIUM_PATH/;
  const failing = machineWith(['/usr/bin/apt-get']);
  expect(() => findChromium(failing.search)).toThrow(remedy);
  expect(failing.commands).toContain('/usr/bin/apt-get -o DPkg::Lock::Timeout=300 update');
  const user = machineWith(['/usr/bin/apt-get'], { isRoot: false, gives: '/usr/bin/chromium' });
  expect(() => findChromium(user.search)).toThrow(remedy);
  expect(user.commands).toEqual([]);
});
