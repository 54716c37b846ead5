import type { Change } from '../../../src/scenario/phases/change.js';
import type { Course, Phase, TimedEvent } from '../../../src/scenario/phases/phase.js';
import type { Scenario } from '../../../src/scenario/scenario.js';

type Step = string | number;
type Leaf = string | number | boolean | null;

const UNITS = { s: 1, ms: 1e-3, us: 1e-6 } as const;

/** Whether a number or a text of a file says this many steps, batches or epochs. */
export function says(leaf: Leaf, unit: string, value: number, dt: number, bare: string): boolean {
  if (typeof leaf === 'number') return value === leaf && (unit === bare || leaf === 0);
  const [, digits, word = ''] = /^([\d.eE+-]+?) ?([a-z]+)$/.exec(String(leaf)) ?? [];
  const number = Number(digits);
  if (word in UNITS)
    return unit === 'step' && Math.abs(number * UNITS[word as keyof typeof UNITS] - value * dt) <= 1e-9 * value * dt;
  return word.startsWith(unit.slice(0, 4)) && number === value;
}

/** Whether every layer and set of a text of nodes is among some nodes. */
function names(leaf: Leaf, change: unknown, sets: Scenario['nodes']): boolean {
  return String(leaf)
    .split(',')
    .every((item) => {
      const name = item.trim().replace(/\[.*/, '');
      const layers = sets[name]?.map(({ layer }) => layer) ?? [name];
      return layers.every((layer) => JSON.stringify(change).includes(`"layer":"${layer}"`));
    });
}

function inChange(
  change: Change,
  [key, ...rest]: readonly Step[],
  leaf: Leaf,
  dt: number,
  sets: Scenario['nodes'],
): boolean {
  const at = rest[0];
  if (key === 'nodes' || key === 'synapses') return names(leaf, change, sets);
  if (change.kind === 'set') return change.parameters[String(key)] === leaf;
  if (key === 'spikes' && change.kind === 'replay') {
    return rest[1] === 1
      ? change.units.includes(leaf as number)
      : change.times.some((time) => says(leaf, 'step', time, dt, 'step'));
  }
  if (at !== undefined) return false;
  const value = (change as unknown as Readonly<Record<string, unknown>>)[String(key)];
  if (typeof value !== 'object' || value === null) return Object.is(value, leaf);
  const { unit, length } = value as { readonly unit: string; readonly length: number };
  return says(leaf, unit, length, dt, 'step');
}

function inEvent(
  event: TimedEvent,
  [key, ...rest]: readonly Step[],
  leaf: Leaf,
  dt: number,
  sets: Scenario['nodes'],
): boolean {
  if (key === 'at') return event.at !== undefined && says(leaf, event.at.unit, event.at.at, dt, 'step');
  if (key === 'when') return event.when === leaf;
  if (key === 'window') return says(leaf, 'step', event.window, dt, 'step');
  return inChange(event.change, rest, leaf, dt, sets);
}

function inCourse(course: Course, [key]: readonly Step[], leaf: Leaf): boolean {
  if (course.kind === 'points') return course.points.some(([, value]) => value === leaf);
  if (key === 'begin' || key === 'end') return typeof leaf === 'string' || course[key] === leaf;
  return Object.is((course as unknown as Readonly<Record<string, unknown>>)[String(key)], leaf);
}

/** True when a scalar of `phases` is found in the resolved phase, where it belongs and unchanged. */
export function isInPhase(
  phase: Phase,
  [key, ...rest]: readonly Step[],
  leaf: Leaf,
  { time, nodes }: Scenario,
): boolean {
  const [index, ...inner] = rest;
  switch (key) {
    case 'events':
      return inEvent(phase.events[index as number]!, inner, leaf, time.dt, nodes);
    case 'schedule':
      return inCourse(phase.schedule[String(index)]!, inner, leaf);
    case 'run':
      if (phase.kind !== 'run') return false;
      if (index === 'samples') return phase.samples[inner[0] as number] === leaf;
      return says(leaf, 'step', phase.steps, time.dt, 'step');
    case 'train':
    case 'test':
      return leaf === null || (phase as unknown as Readonly<Record<string, unknown>>)[String(index)] === leaf;
    default:
      return (phase as unknown as Readonly<Record<string, unknown>>)[String(key)] === leaf;
  }
}

/** True when a text of `nodes` is found in the resolved set. */
export function isInNodeSets({ nodes }: Scenario, [name]: readonly Step[], leaf: Leaf): boolean {
  return names(leaf, nodes[String(name)], nodes);
}
