import { afterEach, describe, expect, test, vi } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { RUN_DEFAULTS } from '../../src/scenario/run-settings.js';
import { eventsOf, failureOf, ofKind, xorScenario } from './xor-scenario.js';

afterEach(() => vi.restoreAllMocks());

/** Counts how often the session of the next run is closed. */
function closings(): { count: number } {
  const closed = { count: 0 };
  const backend = BACKENDS.find(({ name }) => name === 'reference')!;
  const open = backend.open.bind(backend);
  vi.spyOn(backend, 'open').mockImplementation(async (request) => {
    const session = await open(request);
    const close = session.close.bind(session);
    session.close = async () => {
      closed.count++;
      await close();
    };
    return session;
  });
  return closed;
}

/** Runs and aborts as soon as an event satisfies `when`. */
async function abortedWhen(when: (event: RunEvent) => boolean): Promise<RunEvent[]> {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of runScenario(xorScenario, { signal: controller.signal, backend: 'reference' })) {
    events.push(event);
    if (when(event)) controller.abort();
  }
  return events;
}

const kinds = (events: readonly RunEvent[]) => events.map(({ kind }) => kind);

describe('an aborted run', () => {
  test('stops after its batch, hands its weights over, shows its samples, ends and closes the session', async () => {
    const closed = closings();
    const events = await abortedWhen((event) => event.kind === 'batch-trained' && event.step === 5);
    const left = ['checkpoint', 'histograms', 'samples-looked', 'run-ended'];
    expect(kinds(events).slice(-5)).toEqual(['batch-trained', ...left]);
    expect(events.at(-4)).toMatchObject({ reason: 'interrupted', epoch: 2, step: 5 });
    expect(events.at(-3)).toMatchObject({ epoch: 2, step: 5 });
    expect(events.at(-1)).toMatchObject({ reason: 'interrupted', epochs: 1, expect: [] });
    expect(closed.count).toBe(1);
  });

  test('went like the whole run up to there', async () => {
    const events = await abortedWhen((event) => event.kind === 'batch-trained' && event.step === 5);
    const whole = await eventsOf(xorScenario, { backend: 'reference' });
    expect(events.slice(0, -4)).toEqual(whole.slice(0, events.length - 4));
  });

  test('in the middle of a test pass has no metrics of that pass', async () => {
    const events = await abortedWhen((event) => event.kind === 'batch-tested');
    expect(kinds(events).slice(-4)).toEqual(['batch-tested', 'checkpoint', 'samples-looked', 'run-ended']);
    expect(ofKind(events, 'run-ended')[0]!.metrics).not.toHaveProperty('accuracy(test)');
    expect(ofKind(events, 'run-ended')[0]!.metrics).toHaveProperty('accuracy(train)');
  });

  test('has histograms of what it had learned last, once', async () => {
    const histograms = async (step: number) => {
      const events = await abortedWhen((event) => event.kind === 'batch-trained' && event.step === step);
      return ofKind(events, 'histograms');
    };
    const [first, last, ...more] = await histograms(5);
    expect([first!.step, last!.step, more]).toEqual([3, 5, []]);
    expect(last!.weights).not.toEqual(first!.weights);
    expect(last!.feedback.length).toBe(last!.weights.length);
    // The last batch of an epoch, whose end has them.
    expect((await histograms(3)).map(({ step }) => step)).toEqual([3]);
  });

  test('has the answer of the network that its checkpoint holds', async () => {
    const events = await abortedWhen((event) => event.kind === 'batch-trained' && event.step === 3);
    const oneEpoch = { ...xorScenario, train: { epochs: 1, batch: 6 } };
    const whole = await eventsOf(oneEpoch, { backend: 'reference' });
    const [{ looks }] = ofKind(events, 'samples-looked') as [RunEvent & { kind: 'samples-looked' }];
    // Of eight that are shown at the end of a whole run, the first one: whoever has stopped the run waits for it.
    expect(looks.map(({ sample }) => sample)).toEqual([0]);
    expect(looks).toEqual(ofKind(whole, 'samples-looked')[0]!.looks.slice(0, 1));
  });

  test('while its samples are shown shows no more of them, although it is complete', async () => {
    const controller = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of runScenario(xorScenario, { signal: controller.signal, backend: 'reference' })) {
      events.push(event);
      // Comes to its turn between two samples.
      if (event.kind === 'spikes-recorded') setTimeout(() => controller.abort(), 0);
    }
    expect(ofKind(events, 'samples-looked')[0]!.looks.length).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'complete' });
  });

  test('before its first batch hands its starting weights over', async () => {
    const events = await abortedWhen((event) => event.kind === 'run-started');
    expect(kinds(events)).toEqual(['run-started', 'checkpoint', 'samples-looked', 'run-ended']);
    expect(events[1]).toMatchObject({ reason: 'interrupted', step: 0 });
  });
});

test('a consumer that walks away closes the session', async () => {
  const closed = closings();
  for await (const event of runScenario(xorScenario, { backend: 'reference' }))
    if (event.kind === 'batch-trained') break;
  expect(closed.count).toBe(1);
});

test('a run to its end closes the session once', async () => {
  const closed = closings();
  await eventsOf(xorScenario, { backend: 'reference' });
  expect(closed.count).toBe(1);
});

