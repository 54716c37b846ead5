import type { QueueBase } from 'bullmq';

/** A part of the queue; a worker has to be forced not to wait. */
interface QueuePart extends Pick<QueueBase, 'getBackend'> {
  close(force?: boolean): Promise<void>;
}

/**
 * Ends a part of the queue without waiting for Redis, which may be away: it asks for nothing more, and none of its connections comes
 * back. Whoever made them ends them.
 */
export function letGo(part: QueuePart): void {
  for (const end of [part.close(true), part.getBackend().close(true)]) end.catch(() => undefined);
}
