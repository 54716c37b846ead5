import { from, Subject } from 'rxjs';
import { expect, test } from 'vitest';

import type { RecordedPiece } from '../../src/record/recording.js';
import type { RunFolder } from '../../src/record/run-folder.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { folderSinks } from '../../src/streams/folder-sinks.js';
import { batchTrained, checkpoint, fakeRun, STARTED } from './fake-run.js';

const PIECE: RecordedPiece = {
  ...{ kind: 'reward', phase: 'train', epoch: 1, step: 1 },
  tensors: [{ name: 'h1', shape: [1], values: Float64Array.of(1) }],
};

/** A folder that tells what is written, in order; `hold` makes writers of arrays wait. */
function toldFolder(hold: () => Promise<void> = async () => undefined) {
  const told: string[] = [];
  const kinds = (lines: readonly object[]): string => lines.map((line) => (line as RunEvent).kind).join(' ');
  const array = async (what: string): Promise<void> => {
    await hold();
    told.push(what);
  };
  const folder = {
    appendEvents: async (lines: readonly object[]) => void told.push(`log: ${kinds(lines)}`),
    appendMetrics: async (lines: readonly object[]) => void told.push(`metrics: ${lines.length}`),
    appendRecording: (pieces: readonly RecordedPiece[]) => array(`recording: ${pieces.length}`),
    writeCheckpoint: ({ reason }: { readonly reason: string }) => array(`checkpoint: ${reason}`),
    writeSpikes: () => array('spikes'),
    writeLooks: () => array('looks'),
  };
  return { told, folder: folder as unknown as RunFolder };
}

async function toldOf(events: readonly RunEvent[], options: Parameters<typeof folderSinks>[1] = {}): Promise<string[]> {
  const { told, folder } = toldFolder();
  const { sinks, listen } = folderSinks(folder, options);
  listen(from(events));
  await Promise.all(sinks.map((sink) => sink.done));
  return told;
}

test('writes everything in the order of the events', async () => {
  const events: RunEvent[] = [];
  for await (const event of fakeRun({ epochs: 1, batches: 2, periodic: true })) events.push(event);
  events.splice(2, 0, { kind: 'recorded', pieces: [PIECE, PIECE] });
  events.splice(2, 0, { kind: 'steps-run', phase: 'train', done: 1, steps: 2 });
  expect(await toldOf(events)).toEqual([
    'log: run-started', // alone, because nothing else had come when writing began
    'log: batch-trained',
    'recording: 2',
    'log: batch-trained epoch-ended tested',
    'metrics: 4',
    'checkpoint: periodic',
    'log: checkpoint',
    'checkpoint: end',
    'spikes',
    'log: spikes-recorded run-ended',
  ]);
});

test('the log has the line of a checkpoint before its file, that of an interruption or a failure after it', async () => {
  const lines: RunEvent[] = [STARTED, batchTrained(1, 1, 1)];
  for (const reason of ['best', 'end', 'interrupted', 'last-good'] as const) {
    const [, ...told] = await toldOf([...lines, checkpoint(reason, 1, 1)]);
    expect(told).toEqual(
      reason === 'best' || reason === 'end'
        ? ['log: batch-trained checkpoint', `checkpoint: ${reason}`]
        : ['log: batch-trained', `checkpoint: ${reason}`, 'log: checkpoint'],
    );
  }
});

test('a run that goes on does not begin twice in the log', async () => {
  expect(await toldOf([STARTED, batchTrained(1, 1, 1)], { logged: true })).toEqual(['log: batch-trained']);
});

test('goes on beside the arrays of one event, and waits for those of two', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { told, folder } = toldFolder(() => held);
  const { sinks, listen } = folderSinks(folder);
  const [sink] = sinks;
  const events = new Subject<RunEvent>();
  listen(events);
  const isReady = async (): Promise<boolean> => {
    const later = new Promise<false>((resolve) => setImmediate(() => resolve(false)));
    return Promise.race([sink!.ready().then(() => true as const), later]);
  };
  events.next(checkpoint('periodic', 1, 1));
  for (let step = 1; step < 512; step++) events.next(batchTrained(1, step, step));
  expect(await isReady()).toBe(true);
  events.next(checkpoint('periodic', 2, 2));
  expect(await isReady()).toBe(false);
  release();
  await sink!.ready();
  events.complete();
  await sink!.done;
  expect(told.filter((what) => what.startsWith('checkpoint'))).toHaveLength(2);
});

test('metrics of a run that goes on name the phase that it goes on in, until that ends', async () => {
  const lines: object[] = [];
  const folder = { ...toldFolder().folder, appendMetrics: async (more: readonly object[]) => void lines.push(...more) };
  const { sinks, listen } = folderSinks(folder as unknown as RunFolder, { logged: true, phase: 'mend' });
  const place = { epoch: 1, step: 1 };
  const tested = { kind: 'tested', ...place, split: 'test', samples: 4, metrics: { reward: 1 } } as const;
  const end = { kind: 'phase-ended', phase: 'mend', type: 'train', ...place, metrics: {}, seconds: 1 } as const;
  listen(from<RunEvent[]>([STARTED, tested, end, tested]));
  await Promise.all(sinks.map((sink) => sink.done));
  const line = { ...place, split: 'test', name: 'reward', value: 1 };
  expect(lines).toEqual([{ ...line, phase: 'mend' }, line]);
});
