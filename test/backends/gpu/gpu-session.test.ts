import { describe, expect, test } from 'vitest';
import type { OpenRequest, Session } from '../../../src/backends/backend.js';
import { GpuDevice } from '../../../src/backends/gpu/gpu-device.js';
import { createEngine, type GpuMode, loadGpuJs } from '../../../src/backends/gpu/gpu-js.js';
import { GpuSession } from '../../../src/backends/gpu/gpu-session.js';
import { KernelStore } from '../../../src/backends/gpu/kernel-store.js';
import { ReferenceSession } from '../../../src/backends/reference/reference-session.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { numbersBetween, startingTensors } from '../../core/network/random-numbers.js';
import { SAMPLE_NETWORKS } from '../../core/network/sample-networks.js';
import { dense, identity, lif, network } from '../../core/network/small-networks.js';
import { fakeEngine } from './fake-engine.js';

const batch = 2;
const requestOf = (description: OpenRequest['network']): OpenRequest => ({
  network: description,
  tensors: startingTensors(planNetwork(description)),
  optimizer: { kind: 'adam', lr: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  rule: { kind: 'epsilon', epsilon: 1e-6 },
});

async function opened(request: OpenRequest, mode: GpuMode = 'cpu') {
  const device = new GpuDevice(new KernelStore(createEngine(await loadGpuJs(), mode)), mode, 1);
  return { device, session: await GpuSession.open(request, device, {}) };
}

/** A lesson in which the input is shown for `chunks` of steps, one after the other. */
async function lesson(session: Session, request: OpenRequest, chunks: readonly number[]) {
  const plan = planNetwork(request.network);
  const input = { kind: 'constant', values: numbersBetween(0.5, 1.5, batch * plan.inputSize, 7) } as const;
  const units = batch * plan.outputSize;
  await session.begin({ batch, learn: true });
  const reports = [];
  for (const steps of chunks)
    reports.push(await session.simulate({ steps, input, record: plan.layers.map(({ id }) => id) }));
  const rewards = (seed: number) => numbersBetween(-1, 1, units, seed);
  const reward = { always: rewards(1), perOutput: rewards(2), last: rewards(3) };
  const { input: inputReward } = await session.feedback(reward, { inputReward: true });
  const { feedbackNorm } = await session.update({ learningRate: 0.01, clip: 0.5 });
  return { reports, inputReward, feedbackNorm, after: await session.snapshot() };
}

/** Every number within `share` of the largest magnitude: float32 keeps 6e-8 of each term, a few hundred terms long. */
function expectClose(actual: Float64Array, expected: Float64Array, share: number): void {
  const largest = expected.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  const off = actual.reduce((top, v, k) => Math.max(top, Math.abs(v - expected[k]!)), 0);
  expect(off).toBeLessThanOrEqual(share * largest);
}

describe('a session on gpu.js agrees with the reference', () => {
  for (const mode of ['cpu', 'webasm'] as const)
    test.each(Object.entries(SAMPLE_NETWORKS))(`${mode}: %s`, async (_, description) => {
      const request = requestOf(description);
      const { session } = await opened(request, mode);
      try {
        // The second chunk is longer than a launch may be.
        const chunks = [3, 70];
        const ours = await lesson(session, request, chunks);
        const theirs = await lesson(new ReferenceSession(request), request, chunks);
        for (const [k, report] of theirs.reports.entries()) {
          const { outputSums, lastOutput, ...exact } = report;
          expect(ours.reports[k]).toMatchObject(exact);
          expectClose(ours.reports[k]!.outputSums, outputSums, 1e-5);
          expectClose(ours.reports[k]!.lastOutput, lastOutput, 1e-5);
        }
        expectClose(ours.inputReward!, theirs.inputReward!, 1e-4);
        expect(ours.feedbackNorm / theirs.feedbackNorm).toBeCloseTo(1, 4);
        expect(Object.keys(ours.after.tensors)).toEqual(Object.keys(theirs.after.tensors));
        expect(Object.keys(ours.after.optimizer.moments)).toEqual(Object.keys(theirs.after.optimizer.moments));
        for (const [name, moment] of Object.entries(theirs.after.optimizer.moments))
          expectClose(ours.after.optimizer.moments[name]!, moment, 3e-4);
      } finally {
        await session.close();
      }
    });
});

const small = requestOf(network([3], [dense('h', 4, lif), dense('out', 2, identity)], 'mean'));

test('lessons leave nothing behind on the device, and closing leaves nothing at all', async () => {
  const { device, session } = await opened(small);
  const live: number[] = [];
  for (let k = 0; k < 4; k++) {
    await lesson(session, small, [2, 3]);
    live.push(device.liveMatrices);
  }
  // Four tensors with two moments each; the first lesson has put the moments there.
  expect(live).toEqual([12, 12, 12, 12]);
  await session.begin({ batch, learn: false });
  const input = { kind: 'sequence', values: new Float64Array(5 * batch * 3) } as const;
  await session.simulate({ steps: 5, input });
  const held = device.liveMatrices;
  for (let k = 0; k < 3; k++) await session.simulate({ steps: 5, input });
  expect(device.liveMatrices).toBe(held);
  const currents = new Float64Array(5 * batch * 4).fill(0.5);
  const stimuli = [{ layer: 'h', currents, cut: Uint8Array.of(1, 0, 0, 0) }];
  await session.simulate({ steps: 5, input, stimuli });
  expect(device.liveMatrices).toBe(held);
  await session.close();
  await session.close();
  expect(device.liveMatrices).toBe(0);
});

test('a threshold that changes again and again leaves nothing behind, neither matrices nor kernels beyond a limit', async () => {
  const store = new KernelStore(createEngine(await loadGpuJs(), 'cpu'));
  const device = new GpuDevice(store, 'cpu', 1, undefined, 20);
  const session = await GpuSession.open(small, device, {});
  // A constant input, whose sums are kept as long as nothing changes.
  const input = { kind: 'constant', values: new Float64Array(batch * 3).fill(1) } as const;
  await session.begin({ batch, learn: false });
  const live: number[] = [];
  const sizes: number[] = [];
  for (let k = 0; k < 12; k++) {
    await session.adjust(
      network([3], [dense('h', 4, { ...lif, threshold: 1 + k / 8 }), dense('out', 2, identity)], 'mean'),
    );
    sizes.push(store.size);
    await session.simulate({ steps: 2, input });
    live.push(device.liveMatrices);
  }
  expect(new Set(live.slice(1)).size).toBe(1);
  expect(store.compiled).toBeGreaterThan(30);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
  await session.close();
  expect(device.liveMatrices).toBe(0);
});

test('a session goes on from where another stood', async () => {
  const first = await opened(small);
  await lesson(first.session, small, [4]);
  const { tensors, optimizer } = await first.session.snapshot();
  const second = await opened({ ...small, tensors, optimizerState: optimizer });
  expect(await lesson(second.session, small, [4])).toEqual(await lesson(first.session, small, [4]));
  await first.session.close();
  await second.session.close();
});

test('an update that would not be finite is refused, names its place and changes nothing', async () => {
  const { session, device } = await opened(small);
  await lesson(session, small, [4]);
  const before = await session.snapshot();
  await session.begin({ batch, learn: true });
  await session.simulate({ steps: 2, input: { kind: 'constant', values: new Float64Array(batch * 3).fill(1) } });
  const reward = (value: number) => ({
    always: new Float64Array(batch * 2).fill(value),
    perOutput: new Float64Array(batch * 2),
    last: new Float64Array(batch * 2),
  });
  await session.feedback(reward(1), { inputReward: false });
  await expect(session.update({ learningRate: Number.POSITIVE_INFINITY, clip: undefined })).rejects.toMatchObject({
    code: 'HV_NON_FINITE',
    facts: { step: 2, layer: expect.stringMatching(/^(h|out)$/) },
  });
  await session.feedback(reward(Number.NaN), { inputReward: false });
  await expect(session.update({ learningRate: 1, clip: undefined })).rejects.toMatchObject({
    code: 'HV_NON_FINITE',
    message: expect.stringContaining('the feedback of layer "'),
  });
  expect(await session.snapshot()).toEqual(before);
  expect(device.liveMatrices).toBeGreaterThan(0);
  await session.close();
});

test('an unknown layer to record, feedback without a lesson and an update without feedback are refused', async () => {
  const { session } = await opened(small);
  await session.begin({ batch, learn: false });
  const input = { kind: 'constant', values: new Float64Array(batch * 3) } as const;
  await expect(session.simulate({ steps: 1, input, record: ['nobody'] })).rejects.toThrow(
    'there is no layer "nobody" to record; layers are "in", "h", "out"',
  );
  const nothing = new Float64Array(batch * 2);
  const reward = { always: nothing, perOutput: nothing, last: nothing };
  await expect(session.feedback(reward, { inputReward: false })).rejects.toThrow('learn: true');
  await expect(session.update({ learningRate: 1, clip: undefined })).rejects.toThrow('needs the feedback');
  await session.close();
});

test('a device that disappears in a lesson leaves the session closable, and one at opening is closed', async () => {
  let lost = false;
  const { engine, counts } = fakeEngine({ lost: () => lost });
  const session = await GpuSession.open(small, new GpuDevice(new KernelStore(engine), 'cpu', 1), {});
  await session.begin({ batch, learn: true });
  lost = true;
  const input = { kind: 'constant', values: new Float64Array(batch * 3) } as const;
  await expect(session.simulate({ steps: 2, input })).rejects.toMatchObject({
    code: 'HV_DEVICE_LOST',
    kind: 'machine',
  });
  await session.close();
  expect(counts.destroyed).toBe(1);

  const gone = fakeEngine({ lost: () => true });
  await expect(GpuSession.open(small, new GpuDevice(new KernelStore(gone.engine), 'cpu', 1), {})).rejects.toMatchObject(
    {
      code: 'HV_DEVICE_LOST',
    },
  );
  expect(gone.counts.destroyed).toBe(1);
});
