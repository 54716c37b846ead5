import { Subscription } from 'rxjs';
import type { RawData, WebSocket } from 'ws';

import { FrameHistory } from '../streams/frames/frame-history.js';
import { readCommand } from './read-command.js';
import { refuseSocket } from './refuse-socket.js';
import type { ServeLimits } from './serve-limits.js';
import type { ServedPilot, ServedRun } from './served-run.js';
import { tokenBucket } from './token-bucket.js';
import { type RunState, ViewClient } from './view-client.js';

const UNCONTROLLED: RunState = { paused: false, speed: 0, stopping: false, controls: false };

/** Codes of the protocol with which a socket is closed. */
const GOING_AWAY = 1001;
const REFUSED = 1008;

/** All pages that watch, and the runs that they are shown. */
export class ViewClients {
  readonly #clients = new Map<WebSocket, ViewClient>();
  readonly #histories: readonly FrameHistory[];
  readonly #states: RunState[];
  readonly #pilots: readonly (ServedPilot | undefined)[];
  readonly #subscription = new Subscription();
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  readonly #limits: ServeLimits;
  #watched = false;

  /** @param now Milliseconds from any fixed moment. */
  constructor(runs: readonly ServedRun[], now: () => number, limits: ServeLimits) {
    this.#now = now;
    this.#limits = limits;
    this.#histories = runs.map((_, run) => new FrameHistory(run));
    this.#pilots = runs.map(({ pilot }) => pilot);
    this.#states = runs.map(() => UNCONTROLLED);
    runs.forEach(({ frames, pilot }, run) => {
      this.#subscription.add(
        frames.subscribe((frame) => {
          this.#histories[run]!.take(frame);
          for (const client of this.#clients.values()) client.pump();
        }),
      );
      this.#subscription.add(pilot?.state.subscribe((state) => this.#tell(run, { ...state, controls: true })));
    });
    this.#timer = setInterval(() => this.#tick(), this.#limits.tick);
    this.#timer.unref();
  }

  get count(): number {
    return this.#clients.size;
  }

  /** Takes a page in that has connected. */
  add(socket: WebSocket): void {
    const client = new ViewClient(socket, {
      histories: this.#histories,
      states: this.#states,
      limits: this.#limits,
      awake: () => this.#tellPilots(),
    });
    this.#clients.set(socket, client);
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#tellPilots();
    });
    this.#obey(socket);
    client.pump();
  }

  /** Sends what waits to those who take it, and says goodbye. Resolves when every socket is closed. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#until(this.#limits.flush, () =>
      [...this.#clients.values()].every((client) => client.drained || client.stalled),
    );
    this.#subscription.unsubscribe();
    for (const socket of this.#clients.keys()) socket.close(GOING_AWAY, 'the server has ended');
    await this.#until(this.#limits.goodbye, () => this.#clients.size === 0);
    for (const socket of this.#clients.keys()) socket.terminate();
  }

  /** Waits until something is so, but no longer than a patience in milliseconds. */
  async #until(patience: number, isSo: () => boolean): Promise<void> {
    const end = this.#now() + patience;
    while (!isSo() && this.#now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #tell(run: number, state: RunState): void {
    this.#states[run] = state;
    for (const client of this.#clients.values()) client.tell(run, state);
  }

  #tick(): void {
    for (const client of this.#clients.values()) client.tick();
    this.#tellPilots();
  }

  #tellPilots(): void {
    const watched = [...this.#clients.values()].some((client) => !client.stalled);
    if (watched === this.#watched) return;
    this.#watched = watched;
    for (const pilot of this.#pilots) pilot?.watching(watched);
  }

  #obey(socket: WebSocket): void {
    const { commandBurst: burst, commandsPerSecond: perSecond } = this.#limits;
    const bucket = tokenBucket({ burst, perSecond, now: this.#now });
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // What was on its way when the socket was closed is not heard any more.
      if (socket.readyState !== socket.OPEN) return;
      if (isBinary) return refuseSocket(socket, REFUSED, 'expected text, got bytes');
      if (!bucket.take()) return refuseSocket(socket, REFUSED, `expected at most ${perSecond} commands a second`);
      const read = readCommand(String(data));
      if ('problem' in read) return refuseSocket(socket, REFUSED, read.problem);
      // Nothing is wrong with a command to runs that take none: there is only nobody to hear it.
      const pilot = this.#pilots.find((one) => one !== undefined);
      try {
        pilot?.command(read.command);
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        refuseSocket(socket, REFUSED, cause.message);
      }
    });
  }
}
