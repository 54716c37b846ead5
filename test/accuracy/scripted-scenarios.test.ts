import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { formatScenario, parseScenario, runScenario } from '../../src/index.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { CHANGE_KEYS } from '../../src/scenario/form/event-form.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { scenarioSchema } from '../../src/scenario/scenario-schema.js';

const NAMES = ['lesion-recovery', 'pulse-response', 'threshold-drift', 'noise-robustness', 'curriculum'];

const textOf = (name: string) => readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8');

/** What a run tells at its end and of each change, without the times. */
async function toldBy(scenario: Scenario) {
  const told: RunEvent[] = [];
  for await (const event of runScenario(scenario)) {
    if (event.kind === 'changed') told.push(event);
    if (event.kind === 'run-ended') return { told, ended: { ...event, seconds: 0 } };
  }
  throw new Error('the run has no end');
}

test.each(NAMES)(
  '%s meets what it expects, and its resolved file runs to the same result',
  async (name) => {
    const scenario = parseScenario(textOf(name));
    const first = await toldBy(scenario);
    expect(first.ended.expect.length).toBe(scenario.expect.length);
    expect(first.ended.expect.filter(({ pass }) => !pass)).toEqual([]);
    // Events without a guard happen all; those with one are what the scenario is about.
    const events = scenario.phases.flatMap(({ events }) => events);
    expect(first.told.length).toBe(events.length);
    expect(await toldBy(parseScenario(formatScenario(scenario)))).toEqual(first);
  },
  120_000,
);

test('together they use every kind of event, guards, sets of nodes and every course', () => {
  const phases = NAMES.flatMap((name) => parse(textOf(name)).phases as readonly Record<string, unknown>[]);
  const events = phases.flatMap(({ events }) => (events ?? []) as readonly object[]);
  const keys = new Set(events.flatMap((event) => Object.keys(event)));
  expect([...CHANGE_KEYS, 'when'].filter((key) => !keys.has(key))).toEqual([]);
  const kinds = NAMES.flatMap((name) =>
    parseScenario(textOf(name)).phases.flatMap(({ schedule }) => Object.values(schedule).map(({ kind }) => kind)),
  );
  expect(new Set(kinds)).toEqual(new Set(['points', 'linear', 'cosine', 'exponential']));
});

test.each(NAMES)('%s is what the schema for editors allows', (name) => {
  // Zod reads patterns without the flag `u`, which classes such as \p{Cc} need.
  const schema = JSON.parse(JSON.stringify(scenarioSchema()), (key, value) =>
    key === 'pattern' && String(value).includes('\\p{') ? undefined : value,
  );
  const form = z.fromJSONSchema(schema);
  expect(form.safeParse(parse(textOf(name))).error?.issues).toBeUndefined();
  expect(form.safeParse({ ...parse(textOf(name)), phases: [{ id: 'a', tset: {} }] }).success).toBe(false);
});
