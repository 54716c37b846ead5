import type { GpuEngine } from './gpu-js.js';
import { KernelStore } from './kernel-store.js';

interface Lending {
  /** Kernels that are kept when a session ends. */
  readonly limit: number;
  /** How long a store that nobody uses waits for the next session, in milliseconds; 0: not at all. */
  readonly idle: number;
}

/**
 * Lends one store of compiled kernels to all sessions of a mode: compiling takes most of a short session's time.
 *
 * The last one to give it back leaves it to wait for the next; then the engine is freed. A store whose device failed is
 * lent no more, so that the next session starts afresh.
 */
export class StoreLender {
  readonly #create: () => Promise<GpuEngine>;
  readonly #lending: Lending;
  readonly #users = new Map<KernelStore, number>();
  #current: Promise<KernelStore> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(create: () => Promise<GpuEngine>, lending: Lending) {
    this.#create = create;
    this.#lending = lending;
  }

  /** Kernels that are kept when a session ends. */
  get limit(): number {
    return this.#lending.limit;
  }

  /** The caller gives it back, once. */
  async borrow(): Promise<KernelStore> {
    clearTimeout(this.#timer);
    for (;;) {
      const asked = this.#current ?? this.#opened();
      const store = await asked;
      if (store.fit) {
        this.#users.set(store, (this.#users.get(store) ?? 0) + 1);
        // It may have begun to wait while this caller did.
        clearTimeout(this.#timer);
        return store;
      }
      await this.#discard(asked, store);
    }
  }

  #opened(): Promise<KernelStore> {
    const opening = this.#create().then((engine) => new KernelStore(engine));
    this.#current = opening;
    opening.catch(() => {
      if (this.#current === opening) this.#current = undefined;
    });
    return opening;
  }

  /** Lends it no more, and frees it where nobody holds it. */
  async #discard(asked: Promise<KernelStore>, store: KernelStore): Promise<void> {
    if (this.#current !== asked) return;
    this.#current = undefined;
    if (!this.#users.has(store)) await store.destroy();
  }

  async giveBack(store: KernelStore): Promise<void> {
    store.trim(this.#lending.limit);
    const left = this.#users.get(store)! - 1;
    if (left > 0) {
      this.#users.set(store, left);
      return;
    }
    this.#users.delete(store);
    const isCurrent = this.#current !== undefined && (await this.#current.catch(() => undefined)) === store;
    if (this.#users.has(store)) return;
    if (!isCurrent) return store.destroy();
    if (!store.fit || this.#lending.idle === 0) return this.releaseIdle();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.releaseIdle().catch(() => undefined), this.#lending.idle);
    // A process that has nothing else to do ends without waiting.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Frees the store now if nobody uses it. */
  async releaseIdle(): Promise<void> {
    const asked = this.#current;
    if (!asked) return;
    const store = await asked;
    if (this.#users.has(store) || this.#current !== asked) return;
    clearTimeout(this.#timer);
    await this.#discard(asked, store);
  }
}
