import { PREFIX, queueName, VERSIONS_KEY } from './queue-names.js';
import type { QueuePackages } from './queue-packages.js';
import type { RedisLink } from './redis-link.js';

/** Who else uses the same Redis. */
interface OtherVersion {
  readonly version: string;
  /** Runs that wait for a worker of that version. */
  readonly waiting: number;
  readonly workers: number;
}

async function otherVersions(
  { client }: RedisLink,
  { bullmq }: QueuePackages,
  own: string,
): Promise<readonly OtherVersion[]> {
  const versions = (await client.smembers(VERSIONS_KEY)).filter((version) => version !== own).toSorted();
  return Promise.all(
    versions.map(async (version) => {
      const options = { connection: client, prefix: PREFIX, skipMetasUpdate: true };
      const queue = new bullmq.Queue(queueName(version), options);
      queue.on('error', () => undefined);
      const [waiting, workers] = await Promise.all([queue.getJobCountByTypes('waiting'), queue.getWorkersCount()]);
      await queue.close();
      return { version, waiting, workers };
    }),
  );
}

/** What a worker does not take: jobs of other versions, which could compute something else. A line for each version. */
export async function otherQueues(link: RedisLink, packages: QueuePackages, own: string): Promise<readonly string[]> {
  const others = await otherVersions(link, packages, own);
  return others
    .filter(({ waiting }) => waiting > 0)
    .map(({ version, waiting }) => {
      const runs = waiting === 1 ? 'a run waits' : `${waiting} runs wait`;
      return `${runs} for Heaviside ${version}: this worker is ${own} and takes none of them`;
    });
}

/** Why nobody serves a queue: workers that there are, but of other versions. A clause for each version. */
export async function otherWorkers(link: RedisLink, packages: QueuePackages, own: string): Promise<readonly string[]> {
  const others = await otherVersions(link, packages, own);
  return others
    .filter(({ workers }) => workers > 0)
    .map(
      ({ version, workers }) => `${workers === 1 ? 'a worker is' : `${workers} workers are`} of Heaviside ${version}`,
    );
}
