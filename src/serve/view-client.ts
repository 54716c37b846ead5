import type { WebSocket } from 'ws';

import { encodeFrame } from '../streams/frames/frame-codec.js';
import { FrameCursor } from '../streams/frames/frame-cursor.js';
import type { FrameHistory } from '../streams/frames/frame-history.js';
import type { FrameOf } from '../streams/frames/view-frame.js';
import type { ServeLimits } from './serve-limits.js';

/** How a run is held at the moment. */
export type RunState = Omit<FrameOf<'state'>, 'kind' | 'dropped'>;

/** One run as a client follows it. */
interface Followed {
  readonly run: number;
  readonly cursor: FrameCursor;
  state: RunState;
  /** Dropped frames that the client knows of; undefined: the state is news. */
  told: number | undefined;
}

/** What a client is made for. */
export interface ClientOptions {
  readonly histories: readonly FrameHistory[];
  readonly states: readonly RunState[];
  readonly limits: ServeLimits;
  /** Called when the page takes something again, or for the first time. */
  readonly awake: () => void;
}

/**
 * One page at the other end of a socket. It is sent what it has room for and nothing ever waits for it: it keeps no queue
 * but a place in the history of each run.
 */
export class ViewClient {
  readonly #socket: WebSocket;
  readonly #runs: readonly Followed[];
  readonly #limits: ServeLimits;
  readonly #awake: () => void;
  /** Pings that were sent and not answered. Nobody is taken to be there who has not answered yet. */
  #unanswered: number;
  #known = false;

  constructor(socket: WebSocket, { histories, states, limits, awake }: ClientOptions) {
    this.#socket = socket;
    this.#limits = limits;
    this.#awake = awake;
    this.#unanswered = limits.stalledTicks;
    this.#runs = histories.map((history, run) => ({
      run,
      cursor: new FrameCursor(history),
      state: states[run]!,
      told: undefined,
    }));
    socket.on('pong', () => this.#answered());
    socket.ping();
  }

  /** Takes nothing, for now: an answer to a ping comes only when all that was sent before it has been taken. */
  get stalled(): boolean {
    return this.#unanswered >= this.#limits.stalledTicks;
  }

  /** Whether everything that there is has left this machine. */
  get drained(): boolean {
    return this.#socket.bufferedAmount === 0;
  }

  /** Sends what there is, as far as there is room; the rest follows by itself when there is. */
  pump(): void {
    const socket = this.#socket;
    while (socket.readyState === socket.OPEN && socket.bufferedAmount < this.#limits.buffered) {
      const message = this.#next();
      if (!message) return;
      socket.send(message, (error) => {
        if (!error) this.pump();
      });
    }
  }

  /** Tells the client how a run stands. */
  tell(run: number, state: RunState): void {
    const followed = this.#runs[run]!;
    followed.state = state;
    followed.told = undefined;
    this.pump();
  }

  /** To be called every `ServeLimits.tick`: sees who has stalled or gone. */
  tick(): void {
    if (this.#unanswered++ >= this.#limits.goneTicks) this.#socket.terminate();
    else this.#socket.ping();
    // Who has never answered has missed nothing yet.
    const asleep = this.#known && this.stalled;
    for (const { cursor } of this.#runs) if (asleep || cursor.backlog > this.#limits.backlog) cursor.dropLooks();
    this.pump();
  }

  #answered(): void {
    const stalled = this.stalled;
    this.#unanswered = 0;
    this.#known = true;
    if (stalled) this.#awake();
  }

  #next(): Uint8Array | undefined {
    for (const followed of this.#runs) {
      const { run, cursor, state, told } = followed;
      if (told === cursor.dropped) continue;
      followed.told = cursor.dropped;
      return encodeFrame({ run, frame: { kind: 'state', ...state, dropped: cursor.dropped } });
    }
    for (const { cursor } of this.#runs) {
      const bytes = cursor.next();
      if (bytes) return bytes;
    }
    return undefined;
  }
}
