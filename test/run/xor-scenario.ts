import type { LfpLearning } from '../../src/core/learning.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { RunOptions } from '../../src/run/run-options.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { RUN_DEFAULTS } from '../../src/scenario/run-settings.js';
import type { Scenario } from '../../src/scenario/scenario.js';

const lif = { kind: 'lif', decay: 0.5, threshold: 0.5, reset: 'subtract', resetDelay: true } as const;
const weighted = { kind: 'dense', neuron: lif, bias: true, initial: { kind: 'uniform' } } as const;

/** A small run that draws from every random stream: 16 points in batches of 6, 6 and 4, as random spikes. */
export const xorScenario: Scenario & { readonly learn: LfpLearning } = {
  name: 'xor',
  seed: 1,
  time: { dt: 0.001, steps: 6 },
  data: {
    train: { source: 'xor', split: 'train', low: 0.25, high: 1, repeat: 4, point: 0 },
    test: { source: 'xor', split: 'test', low: 0.25, high: 1, repeat: 2, point: 0 },
  },
  encode: { kind: 'rate', gain: 0.75 },
  network: {
    input: { id: 'in', shape: [2] },
    layers: [
      { id: 'h', size: 12, ...weighted },
      { id: 'out', size: 2, ...weighted },
    ],
    readout: 'rate',
  },
  learn: {
    method: 'lfp',
    rule: { kind: 'epsilon', epsilon: 1e-6 },
    reward: { kind: 'rate', scale: 'none' },
    optimizer: { kind: 'adam', lr: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    schedule: { kind: 'constant' },
  },
  train: { epochs: 3, batch: 6 },
  test: { every: 1, batch: 5, prune: [] },
  record: { ...RUN_DEFAULTS.record, spikes: ['h', 'out'], samples: 2 },
  checkpoint: { every: 'never' },
  nodes: {},
  phases: [],
  expect: [],
};

export async function eventsOf(scenario: Scenario, options: RunOptions = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runScenario(scenario, options)) events.push(event);
  return events;
}

/** A run that is expected to throw: its events up to then, and what it threw. */
export async function failureOf(
  scenario: Scenario,
  options: RunOptions = {},
): Promise<{ readonly events: readonly RunEvent[]; readonly error: unknown }> {
  const events: RunEvent[] = [];
  try {
    for await (const event of runScenario(scenario, options)) events.push(event);
  } catch (error) {
    return { events, error };
  }
  throw new Error(`the run ended well after ${events.length} events`);
}

/** The events of one kind. */
export function ofKind<K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) {
  return events.filter((event): event is RunEvent & { readonly kind: K } => event.kind === kind);
}
