import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { ScenarioError } from '../../src/scenario/problems/scenario-error.js';

type Options = Parameters<typeof parseScenario>[1];

/** What is said about a text that is refused. */
export function refusal(text: string, options: Options = {}): ScenarioError {
  try {
    parseScenario(text, { file: 'test.yaml', ...options });
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('the scenario was accepted');
}

/** The lines after the first of what is said about a text that is refused. */
export function problemLines(text: string, options: Options = {}): string {
  return refusal(text, options).message.split('\n').slice(1).join('\n');
}

/** A sound scenario whose parts a test replaces; every part takes one line or is left out with ''. */
export function scenarioText(parts: Readonly<Record<string, string>> = {}): string {
  const sound = {
    scenario: '1',
    name: 'test',
    data: 'digits',
    network: '{ layers: [{ id: in, size: 64 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 10, neuron: lif }] }',
    learn: 'lfp',
  };
  const lines = Object.entries({ ...sound, ...parts }).filter(([, value]) => value !== '');
  return lines.map(([key, value]) => `${key}: ${value}\n`).join('');
}

/** A sound scenario with these layers after an input of 64. */
export function networkText(layers: string, parts: Readonly<Record<string, string>> = {}): string {
  return scenarioText({ network: `{ layers: [{ id: in, size: 64 }, ${layers}] }`, ...parts });
}
