import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';

/** A scenario, and the same backend once in order and once with a fault that comes while it trains. */
export interface Experiment {
  readonly scenario: string;
  readonly healthy: Backend;
  readonly faulty: Backend;
  readonly argv?: readonly string[];
}

/** What a run that failed has left, beside the folder of a run of the same scenario that went well before it. */
export interface Remains {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Folder of the run that failed. */
  readonly folder: string;
  /** Every file below the folder of all runs. */
  readonly files: readonly string[];
  readonly events: readonly RunEvent[];
  readonly last: RunEvent & { readonly kind: 'run-failed' };
  /** Of the earlier run: its events and, by path below its folder, its files when it ended and after the other failed. */
  readonly earlier: {
    readonly events: readonly RunEvent[];
    readonly before: ReadonlyMap<string, string>;
    readonly after: ReadonlyMap<string, string>;
  };
}

const dependenciesOn = (backend: Backend): typeof DEFAULT_DEPENDENCIES => ({
  ...DEFAULT_DEPENDENCIES,
  runScenario: (scenario, options) => runScenario(scenario, { ...options, backends: [backend] }),
});

/** Plays the scenario through the command line twice in one folder: first in order, then with the fault. */
export async function playWithFault({ scenario, healthy, faulty, argv = [] }: Experiment): Promise<Remains> {
  const root = temporaryFolder();
  const [file, out] = [join(root, 'faulty.yaml'), join(root, 'runs')];
  writeFileSync(file, scenario);
  const play = async (backend: Backend) => {
    const io = memoryIo();
    const all = ['run', file, '--out', out, '--backend', backend.name, ...argv];
    const status = await main(all, io, dependenciesOn(backend));
    return { status, stdout: io.stdout.text, stderr: io.stderr.text };
  };
  const { status, stderr } = await play(healthy);
  expect([status, stderr.includes('error')]).toEqual([0, false]);
  const runs = join(out, parseScenario(scenario).name);
  const folder = join(runs, readdirSync(runs)[0]!);
  const before = contents(folder);
  const failed = await play(faulty);
  expect(failed.stderr).toContain('\nrun folder: ');
  const previous = `${folder}.previous-1`;
  const events = eventsIn(folder);
  const earlier = { before, after: contents(previous), events: eventsIn(previous) };
  return { ...failed, folder, files: filesBelow(runs), events, last: events.at(-1) as Remains['last'], earlier };
}

/** What may be told of a failure, and what is left of the weights. */
export interface Failure {
  readonly code: string;
  readonly status: number;
  readonly message: RegExp;
  readonly remedy: RegExp;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Whether the device can still give the weights that it had before the fault. */
  readonly weights: 'kept' | 'lost';
}

/**
 * A fault after the first optimizer step, and not before: a named error everywhere, its status, a log that is complete
 * up to it, an earlier run left alone, no lock, and the weights from before the fault where they can be had.
 */
export async function expectNamedEnd(remains: Remains, failure: Failure, { scenario, healthy }: Experiment) {
  const { status, stderr, folder, files, events, last, earlier } = remains;
  const { code, message, remedy, facts, weights } = failure;
  expect(status).toBe(failure.status);
  expect(last).toMatchObject({ kind: 'run-failed', code, message: expect.stringMatching(message) });
  expect(last.step).toBeGreaterThan(0);
  if (facts) expect(last.facts).toMatchObject(facts);
  const told = stderr.slice(stderr.indexOf('\nrun folder: ') + 1).split('\n');
  // A bug is told with its stack, which begins with the error's name.
  const bug = failure.status === 3;
  expect(told[0]).toBe(`run folder: ${folder}`);
  expect(told[1]).toBe(`error ${code}: ${bug ? 'RuntimeError: ' : ''}${last.message}`);
  expect(told.filter((line) => line.startsWith('    at ')).length > 0).toBe(bug);
  expect(told.find((line) => line.startsWith('remedy: '))).toMatch(remedy);

  const upTo = events.slice(0, weights === 'kept' ? -2 : -1).map(withoutTimes);
  expect(upTo).toEqual(earlier.events.slice(0, upTo.length).map(withoutTimes));
  expect(upTo.filter(({ kind }) => kind === 'batch-trained')).toHaveLength(last.step);
  expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ outcome: 'failed' });

  expect(earlier.after).toEqual(earlier.before);
  const checkpoint = `checkpoints/last-good-epoch-${last.epoch}-step-${last.step}.safetensors`;
  const left = ['events.jsonl', 'manifest.json', 'metrics.jsonl', 'report.html', 'scenario.yaml'];
  expect([...contents(folder).keys()].sort()).toEqual([...(weights === 'kept' ? [checkpoint] : []), ...left]);
  expect(files.filter((path) => !/\.(json|jsonl|yaml|safetensors|msgpack|html)(\.gz)?$/.test(path))).toEqual([]);
  if (weights === 'lost') return;
  const { tensors, metadata } = decodeSafetensors(readFileSync(join(folder, checkpoint)), checkpoint);
  expect(metadata).toMatchObject({ reason: 'last-good', step: String(last.step), epoch: String(last.epoch) });
  expect(tensors).toEqual(await weightsAfter(last.step, scenario, healthy));
}

/** Weights and moments after so many optimizer steps, from a run that was stopped there. */
async function weightsAfter(step: number, scenario: string, backend: Backend) {
  const stop = new AbortController();
  const options = { backend: backend.name, backends: [backend], signal: stop.signal };
  for await (const event of runScenario(parseScenario(scenario), options)) {
    if (event.kind === 'batch-trained' && event.step === step) stop.abort();
    if (event.kind === 'checkpoint') return event.tensors;
  }
  throw new Error('the run left no checkpoint');
}

function withoutTimes(event: RunEvent): RunEvent {
  return 'seconds' in event ? { ...event, seconds: 0 } : event;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function contents(folder: string): ReadonlyMap<string, string> {
  const text = (path: string) => readFileSync(path).toString('latin1');
  return new Map(filesBelow(folder).map((path) => [path.slice(folder.length + 1), text(path)]));
}

/** Every line of the log, the last one whole too. */
function eventsIn(folder: string): readonly RunEvent[] {
  const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line));
}
