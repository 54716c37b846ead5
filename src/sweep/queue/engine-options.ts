import type { QueueUrl } from './queue-url.js';

/** Where a sweep waits for the runs that workers play. */
export interface QueueEngineOptions {
  readonly queue: QueueUrl;
  /** Folder of all runs. */
  readonly out: string;
  /** Name of the backend of all runs; omitted: the workers take for each the first that can run it. */
  readonly backend?: string | undefined;
  /** Repeat runs that are finished already. */
  readonly fresh: boolean;
  /** Aborted when it should wait no longer; the runs stay in the queue. */
  readonly signal: AbortSignal;
  /** Hears what people should know of the queue. */
  readonly tell: (line: string) => void;
  /** Of Heaviside; its own unless told. */
  readonly version?: string | undefined;
  /** Milliseconds for which Redis may be away; a minute unless told. */
  readonly patience?: number | undefined;
  /** Milliseconds between two looks at what may have been missed; 5 s unless told. */
  readonly look?: number | undefined;
  /** Milliseconds before a failed run is tried again, the first time; 5 s unless told, twice as many the next time. */
  readonly backoff?: number | undefined;
}
