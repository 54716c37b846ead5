import { basename } from 'node:path';

/** What every key of Heaviside in Redis begins with. */
export const PREFIX = 'heaviside';

/** Set of the versions of Heaviside that have used this Redis. */
export const VERSIONS_KEY = `${PREFIX}:versions`;

/** The queue of all sweeps of one version: a worker plays what it would compute the same, whoever asks. */
export function queueName(version: string): string {
  return `runs-${version}`;
}

/** A run of a scenario on a backend is the same job whoever asks for it, and is queued once. */
export function jobId(folder: string, backend = 'auto'): string {
  return `${basename(folder)}-${backend}`;
}

/** Where the files of a finished run wait for whoever asked for it. */
export function parcelKey(version: string, id: string): string {
  return `${PREFIX}:parcel:${version}:${id}`;
}

/** What nobody fetches leaves Redis after so long. */
export const KEPT_SECONDS = 7 * 24 * 3600;
