/** A worker that was started. */
export interface WorkerThread {
  /** Whether it keeps the process alive; at first it does. */
  keepAlive(keeps: boolean): void;
  terminate(): Promise<void>;
}

/** Where threads come from. */
export interface ThreadHost {
  /** Threads that can run at the same time. */
  readonly cores: number;
  /** Why there is but the calling thread, and what to do about it; undefined when there are more. */
  readonly missing: { readonly reason: string; readonly remedy: string } | undefined;
  /**
   * Starts a worker.
   *
   * @param source  Its program.
   * @param message What it is sent first.
   * @param onEnd   Called when it ends, for whatever reason.
   */
  start(source: string, message: unknown, onEnd: (reason: string) => void): WorkerThread;
}

/** Threads of the engine that this runs in: Node's worker threads, or a page's Web Workers. */
export function threadHost(place: Place = globalThis as Place): ThreadHost {
  // Nothing is imported, so that a bundle for pages needs no word about Node.
  const load = place.process?.getBuiltinModule;
  return load ? nodeHost(load) : pageHost(place);
}

function nodeHost(load: typeof process.getBuiltinModule): ThreadHost {
  return {
    cores: load('node:os').availableParallelism(),
    missing: undefined,
    start(source, message, onEnd) {
      const { Worker } = load('node:worker_threads');
      // Options of the parent process, such as --input-type, are not for this program.
      const worker = new Worker(source, { eval: true, execArgv: [] });
      worker.once('error', (error) => onEnd(String(error)));
      worker.once('exit', (code) => onEnd(`it ended with exit code ${code}`));
      worker.postMessage(message);
      return {
        keepAlive: (keeps) => (keeps ? worker.ref() : worker.unref()),
        terminate: async () => {
          await worker.terminate();
        },
      };
    },
  };
}

/** What is used of the global object. */
interface Place {
  readonly process?: Partial<typeof process>;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: new (address: string) => PageWorker;
}

interface PageWorker {
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

function pageHost({ crossOriginIsolated, navigator, Worker }: Place): ThreadHost {
  return {
    cores: navigator?.hardwareConcurrency ?? 1,
    missing: missingOnPage(crossOriginIsolated === true, Worker !== undefined),
    start(source, message, onEnd) {
      const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      const worker = new Worker!(address);
      worker.onerror = ({ message: text }) => onEnd(text ?? 'it could not be started');
      worker.postMessage(message);
      return {
        // A page lives as long as it is open.
        keepAlive: () => {},
        terminate: async () => {
          worker.terminate();
          URL.revokeObjectURL(address);
        },
      };
    },
  };
}

function missingOnPage(isolated: boolean, hasWorkers: boolean): ThreadHost['missing'] {
  if (!hasWorkers) return { reason: 'this engine has no workers', remedy: 'Ask for 1 thread.' };
  if (isolated) return undefined;
  return {
    reason: 'page is not cross-origin isolated',
    remedy:
      'Serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or ask for 1 thread.',
  };
}
