import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { from, Subject } from 'rxjs';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';

import { type ServeOptions, serveView } from '../../src/serve/serve-view.js';
import type { RunFacts, ViewFrame } from '../../src/streams/frames/view-frame.js';
import { FACTS } from '../streams/frames/facts.js';
import { PHASED } from '../streams/phased-scenario.js';
import { fixtureFacts, fixtureFrames } from '../web-page/fixture.js';
import { openLive, still } from './live/open-live.js';
import { closing, serveRun } from './live/serve-run.js';

const live = openLive();
/** What a browser says by itself when nobody answers; all else is a mistake of the page. */
const UNREACHED = /ERR_CONNECTION_REFUSED|net::ERR_|WebSocket connection to .* failed|status of (403|404)/;
afterEach(() => {
  expect(live.browser.complaints.filter((text) => !UNREACHED.test(text))).toEqual([]);
});

const ENDED = { kind: 'ended', metrics: {}, expect: [], epochs: 0, seconds: 0 } as const;

/** Serves one run whose frames a test tells. */
async function serveFrames(options: Partial<ServeOptions> = {}) {
  const frames = new Subject<ViewFrame>();
  const server = closing(await serveView([{ frames }], { page: live.files, now: () => performance.now(), ...options }));
  const begin = (facts: Partial<RunFacts> = {}): void => frames.next({ kind: 'run', ...FACTS, ...facts });
  return { server, frames, begin, port: Number(new URL(server.address).port) };
}

async function open(address: string): Promise<Page> {
  const page = await live.browser.open();
  await page.goto(address);
  return page;
}

