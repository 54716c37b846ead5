/** A promise with its ends outside. (`Promise.withResolvers` needs Node 22.) */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(cause: unknown): void;
}

/** A promise to be settled later. A rejection that nobody awaits is not reported as unhandled. */
export function deferred(): Deferred {
  let resolve!: () => void;
  let reject!: (cause: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
