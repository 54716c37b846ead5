import type { Backend, DeviceFacts, OpenRequest } from '../backend.js';

/** What a thrown thing says, on one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]!.trim() || 'no reason given';
}

/** Why a backend cannot run on this machine; a check that throws is a reason too. */
export async function whyUnavailable(backend: Backend): Promise<string | undefined> {
  try {
    return await backend.unavailable();
  } catch (error) {
    return reasonOf(error);
  }
}

/** Why a backend cannot run a network; a check that throws is a reason too. */
export function whyUnsupported(backend: Backend, request: OpenRequest): string | undefined {
  try {
    return backend.unsupported(request);
  } catch (error) {
    return reasonOf(error);
  }
}

/** What a backend would run on, where it tells. */
export async function deviceOf(backend: Backend): Promise<DeviceFacts | undefined> {
  // Nothing but a comparison and a listing hang on these facts; whoever opens the backend hears of real trouble.
  return backend.device?.().catch(() => undefined);
}
