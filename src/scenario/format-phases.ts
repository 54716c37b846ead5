import type { Change, LesionTarget } from './phases/change.js';
import type { Moment, Stretch } from './phases/moment.js';
import type { Nodes } from './phases/nodes.js';
import type { Course, Phase, TimedEvent } from './phases/phase.js';
import { writtenMeasure } from './phases/read-moment.js';
import { nodeTexts } from './phases/read-nodes.js';
import type { Scenario } from './scenario.js';

type Plain = Readonly<Record<string, unknown>>;

/** Entries by the order of their keys in the alphabet: their order means nothing. */
function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function nodesKey(nodes: Nodes): string | readonly string[] {
  const texts = nodeTexts(nodes);
  return texts.length === 1 ? texts[0]! : texts;
}

function momentKey({ unit, at }: Moment): number | string {
  return writtenMeasure({ unit, value: at });
}

function lengthKey({ unit, length }: Stretch): number | string {
  return writtenMeasure({ unit, value: length });
}

function targetKeys(target: LesionTarget): Plain {
  if ('neurons' in target) return { nodes: nodesKey(target.neurons) };
  const { to, from } = target.synapses;
  return { synapses: from ? { to: nodesKey(to), from: nodesKey(from) } : nodesKey(to) };
}

function lasting(nodes: Nodes, own: Plain, duration: Stretch | undefined): Plain {
  return { nodes: nodesKey(nodes), ...own, ...(duration ? { duration: lengthKey(duration) } : {}) };
}

function changeKeys(change: Change): Plain {
  switch (change.kind) {
    case 'pulse': {
      const { nodes, amplitude, duration, period, count } = change;
      const isTrain = count > 1 || period.length !== duration.length;
      const train = isTrain ? { period: lengthKey(period), count } : {};
      return { pulse: { ...lasting(nodes, { amplitude }, duration), ...train } };
    }
    case 'current-clamp':
      return { current: lasting(change.nodes, { amplitude: change.amplitude }, change.duration) };
    case 'voltage-clamp':
      return { clamp: lasting(change.nodes, { value: change.value }, change.duration) };
    case 'noise':
      return { noise: lasting(change.nodes, { mean: change.mean, sd: change.sd }, change.duration) };
    case 'replay': {
      const spikes = change.times.map((time, n) => [time, change.units[n]]);
      return { replay: { nodes: nodesKey(change.nodes), spikes, amplitude: change.amplitude } };
    }
    case 'replay-file': {
      const { kind: _, nodes, ...own } = change;
      return { replay: { nodes: nodesKey(nodes), ...own } };
    }
    case 'lesion': {
      const { target, fraction, seed } = change;
      return { lesion: { ...targetKeys(target), fraction, ...(seed === undefined ? {} : { seed }) } };
    }
    case 'restore':
      return { restore: change.target ? targetKeys(change.target) : {} };
    case 'set':
      return { set: Object.fromEntries(sorted(change.parameters)) };
  }
}

function eventKeys({ at, when, window, change }: TimedEvent): Plain {
  return {
    ...(at ? { at: momentKey(at) } : {}),
    ...(when === undefined ? {} : { when, window }),
    ...changeKeys(change),
  };
}

function courseKeys(course: Course): Plain | ReadonlyMap<number, number> {
  if (course.kind === 'points') return new Map(course.points);
  const { kind, from, to, begin, end } = course;
  return { kind, from, to, begin, end };
}

/** What the phase does. */
function doingKeys(phase: Phase): Plain {
  switch (phase.kind) {
    case 'train':
      return { train: { epochs: phase.epochs, batch: phase.batch } };
    case 'test':
      return { test: { batch: phase.batch } };
    case 'run':
      return { run: { duration: phase.steps, samples: phase.samples } };
  }
}

function phaseKeys(phase: Phase): Plain {
  const { id, from, events } = phase;
  const schedule = sorted(phase.schedule).map(([path, course]) => [path, courseKeys(course)]);
  return {
    id,
    from,
    ...doingKeys(phase),
    ...(events.length > 0 ? { events: events.map(eventKeys) } : {}),
    ...(schedule.length > 0 ? { schedule: Object.fromEntries(schedule) } : {}),
    ...(phase.kind === 'train' && phase.checkpoint ? { checkpoint: phase.checkpoint } : {}),
  };
}

/** `nodes` and `phases` as a file writes them; a file without them has no such keys. */
export function experimentKeys({ nodes, phases }: Pick<Scenario, 'nodes' | 'phases'>): Plain {
  const sets = sorted(nodes).map(([name, set]) => [name, nodesKey(set)]);
  return {
    ...(sets.length > 0 ? { nodes: Object.fromEntries(sets) } : {}),
    ...(phases.length > 0 ? { phases: phases.map(phaseKeys) } : {}),
  };
}
