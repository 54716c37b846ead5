import type { Redis } from 'ioredis';
import type { QueuePackages } from './queue-packages.js';
import type { QueueUrl } from './queue-url.js';
import { redisError } from './redis-error.js';

/** A connection to Redis that outlasts a restart of it. */
export interface RedisLink {
  /** The connection; the queue makes more of its kind. */
  readonly client: Redis;
  /** Rejects with `HV_QUEUE_REDIS` when Redis has been away for too long; never resolves. */
  readonly lost: Promise<never>;
  /** True while Redis does not answer. */
  isAway(): boolean;
  /** Ends all connections at once; whatever waits for an answer gets an error. */
  close(): void;
}

/** What becomes of a link. */
export interface LinkOptions {
  /** Milliseconds for which Redis may be away; a minute unless told. */
  readonly patience?: number | undefined;
  /** Hears, for people, that Redis is away and that it is back. */
  readonly tell: (line: string) => void;
  /** Redis is back: what it does not keep on disk is lost. */
  readonly back?: () => void;
}

const PATIENCE_MS = 60_000;
const CONNECT_MS = 10_000;

/** Milliseconds before the n-th attempt to come back. */
const pauseBefore = (attempt: number): number => Math.min(50 * 2 ** attempt, 1000);

/** The connections that were made for a link: the queue makes copies, which it does not always let go of when Redis is away. */
function connections(packages: QueuePackages) {
  const made = new Set<Redis>();
  class LinkedRedis extends packages.ioredis.Redis {
    override duplicate(...options: Parameters<Redis['duplicate']>): Redis {
      const copy = super.duplicate(...options);
      made.add(copy);
      return copy;
    }
  }
  return { LinkedRedis, disconnect: () => made.forEach((copy) => void copy.disconnect()) };
}

/**
 * Connects to Redis.
 *
 * @throws HeavisideError `HV_QUEUE_REDIS` when it is not there or does not let us in.
 */
export async function openRedisLink(url: QueueUrl, packages: QueuePackages, options: LinkOptions): Promise<RedisLink> {
  const { patience = PATIENCE_MS, tell, back = () => undefined } = options;
  let [opened, closed] = [false, false];
  let trouble: unknown;
  let timer: NodeJS.Timeout | undefined;
  const { LinkedRedis, disconnect } = connections(packages);
  const client = new LinkedRedis(url.address, {
    // A command that meets an outage waits for its end.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    lazyConnect: true,
    retryStrategy: (attempt) => (opened ? pauseBefore(attempt) : null),
  });
  client.on('error', (cause) => {
    trouble = cause;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (cause) {
    client.disconnect();
    throw redisError(url, trouble ?? cause);
  }
  opened = true;
  trouble = undefined;
  const lost = new Promise<never>((_resolve, reject) => {
    const giveUp = () => {
      const seconds = patience / 1000;
      reject(redisError(url, trouble ?? 'the connection broke', `has been away for ${seconds} s`));
    };
    client.on('close', () => {
      if (closed || timer) return;
      timer = setTimeout(giveUp, patience);
      tell(`Redis at ${url.shown} does not answer: waiting for it, ${patience / 1000} s at most`);
    });
    client.on('ready', () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      [timer, trouble] = [undefined, undefined];
      tell(`Redis at ${url.shown} is back`);
      back();
    });
  });
  // Nobody may be waiting for it when it happens.
  lost.catch(() => undefined);
  return {
    client,
    lost,
    isAway: () => timer !== undefined,
    close() {
      closed = true;
      clearTimeout(timer);
      client.disconnect();
      disconnect();
    },
  };
}
