import type { Page } from 'playwright-core';

/** Bytes that a page's scripts hold after a collection: objects, what the browser keeps for them, and typed arrays. */
export interface PageMemory {
  readonly bytes: number;
}

/** Watches the memory of a page. */
export async function memoryOf(page: Page): Promise<() => Promise<PageMemory>> {
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const usage = (await devtools.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      embedderHeapUsedSize?: number;
      backingStorageSize?: number;
    };
    return { bytes: usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0) };
  };
}
