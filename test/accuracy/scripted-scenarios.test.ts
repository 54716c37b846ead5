import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { formatScenario, parseScenario } from '../../src/index.js';
import { CHANGE_KEYS } from '../../src/scenario/form/event-form.js';
import { scenarioSchema } from '../../src/scenario/scenario-schema.js';
import { playLine, runsIn, SCRIPTED, scriptedLine } from '../readme/readme-lines.js';

const textOf = (name: string) => readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8');

const out = mkdtempSync(path.join(tmpdir(), 'heaviside-scripted-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test.each(SCRIPTED)('%s meets what it expects, as the README plays it', (name) => {
  const { status, stdout, stderr } = playLine(scriptedLine(name), out);
  expect(status, stderr).toBe(0);
  const scenario = parseScenario(textOf(name));
  expect(stdout.split('\n').filter((line) => line.startsWith('met ')).length).toBe(scenario.expect.length);
  const folder = runsIn(out).at(-1)!;
  const events = readFileSync(path.join(folder, 'events.jsonl'), 'utf8').trim().split('\n');
  const changed = events.map((line) => JSON.parse(line) as { kind: string }).filter(({ kind }) => kind === 'changed');
  // Events without a guard happen all; those with one are what the scenario is about.
  expect(changed.length).toBe(scenario.phases.flatMap(({ events }) => events).length);
  expect(changed.filter((event) => 'skipped' in event)).toEqual([]);
});

// Whatever runs is a function of the scenario and its seed.
test.each(SCRIPTED)('the resolved file of %s is the same scenario', (name) => {
  const scenario = parseScenario(textOf(name));
  expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
});

test('together they use every kind of event, guards, sets of nodes and every course', () => {
  const phases = SCRIPTED.flatMap((name) => parse(textOf(name)).phases as readonly Record<string, unknown>[]);
  const events = phases.flatMap(({ events }) => (events ?? []) as readonly object[]);
  const keys = new Set(events.flatMap((event) => Object.keys(event)));
  expect([...CHANGE_KEYS, 'when'].filter((key) => !keys.has(key))).toEqual([]);
  const kinds = SCRIPTED.flatMap((name) =>
    parseScenario(textOf(name)).phases.flatMap(({ schedule }) => Object.values(schedule).map(({ kind }) => kind)),
  );
  expect(new Set(kinds)).toEqual(new Set(['points', 'linear', 'cosine', 'exponential']));
});

test.each(SCRIPTED)('%s is what the schema for editors allows', (name) => {
  // Zod reads patterns without the flag `u`, which classes such as \p{Cc} need.
  const schema = JSON.parse(JSON.stringify(scenarioSchema()), (key, value) =>
    key === 'pattern' && String(value).includes('\\p{') ? undefined : value,
  );
  const form = z.fromJSONSchema(schema);
  expect(form.safeParse(parse(textOf(name))).error?.issues).toBeUndefined();
  expect(form.safeParse({ ...parse(textOf(name)), phases: [{ id: 'a', tset: {} }] }).success).toBe(false);
});
