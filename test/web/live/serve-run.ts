import { onTestFinished } from 'vitest';

import type { RunEvent } from '../../../src/run/run-event.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { PageFiles } from '../../../src/serve/page-files.js';
import { serveView, type ViewServer } from '../../../src/serve/serve-view.js';
import { runFacts } from '../../../src/streams/frames/run-facts.js';
import { toFrames } from '../../../src/streams/frames/to-frames.js';
import { createPilot } from '../../../src/streams/pilot/create-pilot.js';
import { runEvents } from '../../../src/streams/run-events.js';

/** A server that is closed with the test, and once only. */
export const closing = (server: ViewServer): ViewServer => {
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close());
  onTestFinished(close);
  return { ...server, close };
};

/** So many that the run never ends by itself. */
const EPOCHS = 1_000_000;
const SCENARIO = [
  'scenario: 1',
  'name: xor-slow',
  'data: { source: xor, repeat: 8 }',
  'network: { layers: [{ id: in, size: 2 }, { id: h1, size: 12, neuron: lif }, { id: out, size: 2, neuron: lif }] }',
  `train: { epochs: ${EPOCHS}, batch: 8 }`,
  `test: { every: ${EPOCHS} }`,
].join('\n');

/** Serves a run as `run --view` does: one that never ends, unless another scenario is given. */
export async function serveRun(page: PageFiles, text = SCENARIO) {
  const scenario = parseScenario(text, { file: 'served.yaml' });
  const stop = new AbortController();
  const pilot = createPilot({ stop: () => stop.abort() });
  const run = runScenario(scenario, { watch: pilot, signal: stop.signal, clock: () => performance.now() });
  const events = runEvents(run);
  const told: RunEvent[] = [];
  const over = new Promise<void>((resolve) => {
    events.subscribe({ next: (event) => told.push(event), complete: resolve, error: resolve });
  });
  const frames = events.pipe(toFrames({ facts: (started) => runFacts(scenario, started, formatScenario(scenario)) }));
  const server = closing(await serveView([{ frames, pilot }], { page, now: () => performance.now() }));
  const connection = events.connect();
  onTestFinished(() => connection.unsubscribe());
  const batches = () => told.filter(({ kind }) => kind === 'batch-trained').length;
  return { server, pilot, told, batches, over };
}