describe('the live page', () => {
  test('shows a run as it goes on, pauses it, learns one batch, goes on, and stops it', async () => {
    const { server, told, batches, over } = await serveRun(live.files);
    const page = await open(server.address);
    await page.getByRole('heading', { name: 'xor-slow', level: 1 }).waitFor();
    await page.getByText(/^running, epoch \d+ of \d+$/).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/^paused, epoch/).waitFor();
    const held = batches();
    await still(150);
    expect(batches()).toBe(held);
    await page.getByRole('button', { name: 'Step' }).click();
    await expect.poll(batches).toBe(held + 1);
    await still(150);
    expect(batches()).toBe(held + 1);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(batches).toBeGreaterThan(held + 3);
    // The page pinned two membranes by itself, and the run shows them.
    const looks = told.flatMap((event) => (event.kind === 'looked' ? [event.look] : []));
    expect(looks.at(-1)?.voltages.neurons.map(({ layer }) => layer)).toEqual(['h1', 'out']);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/^interrupted after \d+ of \d+ epochs/).waitFor();
    await over;
    expect(told.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
    // All is over: there is nothing to steer and nothing to complain of.
    await server.close();
    await expect.poll(() => page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('shows the phases of a run as they go on, with what a free run records', async () => {
    // Many steps: the free run goes on until it is stopped.
    const { server, over } = await serveRun(live.files, PHASED.replace('run: 600ms', 'run: 100000 s'));
    const page = await open(server.address);
    await page.getByText(/^running, probe \(run\), [\d,.]+ m?s of 100,000 s$/).waitFor();
    const row = (id: string) => page.locator(`[data-phase="${id}"] td`);
    expect(await row('damage').allTextContents()).toEqual([
      ...['test', 'learn', '4 samples', expect.stringMatching(/^ended, .*Accuracy, test: [\d.]+ %/)],
      'lesion of 50 % of h1 at 0 ms: 4 of 8 neurons of h1',
    ]);
    await expect.poll(() => row('probe').nth(3).textContent()).toBe('goes on');
    // The free run is in sight, spikes and all, as it goes on.
    const raster = page.locator('.time-raster .time-surface');
    const spikes = async () =>
      Number(/Spikes: ([\d,]+) spike/.exec((await raster.getAttribute('aria-label')) ?? '')?.[1]?.replaceAll(',', ''));
    await expect.poll(spikes).toBeGreaterThan(0);
    expect(await page.getByLabel('Presentation in sight').textContent()).toMatch(/recorded stretch|^probe, /);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/^interrupted after 4 of 4 epochs/).waitFor();
    await over;
    await expect.poll(() => row('probe').nth(3).textContent()).toBe('broken off');
    await server.close();
  });

  test('says that the server has gone, and goes on with the next one at its address', async () => {
    const first = await serveFrames();
    first.begin();
    const page = await open(first.server.address);
    await page.getByRole('heading', { name: 'fake', level: 1 }).waitFor();
    await first.server.close();
    await page.getByRole('alert').getByText('The server has ended').waitFor();
    await page.getByText('not connected, last seen at epoch 1 of 2').waitFor();
    const second = await serveFrames({ port: first.port });
    second.begin({ name: 'another', epochs: 7 });
    await page.getByRole('heading', { name: 'another', level: 1 }).waitFor();
    await page.getByText('running, epoch 1 of 7').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  test('waits for a run that has not begun, and shows why it never will', async () => {
    const { server, frames } = await serveFrames();
    const page = await open(server.address);
    await page.getByText('Waiting for the run to begin …').first().waitFor();
    const failure = { code: 'HV_DATA', message: 'there is no such file' };
    frames.next({ ...ENDED, reason: 'failed', failure });
    await page.getByText('HV_DATA: there is no such file').first().waitFor();
  });

  test('says no more why a run never began once another one has begun at its address', async () => {
    const first = await serveFrames();
    const page = await open(first.server.address);
    const failure = { code: 'HV_DATA', message: 'there is no such file' };
    first.frames.next({ ...ENDED, reason: 'failed', failure });
    await page.getByText('HV_DATA: there is no such file').first().waitFor();
    await first.server.close();
    const second = await serveFrames({ port: first.port });
    second.begin();
    await page.getByText('running, epoch 1 of 2').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  test('has no controls for a run that takes no commands', async () => {
    const { server, begin, frames } = await serveFrames();
    begin({ ...fixtureFacts(), name: 'fake' });
    const page = await open(server.address);
    await page.getByRole('heading', { name: 'fake', level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    expect(await page.locator('.steering').isHidden()).toBe(true);
    // The page pins membranes by itself: that is no reason to complain.
    const look = fixtureFrames({ presentations: 1 }).find(({ kind }) => kind === 'look')!;
    frames.next(look);
    await page.locator('.time-membranes canvas').first().waitFor();
    await still(200);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('of a run that is over needs one socket, and keeps it', async () => {
    const frames = [...fixtureFrames({ presentations: 3 })];
    const server = closing(
      await serveView([{ frames: from(frames) }], { page: live.files, now: () => performance.now() }),
    );
    const page = await live.browser.open();
    const sockets: boolean[] = [];
    page.on('websocket', (socket) => {
      const at = sockets.push(true) - 1;
      socket.on('close', () => {
        sockets[at] = false;
      });
    });
    await page.goto(server.address);
    await page.locator('.time-membranes canvas').first().waitFor();
    // Far longer than the page waits before it tries again.
    await still(1200);
    expect(sockets).toEqual([true]);
  });

  test('never takes text of a run for anything else', async () => {
    const { server, begin, frames } = await serveFrames();
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    begin({
      name: evil,
      backend: evil,
      rule: evil,
      scenario: `name: ${evil}\n`,
      layers: FACTS.layers.map((layer, k) => (k === 1 ? { ...layer, id: evil } : layer)),
    });
    const failure = { code: evil, message: evil };
    const expected = [{ that: evil, value: 1, expected: evil, pass: false }];
    frames.next({ kind: 'metrics', split: 'train', epoch: 1, step: 1, metrics: { [evil]: 1 } });
    frames.next({ ...ENDED, reason: 'failed', expect: expected, failure });
    const page = await open(server.address);
    await page.getByRole('heading', { name: evil, level: 1 }).waitFor();
    expect(await page.title()).toBe(`${evil} · Heaviside`);
    expect(await page.locator('img, body script').count()).toBe(0);
  });

  test('is let in by its token only, and says so when that has changed', async () => {
    const first = await serveFrames({ host: '127.0.0.1' });
    first.begin();
    const page = await open(first.server.address);
    await page.getByRole('heading', { name: 'fake', level: 1 }).waitFor();
    await first.server.close();
    await serveFrames({ host: '127.0.0.1', port: first.port });
    await page.getByText('The server refuses this page: open the address that Heaviside printed, all of it.').waitFor();
  });

  test('of another version says that it must be loaded again', async () => {
    const first = await serveFrames();
    first.begin();
    const page = await open(first.server.address);
    await page.getByRole('heading', { name: 'fake', level: 1 }).waitFor();
    await first.server.close();
    const next = createServer((_request, response) => response.end());
    const sockets = new WebSocketServer({ server: next });
    sockets.on('connection', (socket) => socket.close(4001, 'this page is of another version of Heaviside'));
    await new Promise<void>((resolve) => next.listen(first.port, '127.0.0.1', resolve));
    onTestFinished(() => void next.close());
    expect((next.address() as AddressInfo).port).toBe(first.port);
    await page.getByText('this page is of another version of Heaviside. Reload the page.').waitFor();
    for (const socket of sockets.clients) socket.terminate();
  });
});
