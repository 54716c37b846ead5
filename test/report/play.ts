import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

import { main } from '../../src/cli/main.js';
import { decodeFrames } from '../../src/streams/frames/frame-file.js';
import type { RunFrame } from '../../src/streams/frames/view-frame.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';

/** A network that learns XOR in four epochs of two batches. */
export const XOR = `scenario: 1
name: xor-tiny
seed: 4
time: { steps: 8 }
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: hidden, size: 8, neuron: lif }
    - { id: out, size: 2, neuron: lif }
learn: { rule: lfp }
train: { epochs: 4, batch: 2 }
`;

/** How a scenario is played. */
export interface PlayOptions {
  readonly argv?: readonly string[];
  /** Ctrl-C as soon as stderr has this text. */
  readonly interruptAt?: string;
}

/** Plays a scenario through the command line. */
export async function play(scenario: string, { argv = [], interruptAt }: PlayOptions = {}) {
  const out = temporaryFolder();
  const file = join(out, 'played.yaml');
  writeFileSync(file, scenario);
  const io = memoryIo();
  const watch = setInterval(() => {
    if (interruptAt === undefined || !io.stderr.text.includes(interruptAt)) return;
    clearInterval(watch);
    io.signals.emit('SIGINT');
  }, 1);
  const status = await main(['run', file, '--out', out, '--backend', 'events', '--threads', '1', ...argv], io);
  clearInterval(watch);
  const name = /^name: (.*)$/m.exec(scenario)![1]!;
  if (!existsSync(join(out, name))) throw new Error(`there is no run: ${io.stderr.text}`);
  const folder = join(out, name, readdirSync(join(out, name)).find((entry) => /^[0-9a-f]{12}$/.test(entry))!);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text, folder };
}

/** For warnings where none should come. */
export function unexpected(warning: string): never {
  throw new Error(`unexpected warning: ${warning}`);
}

/** The bytes that a page carries, unpacked. */
export function carried(page: string): Uint8Array {
  const [, data = ''] = /<script type="application\/octet-stream" id="data">([A-Za-z0-9+/=]*)<\/script>/.exec(page)!;
  return inflateSync(Buffer.from(data, 'base64'));
}

export function carriedFrames(page: string): readonly RunFrame[] {
  return decodeFrames(carried(page), 'page');
}
