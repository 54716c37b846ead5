import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../src/run/run-event.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { failingGpu, type LaunchFaults, launchesOfStep } from './failing-gpu.js';
import { expectNamedEnd, playWithFault } from './fault-run.js';

/** 8 samples in batches of 5 and 3: the fourth step is the second one of the second epoch. */
const SCENARIO = `scenario: 1
name: faulty
seed: 3
time: { steps: 6 }
data: { source: xor, repeat: 2 }
encode: { kind: rate, gain: 0.75 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 12, neuron: lif, beta: 0.5, threshold: 0.5 }
    - { id: out, size: 2, neuron: lif, beta: 0.5, threshold: 0.5 }
learn: { optimizer: { kind: adam, lr: 0.01 } }
train: { epochs: 2, batch: 5 }
test: { batch: 8 }
`;
const STEP = 4;

async function experiment(mode: 'webgpu' | 'webgl2', faults: LaunchFaults) {
  const { backend: healthy } = failingGpu(mode);
  const { backend: faulty } = failingGpu(mode, faults);
  const whole = { scenario: SCENARIO, healthy, faulty };
  return { whole, remains: await playWithFault(whole) };
}

/** Launches of the fourth step: its first, one in the middle and its last. */
async function places(mode: 'webgpu' | 'webgl2') {
  const { first, last } = await launchesOfStep(STEP, SCENARIO, mode);
  expect(last - first).toBeGreaterThan(20);
  return [first, Math.floor((first + last) / 2), last];
}

describe('an adapter that disappears in the middle of an epoch', () => {
  const gone = {
    code: 'HV_DEVICE_LOST',
    status: 4,
    message: /^backend "webgpu", .*: the device disappeared$/,
    remedy: /^remedy: Go on from the last checkpoint/,
    facts: { backend: 'webgpu' },
    weights: 'lost',
  } as const;

  test('ends the run by name; it has taken its weights along, those of the earlier run are there', async () => {
    for (const launch of await places('webgpu')) {
      const { whole, remains } = await experiment('webgpu', { isGone: (number) => number >= launch });
      await expectNamedEnd(remains, gone, whole);
      expect(remains.last).toMatchObject({ epoch: 2, step: STEP - 1 });
      expect([...remains.earlier.after.keys()]).toContain('checkpoints/end-epoch-2-step-4.safetensors');
    }
  });

  test('is told as such also when only a launch says so, and when closing what is gone fails', async () => {
    const [, launch] = await places('webgpu');
    const { whole, remains } = await experiment('webgpu', {
      throws: (number) => (number === launch ? new Error('WebGPU device was lost; reason: destroyed') : undefined),
      isGone: (number) => number >= launch!,
      closing: new Error('nothing to close'),
    });
    await expectNamedEnd(remains, gone, whole);
  });
});

test('a launch that fails on a device that stays keeps the weights', async () => {
  const [, launch] = await places('webgpu');
  const { whole, remains } = await experiment('webgpu', {
    throws: (number) => (number === launch ? new Error('shader too long') : undefined),
  });
  const failure = {
    code: 'HV_BACKEND_FAILED',
    status: 4,
    message: /^backend "webgpu", .*: Error: shader too long$/,
    remedy: /^remedy: Use --backend auto/,
    facts: { backend: 'webgpu' },
    weights: 'kept',
  } as const;
  await expectNamedEnd(remains, failure, whole);
});

test('a kernel that runs elsewhere from some launch on ends the run, with the weights from before', async () => {
  for (const launch of await places('webgl2')) {
    const { whole, remains } = await experiment('webgl2', {
      degradesTo: (number) => (number >= launch ? { mode: 'cpu', reason: 'no float textures' } : undefined),
    });
    const failure = {
      code: 'HV_BACKEND_DEGRADED',
      status: 4,
      message: /^backend "webgl2": kernel .* ran on "cpu" instead: no float textures$/,
      remedy: /^remedy: Use --backend auto/,
      facts: { asked: 'webgl2', ran: 'cpu' },
      weights: 'kept',
    } as const;
    await expectNamedEnd(remains, failure, whole);
    expect(remains.last).toMatchObject({ epoch: 2, step: STEP - 1 });
  }
});

describe('a launch that WebGL2 gives up, leaving zeros', () => {
  test('ends the run by name, with the weights from before', async () => {
    for (const launch of await places('webgl2')) {
      const { whole, remains } = await experiment('webgl2', { isAbandoned: (number) => number === launch });
      const failure = {
        code: 'HV_BACKEND_ZEROS',
        status: 4,
        message: /^backend "webgl2": a kernel did not run; expected the witness 1, got 0$/,
        remedy: /^remedy: .*smaller batch, or another backend/,
        facts: { backend: 'webgl2', witness: '0' },
        weights: 'kept',
      } as const;
      await expectNamedEnd(remains, failure, whole);
      expect(remains.last).toMatchObject({ epoch: 2, step: STEP - 1 });
    }
  });

  test('is noticed in the same step whichever launch it is, or its result is used by nobody', async () => {
    const step = 2;
    const { first, last } = await launchesOfStep(step, SCENARIO, 'webgl2');
    const healthy = await stepsWith({}, step + 1);
    const unnoticed: number[] = [];
    for (let launch = first; launch <= last; launch++) {
      const { events, error } = await stepsWith({ isAbandoned: (number) => number === launch }, step + 1);
      if (error === undefined) {
        expect(events).toEqual(healthy.events);
        unnoticed.push(launch);
      } else {
        expect(error).toMatchObject({ code: 'HV_BACKEND_ZEROS' });
        expect(events).toEqual(healthy.events.slice(0, step - 1));
      }
    }
    // For each of two layers the state after the last chunk and the reward before the first one.
    expect(last - first).toBeGreaterThan(50);
    expect(unnoticed).toHaveLength(4);
  });
});

/** What a run tells of its optimizer steps, stopped after some of them. */
async function stepsWith(faults: LaunchFaults, steps: number) {
  const { backend } = failingGpu('webgl2', faults);
  const events: RunEvent[] = [];
  try {
    for await (const event of runScenario(parseScenario(SCENARIO), { backend: 'webgl2', backends: [backend] })) {
      if (event.kind === 'batch-trained') events.push(event);
      if (events.length === steps) break;
    }
  } catch (error) {
    return { events, error };
  }
  return { events, error: undefined };
}
