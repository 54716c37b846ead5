import { describe, expect, test } from 'vitest';

import type { RecordedPiece, TensorPiece, TracePiece } from '../../src/record/recording.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { Recording } from '../../src/scenario/scenario.js';
import { eventsOf, ofKind, xorScenario } from './xor-scenario.js';

async function piecesOf(record: Partial<Recording>, backend = 'reference'): Promise<readonly RecordedPiece[]> {
  // The same current at every step, which a trace of it shows.
  const encode = { kind: 'direct', gain: 1 } as const;
  const scenario = { ...xorScenario, encode, record: { ...xorScenario.record, ...record } };
  return ofKind(await eventsOf(scenario, { backend }), 'recorded').flatMap(({ pieces }) => pieces);
}
const isTensors = (piece: RecordedPiece): piece is TensorPiece => 'tensors' in piece;
const isTrace = (piece: RecordedPiece): piece is TracePiece => piece.kind === 'trace';
const places = (pieces: readonly TensorPiece[]) => pieces.map(({ kind, epoch, step }) => [kind, epoch, step]);

describe('a training records', () => {
  test('weights after epochs, as checkpoints hold them', async () => {
    const scenario = {
      ...xorScenario,
      record: { ...xorScenario.record, every: { weights: { unit: 'epoch', every: 1 } } },
      checkpoint: { every: { unit: 'epoch', every: 1 } },
    } as const;
    const events = await eventsOf(scenario, { backend: 'events' });
    const pieces = ofKind(events, 'recorded').flatMap((event) => event.pieces.filter(isTensors));
    expect(places(pieces)).toEqual([
      ['weights', 1, 3],
      ['weights', 2, 6],
      ['weights', 3, 9],
    ]);
    const held = (event: RunEvent & { kind: 'checkpoint' }) => {
      return event.tensors.filter(({ name }) => !name.startsWith('optimizer.'));
    };
    expect(pieces.map(({ tensors }) => tensors)).toEqual(ofKind(events, 'checkpoint').map(held));
  });

  test('feedback and rewards after steps, of the network as it is then', async () => {
    const every = { unit: 'step', every: 4 } as const;
    const pieces = (await piecesOf({ every: { feedback: every, reward: every } })).filter(isTensors);
    expect(places(pieces)).toEqual([
      ['feedback', 2, 4],
      ['reward', 2, 4],
      ['feedback', 3, 8],
      ['reward', 3, 8],
    ]);
    const [feedback, reward] = pieces;
    const layers = xorScenario.network.layers.map((layer) => ('size' in layer ? layer : undefined)!);
    expect(reward!.tensors.map(({ name, shape }) => [name, ...shape])).toEqual(
      layers.map(({ id, size }) => [id, size]),
    );
    expect(feedback!.tensors.map(({ name }) => name)).toContain('h.weight');
    // What is sent to the weights of a unit and to its bias is what reaches the unit: with none, nothing is.
    const [hidden] = reward!.tensors;
    expect(hidden!.values.some((value) => value !== 0)).toBe(true);
  });

  test('histograms beside the whole, which they are of, and small', async () => {
    const [often, once] = [
      { unit: 'epoch', every: 1 },
      { unit: 'epoch', every: 3 },
    ] as const;
    const courses = ['weights', 'feedback', 'reward'] as const;
    const every = Object.fromEntries(courses.flatMap((name) => [[name, once] as const, [`${name}.histogram`, often]]));
    const pieces = (await piecesOf({ every })).filter(isTensors);
    const spread = courses.map((name) => `${name}.histogram`);
    expect(pieces.map(({ kind }) => kind)).toEqual([...spread, ...spread, ...courses, ...spread]);
    for (const name of courses) {
      const whole = pieces.find(({ kind }) => kind === name)!;
      const spreadOut = pieces.findLast(({ kind }) => kind === `${name}.histogram`)!;
      expect([spreadOut.epoch, spreadOut.step]).toEqual([whole.epoch, whole.step]);
      expect(spreadOut.tensors.map((tensor) => tensor.name)).toEqual(
        whole.tensors.flatMap((tensor) => [`${tensor.name}.counts`, `${tensor.name}.edges`]),
      );
      for (const [n, { values }] of whole.tensors.entries()) {
        const [counts, edges] = [spreadOut.tensors[2 * n]!, spreadOut.tensors[2 * n + 1]!];
        expect([...counts.shape, ...edges.shape]).toEqual([48, 49]);
        expect(counts.values.reduce((sum, count) => sum + count)).toBe(values.length);
        expect([edges.values[0], edges.values[48]]).toEqual([Math.min(...values), Math.max(...values)]);
        // Every bin but the last is without its upper edge.
        const inFirst = values.filter((value) => value < edges.values[1]!).length;
        if (edges.values[0]! < edges.values[48]!) expect(counts.values[0]).toBe(inFirst);
      }
    }
  });

  test.each(['reference', 'events'])(
    'the membranes of the first test samples at every step, on %s',
    async (backend) => {
      const nodes = { layer: 'h', from: 1, to: 4 };
      const traces = [
        { variable: 'voltage', nodes },
        { variable: 'current', nodes },
      ] as const;
      const pieces = (await piecesOf({ traces, samples: 2 }, backend)).filter(isTrace);
      const facts = ({ values, ...rest }: TracePiece) => ({ ...rest, length: values.length });
      const frame = { kind: 'trace', phase: 'test', layer: 'h', first: 1, count: 3, from: 0, length: 18 };
      expect(pieces.map(facts)).toEqual(
        [0, 1].flatMap((sample) =>
          (['voltage', 'current'] as const).map((variable) => {
            return { ...frame, sample, label: pieces[2 * sample]!.label, variable };
          }),
        ),
      );
      const [voltage, current] = pieces.map(({ values }) => values);
      // A constant input charges with the same current in every step.
      for (let at = 3; at < current!.length; at++) expect(current![at]).toBeCloseTo(current![at - 3]!, 5);
      // From rest the first step leaves the membrane at its current.
      expect(voltage!.slice(0, 3)).toEqual(current!.slice(0, 3));
    },
  );
});
