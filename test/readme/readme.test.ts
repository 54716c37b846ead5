import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';

import { type Actions, program } from '../../src/cli/program.js';
import { blocks, commands, heaviside, playedBy, playLine, readme, SCRIPTED, scriptedLine } from './readme-lines.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts as Record<string, string>;
const out = mkdtempSync(path.join(tmpdir(), 'heaviside-readme-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the commands of the README', () => {
  const direct = commands.filter((line) => line.startsWith('npx heaviside '));
  const own = direct.filter((line) => playedBy(line) === 'readme');
  test('are there, and each is played once, here or where the scripted scenarios are judged', () => {
    expect(own.length).toBeGreaterThan(3);
    expect(new Set(direct).size).toBe(direct.length);
    expect(direct.filter((line) => !own.includes(line)).sort()).toEqual(SCRIPTED.map(scriptedLine).sort());
    // That it plays them all is said by its own text.
    const judge = readFileSync(path.join(root, 'test/accuracy/scripted-scenarios.test.ts'), 'utf8');
    expect(judge).toContain('test.each(SCRIPTED)(');
    expect(judge).toContain('playLine(scriptedLine(name), out)');
  });

  for (const line of own)
    test(line, () => {
      const { status, stdout, stderr } = playLine(line, out);
      expect(status, stderr).toBe(0);
      if (line.includes('--json')) expect(JSON.parse(stdout)).toHaveProperty('metrics');
      else expect(stdout).not.toBe('');
    });

  // These build, install or run for minutes; continuous integration runs the first two as they stand.
  test('name npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
  test('that continuous integration runs are those of the README', () => {
    const ci = readFileSync(path.join(root, '.ci/run'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('npm '));
    const promised = commands
      .filter((line) => /^npm ci && npm (start|test)$/.test(line))
      .flatMap((line) => line.split(' && '));
    expect([...new Set(ci)].sort()).toEqual([...new Set(promised)].sort());
  });
});

describe('what the README says of the command line in its sentences', () => {
  const root = program({} as Actions, () => undefined);
  const inline = [...readme.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
  /** Those of other programs have options of their own. */
  const own = inline.filter((text) => !/^(npm|npx (?!heaviside ))/.test(text));
  const helps = (command: Command): readonly string[] => [
    command.helpInformation(),
    ...command.commands.flatMap(helps),
  ];

  /** The command that words begin with, `bench step …` for example, as far as there is one. */
  function commandOf(words: readonly string[], within: Command = root): Command {
    const next = within.commands.find((command) => command.name() === words[0]);
    return next ? commandOf(words.slice(1), next) : within;
  }

  test('names commands that there are', () => {
    const named = own.flatMap((text) => /^(?:npx )?heaviside (\w.*)/s.exec(text)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(8);
    // A command that only leads to others is none by itself.
    const onlyLeads = ({ commands: others, registeredArguments }: Command) =>
      others.length > 0 && registeredArguments.length === 0;
    expect(named.filter((text) => onlyLeads(commandOf(text.split(/\s+/))))).toEqual([]);
  });

  test('names options that the help of their command tells, or that of any where no command is named', () => {
    const named = own.flatMap((text) => {
      const command = commandOf(text.replace(/^(npx )?heaviside\s+/, '').split(/\s+/));
      const help = command === root ? helps(root).join() : command.helpInformation();
      return (text.match(/--[a-z][a-z-]*/g) ?? []).map((option) => ({ text, option, help }));
    });
    expect(named.length).toBeGreaterThan(8);
    const unknown = named.filter(({ option, help }) => !new RegExp(`(?<!\\S)${option}(?![\\w-])`).test(help));
    expect(unknown.map(({ text, option }) => `${text}: ${option}`)).toEqual([]);
  });
});

test('the scenarios that the README shows are those that are shipped: one whole, of others parts', () => {
  const shipped = (name: string) => readFileSync(path.join(root, 'scenarios', name), 'utf8');
  const [whole, ...parts] = blocks('yaml');
  expect(whole).toBe(shipped('xor-lif.yaml'));
  const texts = readdirSync(path.join(root, 'scenarios'))
    .filter((name) => name.endsWith('.yaml'))
    .map(shipped);
  expect(parts.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([]);
});

test('the message that the README shows is the one that the bad file gets', () => {
  const { status, stderr } = heaviside(['validate', 'test/recordings/bad.yaml']);
  expect(status).toBe(2);
  expect(readme).toContain(`\`\`\`\n${stderr}\`\`\``);
});

test('the example in code runs and solves exclusive or', () => {
  const [example] = blocks('js');
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', example!], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(printed.trim().split('\n').at(-1)).toBe('100 1');
});
