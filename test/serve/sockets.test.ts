import { once } from 'node:events';
import { describe, expect, test } from 'vitest';

import type { ViewCommand } from '../../src/streams/frames/view-command.js';
import type { ViewFrame } from '../../src/streams/frames/view-frame.js';
import { batchColumns } from '../streams/frames/batch-columns.js';
import { eventually, openPage, openServer, RUN, rawSocket, upgradeText } from './open-server.js';

const ENDED: ViewFrame = { kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 1, seconds: 1 };
const metrics = (step: number): ViewFrame => ({ kind: 'metrics', split: 'test', epoch: step, step, metrics: {} });
const kinds = (frames: readonly { readonly frame: ViewFrame }[]) => frames.map(({ frame }) => frame.kind);

/** A frame of a client: masked by zeros, so that the bytes stay as they are. */
function clientFrame(opcode: number, payload: Uint8Array, length = payload.length): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

describe('a page', () => {
  test('is told how the run stands, what there was, and what comes', async () => {
    const { frames, ...server } = await openServer();
    frames.next(RUN);
    frames.next({ kind: 'batches', ...batchColumns(1, 3) });
    const page = openPage(server);
    await page.until(({ kind }) => kind === 'batches');
    expect(page.frames[0]).toEqual({
      run: 0,
      frame: { kind: 'state', paused: false, speed: 0, stopping: false, controls: true, dropped: 0 },
    });
    frames.next(metrics(3));
    server.state.next({ paused: true, speed: 5, stopping: false });
    await page.until((frame) => frame.kind === 'state' && frame.paused);
    frames.next(ENDED);
    await page.until(({ kind }) => kind === 'ended');
    expect(kinds(page.frames)).toEqual(['state', 'run', 'batches', 'metrics', 'state', 'ended']);
  });

  test('is told the same as another one that was there before', async () => {
    const { frames, ...server } = await openServer();
    const early = openPage(server);
    await eventually(() => server.watching.length > 0);
    for (const frame of [RUN, metrics(1), metrics(2), ENDED]) frames.next(frame);
    await early.until(({ kind }) => kind === 'ended');
    const late = openPage(server);
    await late.until(({ kind }) => kind === 'ended');
    expect(kinds(late.frames)).toEqual(['state', 'run', 'batches', 'metrics', 'metrics', 'ended']);
    expect(kinds(early.frames)).toEqual(kinds(late.frames));
  });

  test('is told goodbye when the server ends, after all that there was', async () => {
    const { frames, ...server } = await openServer();
    const page = openPage(server);
    await page.until(({ kind }) => kind === 'state');
    frames.next(RUN);
    frames.next(ENDED);
    await server.server.close();
    expect(await page.closed).toBe('1001 the server has ended');
    expect(kinds(page.frames).at(-1)).toBe('ended');
  });

  test('is one of those for whom the run is shown, once it has answered and until it goes', async () => {
    const server = await openServer();
    const [one, other] = [openPage(server), openPage(server)];
    for (const page of [one, other]) await page.until(({ kind }) => kind === 'state');
    await eventually(() => server.watching.length > 0);
    one.socket.close();
    await one.closed;
    expect(server.watching).toEqual([true]);
    other.socket.terminate();
    await eventually(() => server.watching.length === 2);
    expect(server.watching).toEqual([true, false]);
  });
});

