import { describe, expect, test } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams, type RandomStreams } from '../../src/data/random-streams.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { runTask } from '../../src/run/run-task.js';
import type { Task } from '../../src/run/task.js';
import { ofKind, xorScenario } from './xor-scenario.js';

/** A run that is stopped after so many steps, and the names of the streams that it asked for. */
async function stoppedAfter(steps: number): Promise<{ events: RunEvent[]; asked: string[]; continued: string[] }> {
  const streams = createRandomStreams(xorScenario.seed);
  const [asked, continued]: [string[], string[]] = [[], []];
  const watched: RandomStreams = {
    ...streams,
    stream: (name) => {
      continued.push(name);
      return streams.stream(name);
    },
    fresh: (name) => {
      asked.push(name);
      return streams.fresh(name);
    },
  };
  const { data, time, ...rest } = xorScenario;
  const [train, test] = [await loadDataSet(data.train, streams), await loadDataSet(data.test, streams)];
  const task: Task = { ...rest, steps: time.steps, dt: time.dt, data: { train, test } };
  const controller = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of runTask(task, watched, { signal: controller.signal, backend: 'reference' })) {
    events.push(event);
    if (event.kind === 'batch-trained' && event.step === steps) controller.abort();
  }
  return { events, asked, continued };
}

describe('the place of a run is its seed, epoch and batch', () => {
  test('every random stream of training is named after it, and a batch after the stop is not encoded', async () => {
    const { asked, continued } = await stoppedAfter(5);
    expect(asked).toEqual([
      'order/1',
      'encode/train/1/1',
      'encode/train/1/2',
      'encode/train/1/3',
      'encode/histograms',
      'encode/test',
      'order/2',
      'encode/train/2/1',
      'encode/train/2/2',
      // What the report shows of a stopped run, from streams of their own.
      'encode/histograms',
      'encode/look/0',
    ]);
    expect(continued.filter((name) => name !== 'weights')).toEqual([]);
  });

  test('a checkpoint holds it, with the sums of an epoch that is not finished', async () => {
    const { events } = await stoppedAfter(5);
    const [{ epoch, step, facts }] = ofKind(events, 'checkpoint') as [RunEvent & { kind: 'checkpoint' }];
    const { progress, seconds, ...place } = facts;
    expect(seconds).toBe('0');
    expect({ epoch, step, ...place }).toEqual({ epoch: 2, step: 5, seed: '1', batch: '2', 'optimizer.step': '5' });
    const inEpoch = ofKind(events, 'batch-trained').filter((batch) => batch.epoch === 2);
    const spikes = inEpoch.reduce((sum, { spikesPerSample }) => sum + 6 * spikesPerSample!, 0);
    expect(JSON.parse(progress!).position.tally).toEqual({
      samples: 12,
      correct: expect.any(Number),
      reward: expect.closeTo(6 * (inEpoch[0]!.reward + inEpoch[1]!.reward), 12),
      spikes: expect.closeTo(spikes, 9),
      synapticOperations: expect.any(Number),
    });
  });

  test('a finished epoch says that its test is still to come', async () => {
    const { events } = await stoppedAfter(9);
    const { progress, ...facts } = ofKind(events, 'checkpoint')[0]!.facts;
    expect(facts).toEqual({ seed: '1', batch: '3', 'optimizer.step': '9', seconds: '0' });
    expect(JSON.parse(progress!).position).toMatchObject({ epoch: 3, epochsDone: 3, examined: false });
  });
});
