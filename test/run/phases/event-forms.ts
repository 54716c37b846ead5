import type { Change, Noise, PulseTrain, VoltageClamp } from '../../../src/scenario/phases/change.js';
import type { Nodes } from '../../../src/scenario/phases/nodes.js';
import type { RunPhase, TimedEvent } from '../../../src/scenario/phases/phase.js';
import type { EventTask } from './event-task.js';
import type { OracleProgram } from './step-oracle.js';

/** Free runs with events. The last phase is looked at, with its events and without them. */
export interface EventCase extends Omit<EventTask, 'phases' | 'traced'> {
  readonly name: string;
  readonly phases: readonly RunPhase[];
  /** What the guards of the last phase mean, by their events. */
  readonly guards?: OracleProgram['guards'];
  /** The first step of the last phase at which it is not what it would be without events and schedule. */
  readonly differsAt: number;
  /** Too large for backends that compile a kernel for every layer. */
  readonly large?: true;
}

export function nodes(...ranges: readonly (readonly [layer: string, from: number, to: number])[]): Nodes {
  return ranges.map(([layer, from, to]) => ({ layer, from, to }));
}

const steps = (length: number) => ({ unit: 'step', length }) as const;

export function at(step: number, change: Change, when?: string, window = 100): TimedEvent {
  return { at: { unit: 'step', at: step }, ...(when === undefined ? {} : { when }), window, change };
}

export function when(text: string, change: Change, window = 100): TimedEvent {
  return { when: text, window, change };
}

export function pulse(where: Nodes, amplitude: number, duration: number, period = duration, count = 1): PulseTrain {
  return { kind: 'pulse', nodes: where, amplitude, duration: steps(duration), period: steps(period), count };
}

export function current(where: Nodes, amplitude: number, duration?: number): Change {
  return { kind: 'current-clamp', nodes: where, amplitude, ...(duration ? { duration: steps(duration) } : {}) };
}

export function clamp(where: Nodes, value: number, duration?: number): VoltageClamp {
  return { kind: 'voltage-clamp', nodes: where, value, ...(duration ? { duration: steps(duration) } : {}) };
}

export function noise(where: Nodes, mean: number, sd: number, duration?: number): Noise {
  return { kind: 'noise', nodes: where, mean, sd, ...(duration ? { duration: steps(duration) } : {}) };
}

export const set = (parameters: Readonly<Record<string, number>>): Change => ({ kind: 'set', parameters });

export function free(events: readonly TimedEvent[], more: Partial<RunPhase> = {}): RunPhase {
  return { kind: 'run', id: 'probe', from: 'start', steps: 40, samples: [0, 3], events, schedule: {}, ...more };
}
