/** A stream for text; a terminal says so. */
export type TextStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Whoever tells of signals; `process` does. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** What the command line talks to. */
export interface CliIo {
  /** For results. */
  readonly stdout: TextStream;
  /** For progress and messages. */
  readonly stderr: TextStream;
  readonly signals: SignalSource;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal, signals and environment of this process. */
export function processIo(): CliIo {
  return { stdout: process.stdout, stderr: process.stderr, signals: process, env: process.env };
}