describe('a run that diverges', () => {
  // 10 in the first epoch, 10 · 10³⁰⁷ in the second: a feedback of 2 is too much for a float64.
  const diverging = {
    ...xorScenario,
    learn: {
      ...xorScenario.learn,
      optimizer: { kind: 'sgd', lr: 10, momentum: 0, weightDecay: 0 },
      schedule: { kind: 'step', every: 1, factor: 1e307 },
    },
  } as const;

  test('hands the last good weights over, tells why, throws, and closes the session', async () => {
    const closed = closings();
    const { events, error } = await failureOf(diverging, { backend: 'reference' });
    expect(kinds(events).slice(-2)).toEqual(['checkpoint', 'run-failed']);
    expect(events.at(-2)).toMatchObject({ reason: 'last-good', epoch: 2, step: 3 });
    expect(error).toBeInstanceOf(HeavisideError);
    const { code, message, facts } = error as HeavisideError;
    expect(events.at(-1)).toEqual({ kind: 'run-failed', code, message, epoch: 2, step: 3, facts });
    expect(code).toBe('HV_NON_FINITE');
    expect(facts).toMatchObject({ step: 4, learningRate: 10 * 1e307 });
    expect(closed.count).toBe(1);
  });

  test('has lost nothing: the last good weights are those of a run that stopped before', async () => {
    const { events } = await failureOf(diverging, { backend: 'reference' });
    const short = await eventsOf({ ...diverging, train: { epochs: 1, batch: 6 } }, { backend: 'reference' });
    const [{ tensors }] = ofKind(events, 'checkpoint') as [RunEvent & { kind: 'checkpoint' }];
    expect(tensors).toEqual(ofKind(short, 'checkpoint')[0]!.tensors);
    for (const { values } of tensors) expect(values.every(Number.isFinite)).toBe(true);
    // Weights and their velocities.
    expect(tensors.map(({ name }) => name)).toEqual(
      ['h.weight', 'h.bias', 'out.weight', 'out.bias'].flatMap((name) => [name, `optimizer.${name}.velocity`]),
    );
  });

  test('is held back by clipping', async () => {
    const clipped = { ...diverging, learn: { ...diverging.learn, clip: 1e-307 } };
    const events = await eventsOf({ ...clipped, train: { epochs: 2, batch: 6 } }, { backend: 'reference' });
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'complete' });
  });
});

describe('a run that cannot begin throws before its first event', () => {
  test.each([
    ['a batch that cannot be filled', 'HV_DATA_BATCH', { train: { epochs: 1, batch: 17 } }],
    [
      'an input of another size',
      'HV_DATA_SHAPE',
      { network: { ...xorScenario.network, input: { id: 'in', shape: [3] } } },
    ],
    ['too few outputs', 'HV_DATA_CLASSES', { data: { train: blobs(3), test: blobs(3) } }],
  ])('%s', async (_what, code, change) => {
    const { events, error } = await failureOf({ ...xorScenario, ...change });
    expect(events).toEqual([]);
    expect(error).toMatchObject({ code, kind: 'usage' });
  });

  test('too few outputs at the end of a network that ends with a flatten layer', async () => {
    const image = { id: 'image', shape: [2, 1, 1] };
    const network = { input: image, layers: [{ id: 'flat', kind: 'flatten' }], readout: 'last' } as const;
    const { events, error } = await failureOf({
      ...xorScenario,
      network,
      learn: { ...xorScenario.learn, reward: { kind: 'softmax' } },
      data: { train: blobs(3), test: blobs(3) },
      record: RUN_DEFAULTS.record,
    });
    expect(events).toEqual([]);
    expect(error).toMatchObject({
      code: 'HV_DATA_CLASSES',
      message: 'layer "flat": expected 3 outputs, one for each class of blobs train, got 2',
    });
  });

  test('a reward of spike counts without spike counts', async () => {
    const network = { ...xorScenario.network, readout: 'mean' } as const;
    const { events, error } = await failureOf({ ...xorScenario, network });
    expect(events).toEqual([]);
    expect(error).toMatchObject({
      code: 'HV_LEARN',
      message: expect.stringContaining(
        'learn.reward: expected another reward for read-out "mean", got "rate", which counts spikes',
      ),
    });
  });

  test('a reward of one output for a network with two', async () => {
    const learn = { ...xorScenario.learn, reward: { kind: 'binary-sigmoid' } } as const;
    const { error } = await failureOf({ ...xorScenario, learn });
    expect(error).toMatchObject({
      code: 'HV_DATA_CLASSES',
      message: 'layer "out": expected 1 output, which reward "binary-sigmoid" is for, got 2',
    });
  });

  test('an alpha-beta rule that creates reward', async () => {
    const rule = { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 2 } as const;
    const { error } = await failureOf({ ...xorScenario, learn: { ...xorScenario.learn, rule } });
    expect(error).toMatchObject({
      code: 'HV_LEARN',
      message: expect.stringContaining('learn.rule.alpha: expected alpha - beta = 1, got 2 - 2 = 0'),
    });
  });

  test('a backend that nobody has', async () => {
    const { events, error } = await failureOf(xorScenario, { backend: 'refrence' });
    expect(events).toEqual([]);
    expect(error).toMatchObject({ code: 'HV_BACKEND_UNKNOWN', remedy: 'Did you mean "reference"?' });
  });
});

function blobs(classes: number) {
  return { source: 'blobs', split: 'train', samples: 30, classes, features: 2, spread: 0.1 } as const;
}
