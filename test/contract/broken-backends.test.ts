import { expect, test } from 'vitest';
import type { Backend } from '../../src/backends/backend.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { MISTAKES, mistaken, ROUNDINGS } from './broken-backends.js';
import { contractTable } from './contract-table.js';
import { faultsOfList, faultsOfReport } from './required.js';
import { CONTRACT, runContract, runOne } from './run-contract.js';

/** The first case that a backend fails, and how. */
async function firstFailure(backend: Backend): Promise<string | undefined> {
  for (const name of CONTRACT) {
    const { problems } = await runOne(backend, name);
    if (problems.length > 0) return `${name}: ${problems[0]}`;
  }
  return undefined;
}

test.each(Object.entries(MISTAKES))('a backend of which %s is found out', async (name, mistake) => {
  expect(await firstFailure(mistaken(name, mistake))).toEqual(expect.any(String));
});

test('a backend that only rounds as float32 does is not', async () => {
  const { cases } = await runContract(mistaken('rounded', ROUNDINGS), 'node');
  expect(cases.flatMap(({ problems }) => problems)).toEqual([]);
});

test('what a backend throws is a failure of its case alone', async () => {
  const right = mistaken('cpu', {});
  const faulty: Backend = {
    ...right,
    open: async (request) => {
      if (request.network.layers.some(({ kind }) => kind === 'conv2d'))
        throw new HeavisideError('HV_LOST', 'machine', 'the device is gone');
      return right.open(request);
    },
  };
  const [conv, plain] = [await runOne(faulty, 'conv2d'), await runOne(faulty, 'tanh')];
  expect([conv.problems, plain.problems]).toEqual([['threw HV_LOST: the device is gone'], []]);
});

test('a skip that is not excused, a case that was not run and a backend that is missing are faults', async () => {
  const noConvolution: Backend = {
    ...mistaken('events', {}),
    unsupported: ({ network }) =>
      network.layers.some(({ kind }) => kind === 'conv2d') ? 'no convolutions' : undefined,
  };
  const part = await runContract(noConvolution, 'node', (name) => name === 'conv2d' || name === 'tanh');
  expect(part.cases.map(({ name, skipped }) => `${name}: ${skipped}`)).toEqual([
    'tanh: undefined',
    'conv2d: no convolutions',
  ]);
  const faults = faultsOfReport(part);
  expect(faults).toContain('conv2d: skipped: no convolutions');
  expect(faults).toContain('sigmoid: was not run');
  expect(faults).toContain('tanh: does not tell its threads');
  expect(faults.length).toBe(CONTRACT.length);

  const gone: Backend = { ...mistaken('events', {}), unavailable: async () => 'no memory' };
  expect(faultsOfReport(await runContract(gone, 'node'))).toEqual(['not available: no memory']);
  const noGpu: Backend = { ...mistaken('webgpu', {}), unavailable: async () => 'no adapter' };
  expect(faultsOfReport(await runContract(noGpu, 'node'))).toEqual([]);
  expect(faultsOfReport(await runContract(noGpu, 'page'))).toEqual(['not available: no adapter']);
});

test('a backend that nobody asked for and one that is forgotten are faults of the list', () => {
  const all = ['reference', 'events', 'webgpu', 'webgl2', 'webasm', 'cpu'];
  expect(faultsOfList([...all, 'abacus'], [])).toEqual(['abacus has no duties']);
  expect(faultsOfList(all.slice(0, -1), [])).toEqual(['cpu is missing']);
  expect(faultsOfList(all, ['cpu'])).toEqual(['cpu is built: take it off the list']);
  expect(faultsOfList(all, [])).toEqual([]);
});

test('the table shows every backend, and below it every reason', async () => {
  const names = (name: string): boolean => ['tanh', 'conv2d', 'lif, zero, reset delay'].includes(name);
  const noConvolution: Backend = {
    ...mistaken('cpu', {}),
    unsupported: ({ network }) =>
      network.layers.some(({ kind }) => kind === 'conv2d') ? 'no convolutions' : undefined,
  };
  const wrong = mistaken('events', { explained: (input) => input.map(() => 0) });
  const gone: Backend = { ...mistaken('webgpu', {}), unavailable: async () => 'no adapter' };
  const reports = await Promise.all([noConvolution, wrong, gone].map((backend) => runContract(backend, 'node', names)));
  expect(contractTable(reports)).toMatchInlineSnapshot(`
    "| backend | in | cases passed | skipped | numbers compared | largest difference, forward (allowed 0.00002) | largest difference, feedback (allowed 0.0003) | largest difference, learning (allowed 0.001) | spikes compared | near a threshold | ran on |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | cpu | node | 2 of 2 | 1 | 1428 | 0.0e+0 | 0.0e+0 | 0.0e+0 | 306 | 0 | mistake cpu |
    | events | node | 0 of 3 | 0 | 2393 | 0.0e+0 | 1.0e+0 | 0.0e+0 | 1246 | 0 | mistake events |
    | webgpu | node | – | – | – | – | – | – | – | – | – |

    cpu in node skipped conv2d: no convolutions
    events in node FAILED lif, zero, reset delay: input reward[9]: expected 0.5930164924991854, got 0: 1.0e+0 of 0.593 apart, allowed 0.0003
    events in node FAILED tanh: input reward[6]: expected 0.044142302709790124, got 0: 1.0e+0 of 0.0441 apart, allowed 0.0003
    events in node FAILED conv2d: input reward[44]: expected -0.5164091590770296, got 0: 1.0e+0 of 0.516 apart, allowed 0.0003
    webgpu in node skipped: no adapter"
  `);
});
