import { afterEach, expect, test, vi } from 'vitest';
import { unavailableMode } from '../../../src/backends/gpu/availability.js';
import type { GpuLibrary } from '../../../src/backends/gpu/gpu-js.js';
import { lendWebGpu, takeWebGpuBack, webGpuOfHost } from '../../../src/backends/gpu/node-webgpu.js';

const adapters = vi.hoisted(() => ({ requestAdapter: async (): Promise<unknown> => ({}) }));
vi.mock('webgpu', () => ({ create: () => adapters, globals: {} }));

const destroy = vi.fn(async () => undefined);
const library = { WebGPUContext: { destroy } } as unknown as GpuLibrary;
afterEach(() => vi.restoreAllMocks());

test('asking whether WebGPU is there leaves nothing that would keep Node from ending', async () => {
  expect(await unavailableMode('webgpu', library)).toBeUndefined();
  expect(webGpuOfHost()).toBeUndefined();
});

test('an adapter that is missing, or refused, is told', async () => {
  const request = vi.spyOn(adapters, 'requestAdapter').mockResolvedValueOnce(null);
  expect(await unavailableMode('webgpu', library)).toBe('WebGPU has no adapter here');
  request.mockRejectedValueOnce(new Error('no driver (required by /somewhere)\nmore'));
  expect(await unavailableMode('webgpu', library)).toBe('WebGPU gives no adapter: no driver');
});

test('WebGPU is lent to Node from the first session to the last', async () => {
  await lendWebGpu();
  await lendWebGpu();
  expect(webGpuOfHost()).toBe(adapters);
  await takeWebGpuBack(library);
  expect([webGpuOfHost(), destroy.mock.calls.length]).toEqual([adapters, 0]);
  await takeWebGpuBack(library);
  await takeWebGpuBack(library);
  expect([webGpuOfHost(), destroy.mock.calls.length]).toEqual([undefined, 1]);
});
