import type { ViewCommand } from '../../streams/frames/view-command.js';

/** Of these only the newest counts: each replaces what was before. */
const REPLACING: readonly ViewCommand['kind'][] = ['speed', 'sample', 'pin', 'suggest-pins', 'pulses'];
/** Milliseconds between two commands: fewer than a server takes. */
const INTERVAL_MS = 60;
const MOST_WAITING = 50;

/** Sends commands no faster than a server takes them. */
export class CommandPacer {
  readonly #send: (command: ViewCommand) => void;
  #waiting: ViewCommand[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (command: ViewCommand) => void) {
    this.#send = send;
  }

  push(command: ViewCommand): void {
    if (REPLACING.includes(command.kind)) this.#waiting = this.#waiting.filter(({ kind }) => kind !== command.kind);
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(command);
    if (this.#timer === undefined) this.#next();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
  }

  #next(): void {
    const command = this.#waiting.shift();
    this.#timer = command && setTimeout(() => this.#next(), INTERVAL_MS);
    if (command) this.#send(command);
  }
}
