import { BehaviorSubject } from 'rxjs';

import { decodeFrame } from '../../streams/frames/frame-codec.js';
import type { ViewCommand } from '../../streams/frames/view-command.js';
import type { RunFrame } from '../../streams/frames/view-frame.js';
import { VIEW_PROTOCOL } from '../../streams/frames/view-protocol.js';
import { backOff } from './back-off.js';
import type { LinkStatus } from './link-status.js';

const GOING_AWAY = 1001;
const REFUSED = 1008;
/** Milliseconds that a connection lasts before it counts as one, and in which a sentence can be read. */
const LASTS_MS = 5000;

/** How a page asks whether it is still there. */
const ASK = { method: 'HEAD', cache: 'no-store' } as const;

/** Connection of a page to the server that it came from; it is made again whenever it is lost. */
export class FrameLink {
  readonly status = new BehaviorSubject<LinkStatus>({ kind: 'connecting' });
  readonly #page: URL;
  readonly #hear: (frame: RunFrame) => void;
  #socket: WebSocket | undefined;
  #failures = 0;

  /** @param page Address of the page; the socket is beside it. @param hear Takes every frame. */
  constructor(page: URL, hear: (frame: RunFrame) => void) {
    this.#page = page;
    this.#hear = hear;
    this.#connect();
  }

  /** Sends a command; without a connection it is lost. */
  send(command: ViewCommand): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }

  #connect(): void {
    const address = new URL(`${VIEW_PROTOCOL.path}?view=${VIEW_PROTOCOL.version}`, this.#page);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    let told = false;
    let lasts: ReturnType<typeof setTimeout> | undefined;
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      if (!told) lasts = this.#opened();
      told = true;
      this.#take(data);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      clearTimeout(lasts);
      void this.#lost(told, code, reason);
    });
  }

  /** @returns The timer at whose end the connection counts as one: one that is lost before is tried again ever later. */
  #opened(): ReturnType<typeof setTimeout> {
    // A reason must be there long enough to be read.
    if (this.status.value.kind !== 'scolded') this.status.next({ kind: 'open' });
    return setTimeout(() => {
      this.#failures = 0;
      if (this.status.value.kind === 'scolded') this.status.next({ kind: 'open' });
    }, LASTS_MS);
  }

  #take(data: unknown): void {
    try {
      this.#hear(decodeFrame(new Uint8Array(data as ArrayBuffer)));
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  /** What cannot be read will not be readable when it comes again. */
  #end(reason: string): void {
    this.status.next({ kind: 'unreadable', reason });
    this.#socket?.close();
  }

  async #lost(told: boolean, code: number, reason: string): Promise<void> {
    if (this.status.value.kind === 'unreadable') return;
    if (code === VIEW_PROTOCOL.otherVersion) return this.#end(reason);
    this.#failures++;
    if (code === REFUSED) this.status.next({ kind: 'scolded', reason });
    else if (code === GOING_AWAY) this.status.next({ kind: 'ended' });
    else if (told) this.status.next({ kind: 'gone' });
    else this.status.next(await this.#whyNot());
    setTimeout(() => this.#connect(), backOff(this.#failures));
  }

  /** Why there was no socket: a browser does not say so itself. */
  async #whyNot(): Promise<LinkStatus> {
    try {
      const { ok } = await fetch(this.#page, ASK);
      return { kind: ok ? 'full' : 'refused' };
    } catch {
      return { kind: this.status.value.kind === 'ended' ? 'ended' : 'gone' };
    }
  }
}
