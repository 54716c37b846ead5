import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import type { ComparisonDocument } from '../../src/sweep/comparison-document.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { comparisonText, PLAIN, TUNED, withoutTimes } from '../sweep/comparisons.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../../bin/heaviside.js');

beforeAll(() => {
  if (!existsSync(path('../../dist/src/cli/main.js'))) throw new Error('dist is missing: npm run build first');
});

/** A comparison as the leader of a process group of its own, which does not outlive its test. */
function startGroup(file: string, out: string) {
  const argv = [BIN, 'compare', file, '--out', out, '--json', '--jobs', '2'];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
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

function comparisonFile(): string {
  const file = join(temporaryFolder(), 'small.yaml');
  writeFileSync(file, comparisonText(`${TUNED}\n${PLAIN}`, 'seeds: 1'));
  return file;
}

async function finish(file: string, out: string) {
  const { output, ended } = startGroup(file, out);
  expect(await ended).toBe(0);
  return { document: JSON.parse(output.stdout) as ComparisonDocument, stderr: output.stderr };
}

test('killed with all its processes and started again, a comparison comes to the same document', async () => {
  const file = comparisonFile();
  const [killedOut, wholeOut] = [temporaryFolder(), temporaryFolder()];
  const killed = startGroup(file, killedOut);
  await killed.lines(1);
  killed.killGroup('SIGKILL');
  expect(await killed.ended).toBe(null);
  const resumed = await finish(file, killedOut);
  const whole = await finish(file, wholeOut);
  expect(withoutTimes(resumed.document, killedOut)).toEqual(withoutTimes(whole.document, wholeOut));
  expect(readFileSync(join(resumed.document.folder, 'compare.csv'), 'utf8').split('\n')).toHaveLength(4);
  const reused = resumed.stderr.match(/finished earlier/g)?.length ?? 0;
  expect(reused).toBeGreaterThanOrEqual(1);
  expect(reused).toBeLessThan(4);
  expect(whole.stderr).not.toContain('finished earlier');
});

test('Ctrl-C stops the runs, says how to go on, and gives status 130', async () => {
  const [file, out] = [comparisonFile(), temporaryFolder()];
  const { killGroup, output, ended, lines } = startGroup(file, out);
  await lines(1);
  killGroup('SIGINT'); // as a terminal does
  expect(await ended).toBe(130);
  expect(output.stdout).toBe('');
  expect(output.stderr).toMatch(
    /^SIGINT: stopping the runs; once more to stop at once\n[\s\S]*stopped: the same command goes on from here; finished runs are kept\n$/m,
  );
  const { stderr } = await finish(file, out);
  expect(stderr).toContain('finished earlier');
});
