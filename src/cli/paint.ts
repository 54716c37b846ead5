import { styleText } from 'node:util';

import type { CliIo, TextStream } from './cli-io.js';

export type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'magenta' | 'blue', text: string) => string;

/** True when lines on this stream may be redrawn: a terminal that understands control sequences. */
export function isLive(stream: TextStream, env: CliIo['env']): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Colours text for a terminal, and leaves it alone elsewhere or when `NO_COLOR` is set. */
export function paintFor(stream: TextStream, env: CliIo['env']): Paint {
  const plain = !isLive(stream, env) || (env['NO_COLOR'] ?? '') !== '';
  return plain ? (_style, text) => text : (style, text) => styleText(style, text, { validateStream: false });
}
