import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The text of the README. */
export const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** Contents of its fenced blocks of one language. */
export function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!);
}

/** Every line of its shell blocks. */
export const commands = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line !== ''));

/** Scenarios of phases: `test/accuracy/scripted-scenarios.test.ts` plays the line of each, and judges what comes of it. */
export const SCRIPTED = ['lesion-recovery', 'pulse-response', 'threshold-drift', 'noise-robustness', 'curriculum'];

/** The line of a scripted scenario. */
export const scriptedLine = (name: string): string => `npx heaviside run scenarios/${name}.yaml`;

/** Who plays a line: a test of the accuracy, which plays a scripted scenario once for both, or the README's own. */
export function playedBy(line: string): 'scripted-scenarios' | 'readme' {
  return SCRIPTED.some((name) => scriptedLine(name) === line) ? 'scripted-scenarios' : 'readme';
}

/** Plays words of the command line in a process of its own. */
export function heaviside(words: readonly string[]) {
  return spawnSync(process.execPath, ['bin/heaviside.js', ...words], { cwd: root, encoding: 'utf8', timeout: 60_000 });
}

/** Folders of runs in a folder, the newest last. */
export function runsIn(out: string): readonly string[] {
  const runs = readdirSync(out).flatMap((name) =>
    readdirSync(path.join(out, name)).map((run) => path.join(out, name, run)),
  );
  return runs.toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
}

/** Plays a line as it stands, but with its runs in a folder; `RUN` is the newest run there. */
export function playLine(line: string, out: string) {
  const words = line
    .split(' ')
    .slice(2)
    .map((word) => (word === 'RUN' ? runsIn(out).at(-1)! : word));
  return heaviside(['run', 'sweep'].includes(words[0]!) ? [...words, '--out', out] : words);
}
