import { expect, test } from 'vitest';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { xorText } from './own-place.js';

const hidden = (neuron: string, bias = true) => `    - { id: h1, size: 4, neuron: ${neuron}, bias: ${bias} }
    - { id: out, size: 2, bias: ${bias} }`;
const spiking = `    - { id: h1, size: 4, neuron: lif }
    - { id: out, size: 2, neuron: lif }`;

/** What a run says that diverges. */
async function divergence(text: string): Promise<HeavisideError> {
  const run = runScenario(parseScenario(text), { backend: 'reference' });
  try {
    while (!(await run.next()).done);
  } catch (error) {
    if (error instanceof HeavisideError && error.code === 'HV_NON_FINITE') return error;
    throw error;
  }
  throw new Error('the run did not diverge');
}

test.each<readonly [learn: string, layers: string]>([
  ['rule: lfp, optimizer: { kind: sgd, lr: 1e308 }', spiking],
  ['rule: surrogate, optimizer: { kind: sgd, lr: 1e308 }', spiking],
  ['rule: responsibility, optimizer: { lr: 1e300 }', hidden('tanh')],
  ['rule: responsibility, optimizer: { lr: 1.7e308 }', hidden('tanh')],
  ['rule: responsibility-lfp, optimizer: { lr: 1e200 }', hidden('step')],
  ['rule: mean-field-ensemble, optimizer: { lr: 1e200 }', hidden('relu', false)],
  ['rule: mean-field-ensemble, optimizer: { lr: 1e30 }', hidden('step', false)],
  ['rule: front-contribution, optimizer: { lr: 1e200 }', hidden('relu')],
  ['rule: perturbation, scale: 1e300', hidden('relu')],
  ['rule: perturbation, optimizer: { lr: 1.7e308 }', hidden('relu')],
  ['rule: r-stdp, optimizer: { lr: 1e308 }', spiking],
])('{ %s } diverges with a remedy whose every option the rule takes', async (learn, layers) => {
  const time = layers === spiking ? 'time: { steps: 8 }' : '';
  const text = xorText(`{ ${learn} }`, layers, time).replace('batch: 1', 'batch: 1, epochs: 40');
  const { remedy, facts } = await divergence(text);
  expect(facts).toMatchObject({ step: expect.any(Number), layer: expect.stringMatching(/^(?:h1|out)$/) });
  const options = remedy!.match(/learn(?:\.[a-z]+)+/gi)!;
  expect(options).toContain('learn.optimizer.lr');
  const refuses = (option: string) => {
    try {
      parseScenario(text, { overrides: [`${option}=0.5`] });
      return false;
    } catch {
      return true;
    }
  };
  expect(options.filter(refuses)).toEqual([]);
  // Whoever takes the clipping is told of it, unless it is the trial that is too far.
  if (!learn.includes('scale')) expect(options.includes('learn.clip')).toBe(!refuses('learn.clip'));
  expect(remedy).toMatch(/ A run keeps .* in its checkpoint\.$/);
});