describe('commands', () => {
  test('reach the pilot as they are', async () => {
    const server = await openServer();
    const page = openPage(server);
    await once(page.socket, 'open');
    const sent: readonly ViewCommand[] = [
      { kind: 'pause' },
      { kind: 'speed', batchesPerSecond: 2.5 },
      { kind: 'sample', sample: 7 },
      { kind: 'pin', neurons: [{ layer: '<script>', unit: 3 }] },
      { kind: 'suggest-pins', neurons: [{ layer: 'h1', unit: 0 }] },
      { kind: 'pulses', pulses: [{ layer: 'h1', units: [0, 1], at: 5, duration: 2, amplitude: -1.5 }] },
      { kind: 'intervene', intervention: { kind: 'silence', layer: 'h1', units: [4] } },
      { kind: 'intervene', intervention: { kind: 'learning-rate', value: 1e6 } },
      { kind: 'intervene', intervention: { kind: 'learning-rate', value: 5e-324 } },
      { kind: 'stop' },
    ];
    for (const command of sent) page.socket.send(JSON.stringify(command));
    await eventually(() => server.commands.length === sent.length);
    expect(server.commands).toEqual(sent);
  });

  test('have room for as many units as they may name, however long their numbers', async () => {
    const server = await openServer();
    const page = openPage(server);
    await once(page.socket, 'open');
    const units = Array<number>(16_384).fill(4_294_967_295);
    const intervention = { kind: 'silence', layer: 'h'.repeat(200), units };
    page.socket.send(JSON.stringify({ kind: 'intervene', intervention }));
    const pulse = { layer: 'h1', units: units.slice(1), at: 0, duration: 1, amplitude: 1 };
    const one = { ...pulse, units: [0] };
    page.socket.send(JSON.stringify({ kind: 'pulses', pulses: [pulse, one] }));
    await eventually(() => server.commands.length === 2);
    expect(server.commands[0]).toMatchObject({ intervention: { units } });
    page.socket.send(JSON.stringify({ kind: 'pulses', pulses: [pulse, one, one] }));
    expect(await page.closed).toBe('1008 pulses: Too big: expected pulses into at most 16384 units in all');
  });

  test.each<[string, string, string]>([
    ['no JSON', '{"kind":', 'expected a command as JSON'],
    ['nothing', '', 'expected a command as JSON'],
    ['no object', 'null', 'Invalid input'],
    ['a command that there is not', '{"kind":"reboot"}', 'kind: Invalid'],
    ['a prototype', '{"kind":"__proto__"}', 'kind: Invalid'],
    ['more than a command', '{"kind":"pause","now":true}', 'Unrecognized key: "now"'],
    ['a speed without end', '{"kind":"speed","batchesPerSecond":1e999}', 'batchesPerSecond: Invalid input'],
    ['a sample between two', '{"kind":"sample","sample":1.5}', 'sample: Invalid input'],
    ['a sample below 0', '{"kind":"sample","sample":-1}', 'sample: Too small'],
    [
      'too many neurons',
      JSON.stringify({ kind: 'pin', neurons: Array(65).fill({ layer: 'h1', unit: 0 }) }),
      'neurons: Too big',
    ],
    [
      'a long name',
      JSON.stringify({ kind: 'pin', neurons: [{ layer: 'x'.repeat(201), unit: 0 }] }),
      'neurons.0.layer: Too big',
    ],
    [
      'a learning rate as text',
      '{"kind":"intervene","intervention":{"kind":"learning-rate","value":"1"}}',
      'intervention.value: Invalid input',
    ],
    ...([0, -0.1, 1_000_001] as const).map((value): [string, string, string] => [
      `a learning rate of ${value}, which the field of the page does not take either,`,
      JSON.stringify({ kind: 'intervene', intervention: { kind: 'learning-rate', value } }),
      value > 0
        ? 'intervention.value: Too big: expected number to be <=1000000'
        : 'intervention.value: Too small: expected number to be >0',
    ]),
  ])('%s closes the socket with the reason', async (_what, text, reason) => {
    const server = await openServer();
    const page = openPage(server);
    await once(page.socket, 'open');
    page.socket.send(text);
    page.socket.send('{"kind":"pause"}');
    expect(await page.closed).toContain(`1008 ${reason}`);
    expect(server.commands).toEqual([]);
  });

  test('as bytes close the socket', async () => {
    const page = openPage(await openServer());
    await once(page.socket, 'open');
    page.socket.send(Uint8Array.of(1, 2, 3));
    expect(await page.closed).toBe('1008 expected text, got bytes');
  });

  test('that flood close the socket; what came before counts, the run and other pages go on', async () => {
    const { frames, ...server } = await openServer({ limits: { commandBurst: 5, commandsPerSecond: 1 } });
    const [flood, calm] = [openPage(server), openPage(server)];
    for (const page of [flood, calm]) await page.until(({ kind }) => kind === 'state');
    for (let k = 0; k < 1000; k++) flood.socket.send('{"kind":"step"}');
    expect(await flood.closed).toBe('1008 expected at most 1 commands a second');
    expect(server.commands.length).toBe(5);
    frames.next(RUN);
    await calm.until(({ kind }) => kind === 'run');
  });

  test('that the pilot does not take close the socket with the reason; other pages go on', async () => {
    const { frames, ...server } = await openServer({
      obey: ({ kind }) => {
        if (kind === 'intervene') throw new RangeError('intervene: too many');
      },
    });
    const [greedy, calm] = [openPage(server), openPage(server)];
    for (const page of [greedy, calm]) await page.until(({ kind }) => kind === 'state');
    const intervention = { kind: 'learning-rate', value: 1 };
    greedy.socket.send(JSON.stringify({ kind: 'intervene', intervention }));
    expect(await greedy.closed).toBe('1008 intervene: too many');
    frames.next(RUN);
    await calm.until(({ kind }) => kind === 'run');
  });

  test('for a run that takes none are not heard; those that are none close the socket all the same', async () => {
    const { frames, ...server } = await openServer({ piloted: false });
    const page = openPage(server);
    expect(await page.until(({ kind }) => kind === 'state')).toMatchObject({ controls: false });
    page.socket.send('{"kind":"pause"}');
    page.socket.send('{"kind":"pin","neurons":[{"layer":"h1","unit":0}]}');
    const ponged = once(page.socket, 'pong');
    page.socket.ping();
    await ponged;
    frames.next(RUN);
    await page.until(({ kind }) => kind === 'run');
    page.socket.send('{"kind":"reboot"}');
    expect(await page.closed).toContain('1008 kind: Invalid');
  });
});

