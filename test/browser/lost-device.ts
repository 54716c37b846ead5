import type { Backend } from '../../src/backends/backend.js';
import { runOne } from '../contract/run-contract.js';
import { sessionRequest } from '../contract/session-rules.js';

/** What a browser calls when a page asks it for a device. */
interface DeviceMakers {
  readonly HTMLCanvasElement: { readonly prototype: { getContext: (kind: string, options?: unknown) => unknown } };
  readonly OffscreenCanvas: { readonly prototype: { getContext: (kind: string, options?: unknown) => unknown } };
  readonly GPUAdapter?: { readonly prototype: { requestDevice: (...words: unknown[]) => Promise<WebGpuDevice> } };
}
interface WebGpuDevice {
  readonly destroy: () => void;
  readonly lost: Promise<unknown>;
}
interface WebGlContext {
  readonly getExtension: (name: string) => { readonly loseContext: () => void } | null;
}

const contexts = new Set<WebGlContext>();
const devices = new Set<WebGpuDevice>();

/** Keeps every device that the page is given from now on, so that it can be taken away. */
export function watchDevices(): void {
  const { HTMLCanvasElement, OffscreenCanvas, GPUAdapter } = globalThis as unknown as DeviceMakers;
  for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
    const getContext = prototype.getContext;
    prototype.getContext = function (kind, options) {
      const context = getContext.call(this, kind, options);
      if (kind === 'webgl2' && context) contexts.add(context as WebGlContext);
      return context;
    };
  }
  if (!GPUAdapter) return;
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...words) {
    const device = await requestDevice.apply(this, words);
    devices.add(device);
    return device;
  };
}

async function takeDevicesAway(): Promise<void> {
  for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
  for (const device of devices) device.destroy();
  await Promise.all([...devices].map(({ lost }) => lost));
  contexts.clear();
  devices.clear();
}

/**
 * Takes the device away from under a session.
 *
 * @returns What the session then said, and what was wrong with a session that was opened after it.
 */
export async function loseDevice(backend: Backend) {
  const session = await backend.open(sessionRequest());
  await takeDevicesAway();
  const said = await session.snapshot().then(
    () => 'nothing',
    (error: unknown) => String((error as { readonly code?: string }).code ?? error),
  );
  await session.close();
  const { problems } = await runOne(backend, 'the same calls give the same bits');
  return { said, problems };
}
