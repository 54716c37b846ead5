import type { Backend } from '../../../src/backends/backend.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import type { SpikePiece, TracePiece } from '../../../src/record/recording.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { runTask } from '../../../src/run/run-task.js';
import type { Task } from '../../../src/run/task.js';
import type { RunPhase } from '../../../src/scenario/phases/phase.js';
import { TOLERANCES } from '../../contract/tolerances.js';
import { EVENT_CASES } from './event-cases.js';
import type { EventCase } from './event-forms.js';
import { eventTask, oracleNetwork, STEPS, shownValues } from './event-task.js';
import { type OracleStanding, type OracleStep, oracleRun, UNTOUCHED } from './step-oracle.js';

/** What was recorded, by `layer`: `[step][unit]`. */
export interface Played {
  readonly spikes: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly voltage: Readonly<Record<string, readonly (readonly number[])[]>>;
}

export async function played(task: Task, backend: Backend): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const options = { backend: backend.name, backends: [backend], threads: 1 };
  for await (const event of runTask(task, createRandomStreams(task.seed), options)) events.push(event);
  return events;
}

/** What was recorded of a phase; of one of its samples where it shows samples one by one. */
export function recordedOf(events: readonly RunEvent[], phase: string, steps: number, sample?: number): Played {
  const pieces = events.flatMap((event) => (event.kind === 'recorded' ? event.pieces : []));
  const spikes: Record<string, number[][]> = {};
  const voltage: Record<string, number[][]> = {};
  const own = pieces.filter(
    (piece): piece is SpikePiece | TracePiece =>
      (piece.kind === 'spikes' || piece.kind === 'trace') && piece.phase === phase && piece.sample === sample,
  );
  for (const piece of own) {
    if (piece.kind === 'trace') {
      const rows = voltage[piece.layer] ?? [];
      voltage[piece.layer] = rows;
      if (rows.length !== piece.from) throw new RangeError(`a trace begins at ${piece.from}, not at ${rows.length}`);
      for (let k = 0; k < piece.values.length; k += piece.count)
        rows.push([...piece.values.subarray(k, k + piece.count)]);
    } else {
      const rows = spikes[piece.layer] ?? Array.from({ length: steps }, () => new Array<number>(piece.size).fill(0));
      spikes[piece.layer] = rows;
      piece.times.forEach((time, k) => {
        rows[time]![piece.units[k]!]! += 1;
      });
    }
  }
  return { spikes, voltage };
}

/** The task of a case; without its last phase's events where `plain`. */
function taskOf({ phases, ...rest }: EventCase, traced: boolean, plain = false): Task {
  const last = phases.at(-1)!;
  const shown = plain ? [...phases.slice(0, -1), { ...last, events: [], schedule: {} }] : phases;
  return eventTask({ ...rest, phases: shown, traced });
}

/** What the oracle says of the last phase. */
function foretold(task: Task, guards: EventCase['guards'] = {}): readonly OracleStep[] {
  const network = oracleNetwork(task);
  const streams = createRandomStreams(task.seed);
  const ends = new Map<string, OracleStanding>([['start', UNTOUCHED]]);
  let last: readonly OracleStep[] = [];
  for (const phase of task.phases as readonly RunPhase[]) {
    const { id, events, schedule, steps, samples, from } = phase;
    const own = phase === task.phases.at(-1) ? guards : {};
    const program = { phase: id, shown: 'run', streams, events, guards: own, schedule };
    const show = {
      batch: 1,
      steps,
      input: (step: number, { 'encode.gain': gain }: Readonly<Record<string, number>>) => {
        const turn = Math.floor(step / STEPS);
        if (samples.length === 0) return [new Array<number>(network.input.size).fill(0)];
        return [shownValues(task, 'test', samples[turn % samples.length]!, gain)];
      },
    };
    const result = oracleRun(network, ends.get(from)!, program, show);
    ends.set(id, result.end);
    last = result.steps;
  }
  return last;
}

/** Where what was played is not what was foretold, for one sample: `h1, step 3: …`. */
export function differences(steps: readonly OracleStep[], { spikes, voltage }: Played, sample = 0): readonly string[] {
  const problems: string[] = [];
  for (const [layer, rows] of Object.entries(spikes))
    rows.forEach((row, step) => {
      const expected = steps[step]!.spikes[layer]![sample]!.join('');
      if (row.join('') !== expected) problems.push(`${layer}, step ${step}: expected ${expected}, got ${row.join('')}`);
    });
  for (const [layer, rows] of Object.entries(voltage)) {
    const expected = steps.map(({ membranes }) => membranes[layer]![sample]!.map((unit) => unit.voltage));
    const scale = Math.max(...expected.flat().map(Math.abs));
    rows.forEach((row, step) => {
      row.forEach((value, unit) => {
        const wanted = expected[step]![unit]!;
        if (!(Math.abs(value - wanted) <= TOLERANCES.forward * scale))
          problems.push(`${layer}[${unit}].voltage, step ${step}: expected ${wanted}, got ${value}`);
      });
    });
  }
  return problems;
}

/** The first step at which two recordings differ in anything. */
function firstDifference(one: Played, other: Played): number {
  const first = (mine: Played['spikes'], theirs: Played['spikes']) =>
    Object.entries(mine).map(([layer, rows]) =>
      rows.findIndex((row, step) => row.some((value, unit) => value !== theirs[layer]![step]![unit])),
    );
  const all = [...first(one.spikes, other.spikes), ...first(one.voltage, other.voltage)];
  return Math.min(...all.map((step) => (step < 0 ? Number.POSITIVE_INFINITY : step)));
}

/**
 * Plays a case step by step and in chunks, and says what is wrong with it. Plain data.
 *
 * @param plain Whether it is played without its events as well, to see from where on they tell.
 */
export async function caseProblems(name: string, backend: Backend, plain: boolean): Promise<readonly string[]> {
  const asked = EVENT_CASES.find((one) => one.name === name);
  if (!asked) throw new RangeError(`there is no case "${name}"`);
  const { id, steps } = asked.phases.at(-1)!;
  const task = taskOf(asked, true);
  const expected = foretold(task, asked.guards);
  const margin = Math.min(...expected.map((step) => step.margin));
  const recorded = recordedOf(await played(task, backend), id, steps);
  const inChunks = recordedOf(await played(taskOf(asked, false), backend), id, steps);
  const without = plain ? recordedOf(await played(taskOf(asked, true, true), backend), id, steps) : undefined;
  const first = without ? firstDifference(recorded, without) : asked.differsAt;
  return [
    ...(margin > 2 * TOLERANCES.potential
      ? []
      : [`a potential is only ${margin} from its threshold: take another seed`]),
    ...(Object.keys(recorded.spikes).length > 0 ? [] : ['nothing was recorded']),
    ...differences(expected, recorded),
    ...differences(expected, inChunks).map((problem) => `in chunks: ${problem}`),
    ...(first === asked.differsAt ? [] : [`differs from step ${first} on, not from ${asked.differsAt}`]),
  ];
}
