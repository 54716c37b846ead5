import type { Page } from 'playwright-core';

/** Bytes that a page's scripts hold after a collection. */
export interface PageMemory {
  readonly bytes: number;
  /** Objects. */
  readonly heap: number;
  /** What the browser keeps for them. */
  readonly embedder: number;
  /** Typed arrays. */
  readonly arrays: number;
}

/** Watches the memory of a page. */
export async function memoryOf(page: Page): Promise<() => Promise<PageMemory>> {
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    // Two heaps hold each other's objects: what the first collection frees in one, only the second frees in the other.
    for (let k = 0; k < 2; k++) await devtools.send('HeapProfiler.collectGarbage');
    const usage = (await devtools.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      embedderHeapUsedSize?: number;
      backingStorageSize?: number;
    };
    const { usedSize: heap, embedderHeapUsedSize: embedder = 0, backingStorageSize: arrays = 0 } = usage;
    return { bytes: heap + embedder + arrays, heap, embedder, arrays };
  };
}
