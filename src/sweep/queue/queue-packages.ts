import { readFile } from 'node:fs/promises';

import { HeavisideError } from '../../core/heaviside-error.js';
import { packageFile } from '../../record/package-file.js';

/** The packages that a queue needs. */
export interface QueuePackages {
  readonly bullmq: Pick<
    typeof import('bullmq'),
    'Queue' | 'QueueEvents' | 'UnrecoverableError' | 'WaitingError' | 'Worker'
  >;
  readonly ioredis: Pick<typeof import('ioredis'), 'Redis'>;
}

/** Loads each of them. */
type Loaders = { readonly [K in keyof QueuePackages]: () => Promise<QueuePackages[K]> };

const INSTALLED: Loaders = { bullmq: () => import('bullmq'), ioredis: () => import('ioredis') };

/** `npm install` for the versions that this Heaviside was tested with. */
async function installCommand(names: readonly string[]): Promise<string> {
  const { optionalDependencies } = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  return `npm install ${names.map((name) => `${name}@${optionalDependencies[name]}`).join(' ')}`;
}

/**
 * Loads what a queue needs: optional packages, which nobody without a queue has to have.
 *
 * @throws HeavisideError `HV_QUEUE_PACKAGES`, kind `machine`, when one is missing.
 */
export async function loadQueuePackages(load: Loaders = INSTALLED): Promise<QueuePackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([load.bullmq(), load.ioredis()]);
    return { bullmq, ioredis };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const names = Object.keys(load);
    const message = `a queue needs the packages ${names.join(' and ')}, which are not both installed`;
    const remedy = await installCommand(names);
    throw new HeavisideError('HV_QUEUE_PACKAGES', 'machine', message, { remedy, cause });
  }
}
