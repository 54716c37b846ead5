import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import seedrandom from 'seedrandom';

import { runContent } from './run-content.js';

const BIN = fileURLToPath(new URL('../../bin/heaviside.js', import.meta.url));

/** What is killed, and how often. */
export interface KilledRuns {
  /** Path of a scenario file. */
  readonly scenario: string;
  readonly overrides?: readonly string[];
  readonly backend: string;
  readonly kills: number;
  readonly seed: string;
  /** Hears of every kill and of every run that has come to its end. */
  readonly tell?: (line: string) => void;
}

/** What came of it. */
export interface KillReport {
  readonly kills: number;
  /** Runs that came to their end after all. */
  readonly runs: number;
  /** Files that a run has and the other has not, or that differ. */
  readonly differences: readonly string[];
}

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal, stderr })));
}

/** Plays a command to its end, or kills it after so many milliseconds. */
async function play(argv: readonly string[], after?: number): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...argv, '--json', '--no-report', '--quiet'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const timer = after === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), after);
  const end = await ended(child);
  clearTimeout(timer);
  return end;
}

/** The folder of a run's only scenario; undefined while it has none. */
function folderIn(out: string): string | undefined {
  if (!existsSync(out)) return undefined;
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  const scenario = entries.find(({ name }) => name === 'scenario.yaml');
  return scenario?.parentPath;
}

function differencesOf(whole: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  const names = [...new Set([...Object.keys(whole), ...Object.keys(other)])];
  return names.filter((name) => !isDeepStrictEqual(whole[name], other[name]));
}

/**
 * Kills runs of a scenario at random moments and goes on with them until they are complete, as often as asked; holds each
 * folder against that of a run that was left alone, times aside.
 *
 * @throws Error when a run or its resumption fails.
 */
export async function killRuns({
  scenario,
  overrides = [],
  backend,
  kills,
  seed,
  tell,
}: KilledRuns): Promise<KillReport> {
  const random = seedrandom(seed);
  const work = mkdtempSync(join(tmpdir(), 'heaviside-kill-'));
  const begin = (out: string) => ['run', scenario, ...overrides, '--backend', backend, '--out', out];
  const complete = ({ status, signal, stderr }: Ended): boolean => {
    if (signal === 'SIGKILL') return false;
    // Killed after its last byte, it was complete.
    if (status === 0 || status === 1 || stderr.includes('HV_RESUME_COMPLETE')) return true;
    throw new Error(`ended with status ${status}: ${stderr}`);
  };
  try {
    const started = performance.now();
    complete(await play(begin(join(work, 'whole'))));
    const duration = performance.now() - started;
    const whole = runContent(folderIn(join(work, 'whole'))!);
    const differences: string[] = [];
    let killed = 0;
    let runs = 0;
    while (killed < kills) {
      const out = join(work, `run-${++runs}`);
      for (let done = false, parts = 1; !done; parts++) {
        const folder = folderIn(out);
        const after = killed < kills ? random() * duration : undefined;
        done = complete(await play(folder === undefined ? begin(out) : ['resume', folder], after));
        if (!done) killed += 1;
        if (!done) tell?.(`kill ${killed} after ${Math.round(after!)} ms`);
        else tell?.(`run ${runs} complete in ${parts} parts`);
      }
      const folder = folderIn(out)!;
      differences.push(...differencesOf(whole, runContent(folder)).map((name) => `run ${runs}: ${name}`));
      rmSync(out, { recursive: true });
    }
    return { kills: killed, runs, differences };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
