import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../../bin/heaviside.js');

/** Processes are started from what has been built. */
export function expectBuilt(): void {
  if (!existsSync(path('../../dist/cli/main.js'))) throw new Error('dist is missing: npm run build first');
}

/** `heaviside` as the leader of a process group of its own, which does not outlive its test. */
export function startProcessGroup(argv: readonly string[]) {
  const child = spawn(process.execPath, [BIN, ...argv], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const killGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  onTestFinished(() => killGroup('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = async (count: number): Promise<void> => {
    while (output.stderr.split('\n').length <= count) {
      if (child.exitCode !== null) throw new Error(`ended early: ${output.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { child, output, ended, killGroup, lines };
}
