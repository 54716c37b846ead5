import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/run-event.js';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { eventsOf } from './xor-scenario.js';

const text = (learn: string, layers: string, rest = '') => `scenario: 1
name: peers
data: { source: xor, low: -1 }
network:
  layers:
    - { id: in, size: 2 }
${layers}
learn: ${learn}
train: { epochs: 2, batch: 4 }
${rest}`;

const hidden = (options: string) => `    - { id: h1, size: 4, ${options} }\n    - { id: out, size: 2 }`;
const unbiased = (neuron: string) => `    - { id: h1, size: 4, neuron: ${neuron}, bias: false }
    - { id: out, size: 2, bias: false }`;
const spiking = `    - { id: h1, size: 4, neuron: lif }\n    - { id: out, size: 2, neuron: lif }`;

const RULES: readonly (readonly [learn: string, layers: string])[] = [
  ['responsibility', hidden('neuron: tanh')],
  ['{ rule: responsibility, mode: stop, centreRate: 0.01 }', hidden('neuron: relu')],
  ['responsibility-lfp', hidden('neuron: step')],
  ['front-contribution', hidden('neuron: relu')],
  ['{ rule: front-contribution, surrogate: atan }', hidden('neuron: step')],
  ['mean-field-ensemble', unbiased('relu')],
  ['mean-field-ensemble', unbiased('step')],
  ['{ rule: perturbation, loss: squared-error }', spiking],
  ['r-stdp', spiking],
];

describe.each(RULES)('learn: %s', (learn, layers) => {
  test('runs from a scenario, and the resolved file runs the same', async () => {
    const scenario = parseScenario(text(learn, layers, 'test: { prune: [0.5] }'));
    const events = await eventsOf(scenario, { backend: 'reference' });
    const ended = events.at(-1) as RunEvent & { readonly kind: 'run-ended' };
    expect(ended).toMatchObject({ kind: 'run-ended', reason: 'complete', epochs: 2 });
    for (const metric of ['accuracy(test)', 'accuracy(train)', 'accuracy(pruned 50%)', 'zeroWeights']) {
      expect(ended.metrics[metric]).toBeGreaterThanOrEqual(0);
      expect(ended.metrics[metric]).toBeLessThanOrEqual(1);
    }
    expect(events.filter(({ kind }) => kind === 'batch-trained').length).toBe(2);
    const again = await eventsOf(parseScenario(formatScenario(scenario)), { backend: 'reference' });
    expect(again).toEqual(events);
  });
});

describe('a learner with a network of its own', () => {
  test('runs on reference under auto, with the reason why nowhere else', async () => {
    const [started] = await eventsOf(parseScenario(text('responsibility', hidden('neuron: tanh'))));
    expect(started).toMatchObject({
      kind: 'run-started',
      parameters: 2 * (8 + 8) + 2 * (4 + 2),
      backend: { asked: 'auto', chosen: 'reference', why: 'only one', device: { arithmetic: 'float64' } },
    });
    const { backend } = started as RunEvent & { readonly kind: 'run-started' };
    expect(backend.skipped.find(({ name }) => name === 'events')).toEqual({
      name: 'events',
      because: 'unsupported',
      reason: 'it has no kernels for the rule "responsibility"',
    });
  });

  test('refuses another backend by name', async () => {
    const scenario = parseScenario(text('front-contribution', hidden('neuron: relu')));
    await expect(eventsOf(scenario, { backend: 'events' })).rejects.toMatchObject({
      code: 'HV_BACKEND_UNSUPPORTED',
      message: 'backend "events" cannot run this network: it has no kernels for the rule "front-contribution"',
    });
  });
});

/** What a file is refused for, one line a problem. */
function problems(file: string): readonly string[] {
  try {
    parseScenario(file);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

describe('what a learner cannot train is told with its place', () => {
  test.each<readonly [what: string, learn: string, layers: string, rest: string]>([
    [
      'front contribution: depth',
      'front-contribution',
      `    - { id: h0, size: 3, neuron: relu }\n${hidden('neuron: relu')}`,
      '',
    ],
    [
      'front contribution: no dual',
      '{ rule: front-contribution, optimizer: adam, clip: 1 }',
      hidden('neuron: relu'),
      '',
    ],
    ['front contribution: no derivative', 'front-contribution', hidden('neuron: sign'), ''],
    ['front contribution: as printed', '{ rule: front-contribution, form: as-printed }', hidden('neuron: tanh'), ''],
    ['ensemble: biases and units', 'mean-field-ensemble', hidden('neuron: tanh'), ''],
    ['ensemble: decay of steps', '{ rule: mean-field-ensemble, decay: 0.1 }', unbiased('step'), ''],
    ['responsibility: centres', '{ rule: responsibility, centreRate: 0.1, centreLow: 2 }', hidden('neuron: relu'), ''],
    ['responsibility: spikes', 'responsibility', hidden('neuron: lif'), 'encode: rate\nrecord: { spikes: [h1] }'],
    ['r-stdp: analog units', 'r-stdp', hidden('neuron: relu'), ''],
    ['an unknown form', '{ rule: front-contribution, form: gramm }', hidden('neuron: relu'), ''],
  ])('%s', (_, learn, layers, rest) => {
    expect(problems(text(learn, layers, rest)).join('\n')).toMatchSnapshot();
  });
});

describe('divergence is told with step and layer', () => {
  test.each<readonly [learn: string, layers: string]>([
    ['{ rule: responsibility, optimizer: { kind: adam, lr: 1e300 } }', hidden('neuron: tanh')],
    ['{ rule: responsibility-lfp, optimizer: { kind: sgd, lr: 1e200 } }', hidden('neuron: identity')],
    ['{ rule: mean-field-ensemble, optimizer: { lr: 1e200 } }', unbiased('relu')],
    ['{ rule: front-contribution, optimizer: { lr: 1e200 } }', hidden('neuron: relu')],
    ['{ rule: perturbation, scale: 1e300 }', hidden('neuron: relu')],
    ['{ rule: r-stdp, optimizer: { lr: 1e308 } }', spiking],
  ])('%s', async (learn, layers) => {
    const scenario = parseScenario(text(learn, layers).replace('epochs: 2', 'epochs: 40'));
    await expect(eventsOf(scenario, { backend: 'reference' })).rejects.toMatchObject({
      code: 'HV_NON_FINITE',
      kind: 'run',
      facts: { step: expect.any(Number) },
      message: expect.stringMatching(/^training diverged at step \d+: .*layer/),
    });
  });
});