describe('a socket that does harm', () => {
  test('by a message of 100 MB is closed at its head, and takes no memory', async () => {
    const { frames, ...server } = await openServer();
    const socket = await rawSocket(server.port);
    socket.write(upgradeText(server.host));
    const received: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    await eventually(() => received.length > 0);
    const before = process.memoryUsage();
    const chunk = Buffer.alloc(65_536, 'x');
    socket.write(clientFrame(1, chunk, 100_000_000));
    let sent = chunk.length;
    let most = 0;
    while (!socket.destroyed && sent < 100_000_000) {
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      sent += chunk.length;
      const { arrayBuffers, external } = process.memoryUsage();
      most = Math.max(most, arrayBuffers - before.arrayBuffers, external - before.external);
    }
    await eventually(() => socket.destroyed || socket.readableEnded);
    // A closing frame (0x88) with code 1009.
    expect(Buffer.concat(received).includes(Buffer.of(0x88, 2, 0x03, 0xf1))).toBe(true);
    expect(most).toBeLessThan(8_000_000);
    // It never was anybody who watched.
    expect(server.watching).toEqual([]);
    frames.next(RUN);
    await openPage(server).until(({ kind }) => kind === 'run');
  });

  test('by a message of many small parts is closed', async () => {
    const server = await openServer();
    const page = openPage(server);
    await once(page.socket, 'open');
    for (let k = 0; k < 270; k++) page.socket.send('x'.repeat(1000), { fin: false });
    expect(await page.closed).toContain('1009');
    expect(server.commands).toEqual([]);
  });

  test('by ending in the middle of a frame, or with noise, is let go of', async () => {
    const { frames, ...server } = await openServer();
    const half = clientFrame(1, Buffer.from('{"kind":"pause"}')).subarray(0, 20);
    for (const bytes of [half, Buffer.from('not a frame at all'), clientFrame(0xf, Buffer.from('x'))]) {
      const socket = await rawSocket(server.port);
      socket.write(upgradeText(server.host));
      await once(socket, 'data');
      socket.write(bytes);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.destroy();
    }
    expect(server.commands).toEqual([]);
    frames.next(RUN);
    await openPage(server).until(({ kind }) => kind === 'run');
  });

  test('by never answering is taken for gone', async () => {
    const server = await openServer({ limits: { tick: 20, goneTicks: 10 } });
    const socket = await rawSocket(server.port);
    socket.resume();
    socket.write(upgradeText(server.host));
    const page = openPage(server);
    await page.until(({ kind }) => kind === 'state');
    await once(socket, 'close');
    // Who answers stays.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.socket.readyState).toBe(page.socket.OPEN);
  });
});

describe('too many', () => {
  test('sockets are refused, and there is room again when some have gone', async () => {
    const server = await openServer({ limits: { sockets: 3 } });
    const pages = Array.from({ length: 3 }, () => openPage(server));
    for (const page of pages) await page.until(({ kind }) => kind === 'state');
    expect(await openPage(server).closed).toBe('Unexpected server response: 503');
    pages[0]!.socket.close();
    await pages[0]!.closed;
    await openPage(server).until(({ kind }) => kind === 'state');
  });

  test('connections are cut off; the run goes on, and everything is given back', async () => {
    const { frames, ...server } = await openServer();
    const page = openPage(server);
    await page.until(({ kind }) => kind === 'state');
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => rawSocket(server.port)));
    for (const socket of sockets) {
      socket.resume();
      socket.write('GET /live.js HTTP/1.1\r\nHost: ');
    }
    // 256 are held, one of them the page's.
    await eventually(() => sockets.filter((socket) => socket.destroyed).length >= 1000 - 255);
    expect(sockets.filter((socket) => !socket.destroyed).length).toBe(255);
    frames.next(RUN);
    await page.until(({ kind }) => kind === 'run');
    for (const socket of sockets) socket.destroy();
    await eventually(() => openHandles('TCPSocketWrap') <= 4);
    await openPage(server).until(({ kind }) => kind === 'run');
  });
});

/** Handles of one sort that keep this process alive. */
function openHandles(sort: string): number {
  return process.getActiveResourcesInfo().filter((name) => name === sort).length;
}
