/** What a server of views lets others take of the machine, and for how long. */
export interface ServeLimits {
  /** TCP connections, sockets among them. */
  readonly connections: number;
  /** WebSockets. */
  readonly sockets: number;
  /** Bytes of one message from a page. */
  readonly message: number;
  /** Commands that a page may send at once, and per second in the long run. */
  readonly commandBurst: number;
  readonly commandsPerSecond: number;
  /** Milliseconds until the head of a request must be there. */
  readonly headers: number;
  /** Milliseconds until a whole request must be there, and for which an answer waits for its reader. */
  readonly idle: number;
  /** Bytes of all headers of a request. */
  readonly headerBytes: number;
  /** Bytes that may wait in a socket before no more are written to it. */
  readonly buffered: number;
  /** Bytes of presentations that may wait for a page, which does not keep up then. */
  readonly backlog: number;
  /** Milliseconds between two pings to every page. */
  readonly tick: number;
  /** A page that has not answered for so many ticks has stalled. */
  readonly stalledTicks: number;
  /** A page that has not answered for so many ticks is gone. */
  readonly goneTicks: number;
  /** Milliseconds until the other side of a socket that is being closed must have done the same. */
  readonly closing: number;
  /** Milliseconds to send what waits when the server ends. */
  readonly flush: number;
  /** Milliseconds that pages have to say goodbye then. */
  readonly goodbye: number;
}

export const SERVE_LIMITS: ServeLimits = {
  connections: 256,
  sockets: 32,
  message: 262_144,
  commandBurst: 40,
  commandsPerSecond: 20,
  headers: 5_000,
  idle: 10_000,
  headerBytes: 16_384,
  buffered: 262_144,
  backlog: 4_000_000,
  tick: 500,
  stalledTicks: 4,
  goneTicks: 60,
  closing: 1_000,
  flush: 1_000,
  goodbye: 100,
};
