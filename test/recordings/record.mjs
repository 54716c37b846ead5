// Records what a terminal shows, as text, into this folder: npm start, a bad scenario, heaviside list.
// Needs `script` of util-linux, which gives the command a terminal.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FRAMES = 12;

/** Moves of the cursor along its line, and erasures: a new frame of a line that is drawn again and again. */
const BACK = new RegExp(`${String.fromCharCode(27)}\\[\\d*[GDKJ]|\\r`, 'g');

/** Terminal output as lines; of a line that was drawn again and again, some frames. */
function linesOf(output) {
  return output.split('\n').flatMap((line) => {
    const frames = line
      .split(BACK)
      .map((frame) => stripVTControlCharacters(frame).trimEnd())
      .filter((frame) => frame !== '');
    const every = Math.max(1, Math.ceil(frames.length / FRAMES));
    return frames.length === 0 ? [''] : frames.filter((_, k) => k % every === 0 || k === frames.length - 1);
  });
}

function record(name, command) {
  const { stdout, error } = spawnSync('script', ['-qec', `stty cols 100; ${command}`, '/dev/null'], {
    cwd: root,
    encoding: 'utf8',
    // What npm itself has to say about the machine is no part of the recording.
    env: { ...process.env, npm_config_loglevel: 'error', npm_config_progress: 'false' },
    maxBuffer: 1 << 26,
  });
  if (error) throw new Error(`cannot record: ${error.message} (the command "script" of util-linux is needed)`);
  const text = linesOf(stdout.replaceAll('\r\n', '\n')).join('\n');
  // The folder is where this copy stands; a recording should not depend on it.
  writeFileSync(new URL(`${name}.txt`, import.meta.url), `$ ${command}\n${text.replaceAll(root, './')}`);
}

record('start', 'npm start');
record('bad-scenario', 'node bin/heaviside.js run test/recordings/bad.yaml');
record('list', 'node bin/heaviside.js list');
