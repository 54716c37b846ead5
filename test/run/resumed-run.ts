import { expect } from 'vitest';

import type { Checkpoint } from '../../src/record/checkpoint-file.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { RunOptions } from '../../src/run/run-options.js';
import { runScenario } from '../../src/run/run-scenario.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { eventsOf } from './xor-scenario.js';

type CheckpointEvent = RunEvent & { readonly kind: 'checkpoint' };

/** What a log and the files of a run's folder keep of its events, without the times. */
function kept(events: readonly RunEvent[]): readonly unknown[] {
  return events.flatMap((event): readonly object[] => {
    if (event.kind === 'batch-tested' || event.kind === 'steps-run') return [];
    if (event.kind === 'checkpoint') {
      const { seconds: _, ...facts } = event.facts;
      return [{ ...event, facts }];
    }
    return ['seconds' in event ? { ...event, seconds: 0 } : event];
  });
}

/** A checkpoint as it comes out of its file: nothing is shared with the run that wrote it. */
export function reread({ kind: _, ...checkpoint }: CheckpointEvent): Checkpoint {
  return structuredClone(checkpoint);
}

/** A run that is told to stop at an event; everything that it tells. */
async function stoppedAt(scenario: Scenario, options: RunOptions, at: number): Promise<RunEvent[]> {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of runScenario(scenario, { ...options, signal: controller.signal })) {
    events.push(event);
    if (events.length === at + 1) controller.abort();
  }
  return events;
}

/**
 * From every checkpoint that a run writes on its way it goes on exactly as it did.
 *
 * @param how Or what it is for a run that goes on after so many steps: somebody who watches knows where it stands.
 * @returns How many there were.
 */
export async function expectSameFromCheckpoints(
  scenario: Scenario,
  how: RunOptions | ((stepsBefore: number) => RunOptions),
): Promise<number> {
  const optionsAfter = (steps: number) => (typeof how === 'function' ? how(steps) : how);
  const whole = await eventsOf(scenario, optionsAfter(0));
  // The others are for keeps.
  const checkpoints = whole.flatMap((event, at) =>
    event.kind === 'checkpoint' && event.reason === 'periodic' ? [{ event, at }] : [],
  );
  for (const { event, at } of checkpoints) {
    const rest = await eventsOf(scenario, { ...optionsAfter(event.step), resume: reread(event) });
    const place = `after the checkpoint of ${event.reason}, epoch ${event.epoch}, step ${event.step}`;
    expect(rest[0]!.kind).toBe('run-started');
    expect(kept(rest.slice(1)), place).toEqual(kept(whole.slice(at + 1)));
  }
  return checkpoints.length;
}

/**
 * Wherever a run is stopped, what it told until then and what it tells when it goes on are one run.
 *
 * @param every Only at every so many events.
 */
export async function expectSameAfterStops(scenario: Scenario, options: RunOptions, every = 1): Promise<void> {
  const whole = await eventsOf(scenario, options);
  // What it learned is safe then: a run that is stopped later is complete, with fewer samples to look at.
  const end = whole.findIndex((event) => event.kind === 'checkpoint' && event.reason === 'end');
  for (let at = 0; at < end; at += every) {
    const first = await stoppedAt(scenario, options, at);
    const stop = first.findIndex((event) => event.kind === 'checkpoint' && event.reason === 'interrupted');
    const place = `stopped after event ${at}, ${whole[at]!.kind}`;
    if (stop < 0) {
      // Told when there was nothing left to stop.
      expect(kept(first), place).toEqual(kept(whole));
      continue;
    }
    const resume = reread(first[stop] as CheckpointEvent);
    const rest = await eventsOf(scenario, { ...options, resume });
    expect(kept([...first.slice(0, stop), ...rest.slice(1)]), place).toEqual(kept(whole));
  }
}
