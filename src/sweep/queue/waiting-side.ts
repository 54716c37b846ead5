import type { Queue, QueueEvents } from 'bullmq';

import { complaints } from './complaints.js';
import { letGo } from './let-go.js';
import { PREFIX, queueName, VERSIONS_KEY } from './queue-names.js';
import type { QueuePackages } from './queue-packages.js';
import type { QueueUrl } from './queue-url.js';
import { type LinkOptions, openRedisLink, type RedisLink } from './redis-link.js';

/** A queue as whoever waits for its jobs sees it. */
export interface WaitingSide {
  readonly link: RedisLink;
  readonly queue: Queue;
  readonly events: QueueEvents;
  /** Ends it at once. */
  close(): void;
}

/** @throws HeavisideError `HV_QUEUE_REDIS`. */
export async function openWaitingSide(
  url: QueueUrl,
  packages: QueuePackages,
  version: string,
  options: LinkOptions,
): Promise<WaitingSide> {
  const link = await openRedisLink(url, packages, options);
  const place = { connection: link.client, prefix: PREFIX };
  const queue = new packages.bullmq.Queue(queueName(version), place);
  const events = new packages.bullmq.QueueEvents(queueName(version), place);
  let closed = false;
  const complain = complaints(link, options.tell, () => closed);
  queue.on('error', complain);
  events.on('error', complain);
  const close = () => {
    closed = true;
    letGo(events);
    letGo(queue);
    link.close();
  };
  try {
    await Promise.race([link.lost, Promise.all([events.waitUntilReady(), link.client.sadd(VERSIONS_KEY, version)])]);
    return { link, queue, events, close };
  } catch (error) {
    close();
    throw error;
  }
}
