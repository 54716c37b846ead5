import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { choiceFile } from '../../src/cli/choice-file.js';
import { choiceFilePath } from '../../src/cli/choice-file-path.js';
import { temporaryFolder } from '../record/temporary-folder.js';

const CHOICE = {
  chosen: 'webgpu',
  measured: [
    { name: 'events', seconds: 0.012 },
    { name: 'webgpu', seconds: 0.004 },
  ],
};

function choices(machine = 'this machine') {
  const path = join(temporaryFolder(), 'cache', 'heaviside', 'backends.json');
  const warnings: string[] = [];
  const open = (name = machine) => choiceFile(path, name, (line) => void warnings.push(line));
  return { path, warnings, open };
}

describe('the file of remembered choices', () => {
  test('gives back what was kept, also to a later run, and warns of nothing', async () => {
    const { path, warnings, open } = choices();
    expect(await open().recall('a class')).toBeUndefined();
    await open().remember('a class', CHOICE);
    await open().remember('another', { ...CHOICE, chosen: 'events' });
    expect(await open().recall('a class')).toEqual(CHOICE);
    expect((await open().recall('another'))?.chosen).toBe('events');
    expect(warnings).toEqual([]);
    expect(readdirSync(dirname(path))).toEqual(['backends.json']);
  });

  test('says in itself that it may be deleted; deleted, it is empty', async () => {
    const { path, warnings, open } = choices();
    await open().remember('a class', CHOICE);
    expect(JSON.parse(readFileSync(path, 'utf8')).note).toContain('May be deleted');
    rmSync(dirname(path), { recursive: true });
    expect(await open().recall('a class')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('does not count for another machine or version', async () => {
    const { open } = choices();
    await open('heaviside 1, this cpu').remember('a class', CHOICE);
    expect(await open('heaviside 2, this cpu').recall('a class')).toBeUndefined();
    expect(await open('heaviside 1, that cpu').recall('a class')).toBeUndefined();
    expect(await open('heaviside 1, this cpu').recall('a class')).toEqual(CHOICE);
  });

  test.each([
    ['half a file', '{"choices": {'],
    ['something else', '[1, 2]'],
    ['no choices', '{}'],
    ['choices that are a list', '{"choices": []}'],
    ['nothing', ''],
  ])('damaged, with %s in it, costs a warning and is replaced', async (_what, text) => {
    const { path, warnings, open } = choices();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    expect(await open().recall('a class')).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^cannot read .*backends\.json: it is damaged \(.*\); backends are measured again$/),
    ]);
    await open().remember('a class', CHOICE);
    expect(await open().recall('a class')).toEqual(CHOICE);
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ['a word', '"events"'],
    ['no times', '{"chosen": "events"}'],
    ['times that are none', '{"chosen": "events", "measured": [{"name": "events", "seconds": "NaN"}]}'],
    ['null', 'null'],
  ])('with %s for an entry does not know that entry', async (_what, entry) => {
    const { path, warnings, open } = choices('m');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `{"choices": {"m | a class": ${entry}}}`);
    expect(await open().recall('a class')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('that cannot be written costs a warning and nothing else', async () => {
    const { path, warnings, open } = choices();
    mkdirSync(dirname(dirname(path)), { recursive: true });
    writeFileSync(dirname(path), 'a file where a folder should be');
    await open().remember('a class', CHOICE);
    expect(await open().recall('a class')).toBeUndefined();
    expect(warnings[0]).toMatch(
      /^cannot write .*: a (file of that name|part of the path) is .*; backends will be meas/,
    );
    expect(warnings[1]).toMatch(
      /^cannot read .*: a part of the path is a file, not a folder \(ENOTDIR\); backends are m/,
    );
  });

  test('that is a folder is left alone, and nothing stays beside it', async () => {
    const { path, warnings, open } = choices();
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'inside'), 'kept');
    await open().remember('a class', CHOICE);
    expect(warnings).toHaveLength(1);
    expect(existsSync(join(path, 'inside'))).toBe(true);
    expect(readdirSync(dirname(path))).toEqual(['backends.json']);
  });

  test('does not grow for ever: the oldest go', async () => {
    const { path, open } = choices('m');
    const old = Object.fromEntries(Array.from({ length: 200 }, (_, k) => [`m | class ${k}`, CHOICE]));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ choices: old }));
    await open().remember('new', CHOICE);
    const kept = Object.keys(JSON.parse(readFileSync(path, 'utf8')).choices);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, 'm | class 1', 'm | new']);
  });
});

describe('its place', () => {
  test.each([
    [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, '/x/heaviside/backends.json'],
    [{ HOME: '/h' }, '/h/.cache/heaviside/backends.json'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/h' }, '/h/.cache/heaviside/backends.json'],
    [{ XDG_CACHE_HOME: '', HOME: '/h' }, '/h/.cache/heaviside/backends.json'],
  ])('with %j is %s', (env, path) => expect(choiceFilePath(env, 'linux')).toBe(path));

  test('under Windows is with the local data of applications', () => {
    expect(choiceFilePath({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'heaviside', 'backends.json'));
    expect(choiceFilePath({ USERPROFILE: '/me' }, 'win32')).toBe(
      join('/me', 'AppData', 'Local', 'heaviside', 'backends.json'),
    );
  });
});
