import { expect, test } from 'vitest';
import { INITIALIZERS } from '../../src/core/initializers.js';
import { NEURONS } from '../../src/core/neurons/neuron.js';
import { DATA_SOURCES } from '../../src/data/sources/source.js';
import { METRIC_WORDS } from '../../src/scenario/metrics.js';
import { scenarioSchema } from '../../src/scenario/scenario-schema.js';

type Node = Readonly<Record<string, unknown>>;
const schema = scenarioSchema() as Node;

/** Every object inside a schema, the schema itself too. */
function nodesOf(node: unknown): readonly Node[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node as Node, ...Object.values(node).flatMap(nodesOf)];
}

const enums = nodesOf(schema).flatMap((node) => (Array.isArray(node['enum']) ? [node['enum'].join()] : []));

test('the stored copy is current (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../scenarios/schema/scenario-1.json');
});

test('it names itself and what a scenario cannot do without', () => {
  expect(schema['$id']).toBe('urn:heaviside:scenario-1');
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema['required']).toEqual(['scenario', 'name', 'data', 'network']);
});

test('unknown keys are refused in every map, except where keys are names or paths', () => {
  const maps = nodesOf(schema).filter((node) => node['type'] === 'object');
  expect(maps.length).toBeGreaterThan(40);
  const open = maps.filter((node) => node['additionalProperties'] !== false);
  // Where every key is allowed, every value has a form; `sweep` is one of these.
  for (const node of open) expect(node['additionalProperties']).toEqual(expect.any(Object));
  const words = open.map((node) => Object.keys((node['properties'] ?? {}) as Node));
  expect(words.filter((names) => names.length > 0)).toEqual([['mode', 'samples', 'draw', 'report', 'keys']]);
});

test.each([
  ['neurons', Object.keys(NEURONS)],
  ['sources', Object.keys(DATA_SOURCES)],
  ['initializers', INITIALIZERS],
  ['metrics', METRIC_WORDS],
])('every name of the table of %s may be written', (_, names) => {
  expect(enums).toContain(names.join());
});

test('every reference leads somewhere', () => {
  const definitions = schema['$defs'] as Node;
  const references = nodesOf(schema).flatMap((node) => (typeof node['$ref'] === 'string' ? [node['$ref']] : []));
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((reference) => !(reference.replace('#/$defs/', '') in definitions))).toEqual([]);
});

test('an MNIST folder is required', () => {
  const needsFolder = nodesOf(schema).filter((node) => 'dir' in ((node['properties'] ?? {}) as Node));
  expect(needsFolder.length).toBeGreaterThan(0);
  expect(needsFolder.every((node) => (node['required'] as readonly string[]).includes('dir'))).toBe(true);
});
