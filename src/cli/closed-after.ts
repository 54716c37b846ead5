/**
 * Works with something that must be closed, and closes it in any case.
 *
 * @throws What the work threw; only when it went well, what closing threw.
 */
export async function closedAfter<T>(work: () => Promise<T>, close: () => Promise<unknown>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // What went wrong first is what counts.
    await close().catch(() => undefined);
    throw error;
  }
  await close();
  return result;
}
