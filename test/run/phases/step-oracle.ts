import type { NeuronDescription } from '../../../src/core/neurons/neuron.js';
import type { RandomStreams } from '../../../src/data/random-streams.js';
import type { Course, TimedEvent } from '../../../src/scenario/phases/phase.js';
import { changedBy, courseAt } from './oracle-changes.js';
import { type Drives, drivesOf } from './oracle-drives.js';
import { AT_REST, type Unit, unitStep } from './oracle-neuron.js';

/** A dense layer of the oracle. `weight[i][j]` leads from unit i of its source to its unit j. */
interface OracleLayer {
  readonly id: string;
  /** The layer, or the input, that it reads. */
  readonly source: string;
  readonly neuron: NeuronDescription;
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

export interface OracleNetwork {
  readonly input: { readonly id: string; readonly size: number };
  readonly layers: readonly OracleLayer[];
}

/** What events have made of a network, and where its membranes stand. */
export interface OracleStanding {
  readonly parameters: Readonly<Record<string, number>>;
  /** `h[3]`. */
  readonly silenced: ReadonlySet<string>;
  /** `h: 2 -> 3`. */
  readonly severed: ReadonlySet<string>;
  /** By layer, sample, unit; absent: at rest. */
  readonly membranes?: Membranes;
}

type Membranes = Readonly<Record<string, readonly (readonly Unit[])[]>>;

export const UNTOUCHED: OracleStanding = { parameters: {}, silenced: new Set(), severed: new Set() };

/** What the network did in a step: by layer, sample, unit. */
export interface OracleStep {
  readonly spikes: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly membranes: Membranes;
  readonly margin: number;
}

/** What happens while it is shown something. */
export interface OracleProgram {
  readonly phase: string;
  /** What the noise's streams are named after: the presentation, or its samples one by one. */
  readonly shown: string | readonly number[];
  readonly streams: RandomStreams;
  readonly events: readonly TimedEvent[];
  /** Whether the guard of an event holds before the step that comes after these. */
  readonly guards: Readonly<Record<number, (past: readonly OracleStep[], start: Membranes | undefined) => boolean>>;
  readonly schedule: Readonly<Record<string, Course>>;
}

/** What it is shown: `input(step, parameters)[sample][unit]`. */
export interface OracleShow {
  readonly batch: number;
  readonly steps: number;
  readonly input: (step: number, parameters: Readonly<Record<string, number>>) => readonly (readonly number[])[];
}

/** Simulates a network step by step, events by their definition. */
export function oracleRun(
  network: OracleNetwork,
  begun: OracleStanding,
  program: OracleProgram,
  { batch, steps, input }: OracleShow,
): { readonly steps: readonly OracleStep[]; readonly end: OracleStanding } {
  let now = begun;
  const past: OracleStep[] = [];
  const since = new Map<number, number>();
  const seen = new Set<number>();
  for (let step = 0; step < steps; step++) {
    program.events.forEach(({ at, change }, index) => {
      if (seen.has(index) || (at !== undefined && at.at !== step)) return;
      const holds = program.guards[index]?.(past, begun.membranes) ?? true;
      if (!holds && at === undefined) return;
      seen.add(index);
      if (!holds) return;
      since.set(index, step);
      now = changedBy(change, index, now, network, program);
    });
    for (const [path, course] of Object.entries(program.schedule)) {
      const value = courseAt(course, step);
      if (value !== undefined) now = { ...now, parameters: { ...now.parameters, [path]: value } };
    }
    const shown = input(step, now.parameters);
    const done = networkStep(network, now, drivesOf(network, program, since, step, batch), shown);
    past.push(done);
    now = { ...now, membranes: done.membranes };
  }
  return { steps: past, end: now };
}

function networkStep(
  { input, layers }: OracleNetwork,
  { parameters, silenced, severed, membranes }: OracleStanding,
  { added, clamped }: Drives,
  shown: readonly (readonly number[])[],
): OracleStep {
  const outputs: Record<string, readonly (readonly number[])[]> = {};
  const after: Record<string, readonly (readonly Unit[])[]> = {};
  let margin = Number.POSITIVE_INFINITY;
  outputs[input.id] = shown.map((values, sample) =>
    values.map((value, unit) => {
      const node = `${input.id}[${unit}]`;
      return clamped.get(node)?.value ?? value + (added.get(node)?.[sample] ?? 0);
    }),
  );
  for (const { id, source, neuron, weight, bias } of layers) {
    const own = withParameters(neuron, id, parameters);
    const stepped = outputs[source]!.map((values, sample) =>
      bias.map((constant, unit) => {
        const node = `${id}[${unit}]`;
        // At rest, whatever drives it.
        if (silenced.has(node)) return { spike: 0, after: AT_REST, margin: Number.POSITIVE_INFINITY } as const;
        const isCut = (from: number) => silenced.has(`${source}[${from}]`) || severed.has(`${id}: ${from} -> ${unit}`);
        const sums = values.map((value, from) => (isCut(from) ? 0 : value * weight[from]![unit]!));
        const sum = sums.reduce((a, b) => a + b, constant);
        const clamp = clamped.get(node);
        const drive = clamp?.kind === 'current' ? clamp.value : sum + (added.get(node)?.[sample] ?? 0);
        const held = clamp?.kind === 'voltage' ? clamp.value : undefined;
        return unitStep(own, membranes?.[id]?.[sample]?.[unit] ?? AT_REST, drive, held);
      }),
    );
    outputs[id] = stepped.map((units) => units.map(({ spike }) => spike));
    after[id] = stepped.map((units) => units.map((unit) => unit.after));
    margin = Math.min(margin, ...stepped.flat().map((unit) => unit.margin));
  }
  return { spikes: outputs, membranes: after, margin };
}

const FIELDS: Readonly<Record<string, string>> = {
  threshold: 'threshold',
  beta: 'decay',
  alpha: 'synapseDecay',
  adaptation: 'adaptation',
  rho: 'adaptationDecay',
};

function withParameters(
  neuron: NeuronDescription,
  id: string,
  parameters: OracleStanding['parameters'],
): NeuronDescription {
  const own = Object.entries(parameters).filter(([path]) => path.startsWith(`${id}.`));
  return { ...neuron, ...Object.fromEntries(own.map(([path, value]) => [FIELDS[path.slice(id.length + 1)], value])) };
}
