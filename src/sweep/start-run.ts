import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { packageFile } from '../record/package-file.js';

/** One run as a process of its own. */
interface RunRequest {
  /** Path of its scenario. */
  readonly file: string;
  /** Folder of all runs. */
  readonly out: string;
  readonly backend: string;
  readonly threads: number;
  /** Whether digests pass, for the sweep to keep; else they are held against the snapshots beside the scenario. */
  readonly anyDigest?: boolean;
  /** Path of the folder of a run that goes on in place of one that begins. */
  readonly resume?: string | undefined;
}

/** What a process left when it had ended. */
export interface EndedProcess {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a run and waits for its end; when the signal is aborted, asks it to stop. */
export type StartRun = (request: RunRequest, signal: AbortSignal) => Promise<EndedProcess>;

/**
 * What the command line is told for a run. It writes no report: a comparison may start hundreds, and what their folders keep
 * is enough to make one whenever somebody wants it.
 */
export function runArguments({
  file,
  out,
  backend,
  threads,
  anyDigest = false,
  resume,
}: RunRequest): readonly string[] {
  const what =
    resume === undefined ? ['run', file, '--out', out, ...(anyDigest ? ['--any-digest'] : [])] : ['resume', resume];
  return [...what, '--json', '--quiet', '--no-report', '--backend', backend, '--threads', String(threads)];
}

/**
 * `heaviside run`, or `heaviside resume`, in a child process. It belongs to this process's group, so that a terminal's Ctrl-C and a kill of the
 * group reach it too.
 */
export const startRunProcess: StartRun = (request, signal) => {
  const child = spawn(process.execPath, [fileURLToPath(packageFile('bin/heaviside.js')), ...runArguments(request)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => void child.kill('SIGINT');
  signal.addEventListener('abort', stop, { once: true });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  return new Promise<EndedProcess>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, killedBy) => resolve({ status, signal: killedBy, ...output }));
  }).finally(() => signal.removeEventListener('abort', stop));
};
