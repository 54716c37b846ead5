import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';

import type { CliIo } from '../../src/cli/cli-io.js';

/** A stream that remembers what was written; a terminal when told. */
class MemoryStream extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  constructor({ isTTY = false, columns = 120 } = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Streams, signals and an environment that a test can look into. */
export interface MemoryIo extends CliIo {
  readonly stdout: MemoryStream;
  readonly stderr: MemoryStream;
  readonly signals: EventEmitter;
}

interface MemoryIoOptions {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: CliIo['env'];
}

export function memoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const { env = {} } = options;
  return { stdout: new MemoryStream(options), stderr: new MemoryStream(options), signals: new EventEmitter(), env };
}
