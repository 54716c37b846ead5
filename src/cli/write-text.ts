import { HeavisideError } from '../core/heaviside-error.js';
import type { TextStream } from './cli-io.js';

/**
 * Lets failures of a stream be reported by the write that met them instead of ending the process.
 * To be called once before the first write; the guard stays, because a pipe may break after the last one.
 */
export function guardStream(stream: TextStream): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
}

/**
 * Writes text and waits until it is handed over. A reader that has gone (`| head`) is no error.
 *
 * @throws HeavisideError `HV_OUTPUT`, kind `machine`, when the text cannot be written, for example on a full disk.
 */
export async function writeText(stream: TextStream, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (cause?: NodeJS.ErrnoException | null) => {
      if (!cause || cause.code === 'EPIPE' || cause.code === 'ERR_STREAM_DESTROYED') return resolve();
      const remedy = 'Send the output elsewhere: to a disk with room, or to a terminal.';
      const message = `cannot write the output: ${cause.message}`;
      reject(new HeavisideError('HV_OUTPUT', 'machine', message, { remedy, cause }));
    });
  });
}
