import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decodeFrame, encodeFrame } from '../../../src/streams/frames/frame-codec.js';
import { reversedBytes } from '../../../src/streams/frames/little-endian.js';
import type { RunFrame, ViewFrame } from '../../../src/streams/frames/view-frame.js';

const uint32 = fc.uint32Array({ maxLength: 40 });
const float32 = fc.float32Array({ maxLength: 40 });
const finite = fc.double().map((value) => value + 0);
const metrics = fc.dictionary(
  fc.string({ unit: 'binary', maxLength: 20 }).filter((name) => name !== '__proto__'),
  finite,
  { noNullPrototype: true },
);
const text = fc.string({ unit: 'binary', maxLength: 60 });
const whole = fc.nat();

const look = fc.record({
  sample: whole,
  label: whole,
  answer: whole,
  steps: whole,
  spikes: fc.array(fc.record({ layer: text, times: uint32, units: uint32 }), { maxLength: 4 }),
  voltages: fc.record({
    neurons: fc.array(fc.record({ layer: text, unit: whole, threshold: finite }), { maxLength: 3 }),
    values: float32,
  }),
  readout: float32,
  input: float32,
  pulses: fc.constant([]),
});
const histogram = fc.record({ tensor: text, from: finite, to: finite, counts: uint32, zeros: whole });
const frame: fc.Arbitrary<ViewFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('batches' as const),
    step: uint32,
    epoch: float32,
    accuracy: float32,
    reward: float32,
    spikesPerSample: float32,
    learningRate: float32,
  }),
  fc.record({
    kind: fc.constant('metrics' as const),
    split: fc.constantFrom('train' as const, 'test' as const),
    epoch: whole,
    step: whole,
    metrics,
  }),
  fc.record({
    kind: fc.constant('histograms' as const),
    epoch: whole,
    step: whole,
    weights: fc.array(histogram, { maxLength: 3 }),
    feedback: fc.array(histogram, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('look' as const), start: whole, epoch: finite, step: whole, look }),
);

const start: RunFrame = {
  run: 0,
  frame: { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 },
};

describe('a frame', () => {
  test('is the same after it has been bytes', () => {
    fc.assert(
      fc.property(fc.nat(), frame, (run, shown) => {
        expect(decodeFrame(encodeFrame({ run, frame: shown }))).toEqual({ run, frame: shown });
      }),
    );
  });

  test('has arrays that stand on their own and are aligned, wherever the message lies in its buffer', () => {
    const spikes = [{ layer: 'h1', times: Uint32Array.of(1, 2, 4_294_967_295), units: Uint32Array.of(0, 7, 3) }];
    const rest = { sample: 3, label: 1, answer: 1, steps: 9, pulses: [], readout: Float32Array.of(0.5) };
    const shown = { ...rest, spikes, voltages: { neurons: [], values: Float32Array.of(Number.NaN) } };
    const input = new Float32Array(Float64Array.of(1, 2).buffer, 4, 2);
    const message = encodeFrame({
      run: 2,
      frame: { kind: 'look', start: 0, epoch: 0, step: 0, look: { ...shown, input } },
    });
    for (const offset of [0, 1, 3]) {
      const buffer = new Uint8Array(message.length + offset);
      buffer.set(message, offset);
      const { run, frame } = decodeFrame(Buffer.from(buffer.buffer, offset));
      expect(run).toBe(2);
      expect(frame).toEqual({ kind: 'look', start: 0, epoch: 0, step: 0, look: { ...shown, input } });
      if (frame.kind !== 'look') throw new Error('expected a look');
      buffer.fill(0);
      expect([...frame.look.spikes[0]!.times]).toEqual([1, 2, 4_294_967_295]);
    }
  });

  test('writes numbers with their lowest byte first', () => {
    const counts = Uint32Array.of(0x01020304);
    const histogram = { tensor: 'h1.weight', from: 0, to: 1, counts, zeros: 0 };
    const bytes = encodeFrame({
      run: 0,
      frame: { kind: 'histograms', epoch: 1, step: 1, weights: [histogram], feedback: [] },
    });
    // 0xd6: an extension of four bytes; 1: Uint32Array.
    expect(Buffer.from(bytes).indexOf(Uint8Array.of(0xd6, 1, 4, 3, 2, 1))).toBeGreaterThan(0);
    expect([...reversedBytes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  test('leaves out what is undefined, so that a key that is missing stays missing', () => {
    const ended: ViewFrame = { kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 1, seconds: 2 };
    const { frame } = decodeFrame(
      encodeFrame({ run: 0, frame: { ...ended, folder: undefined } as unknown as ViewFrame }),
    );
    expect(Object.keys(frame)).not.toContain('folder');
  });
});

describe('bytes that hold no frame', () => {
  const complaint = (bytes: Uint8Array): string => {
    try {
      decodeFrame(bytes);
    } catch (error) {
      expect(error).toMatchObject({ name: 'HeavisideError', code: 'HV_FRAME', kind: 'machine' });
      return (error as Error).message;
    }
    throw new Error('expected an error');
  };

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'a message of 0 bytes holds no frame: it is cut short'],
    ['a number', Uint8Array.of(7), 'a message of 1 bytes holds no frame: expected the number of a run, got undefined'],
    ['nil', Uint8Array.of(0xc0), 'a message of 1 bytes holds no frame: expected the number of a run, got undefined'],
    [
      'a kind that is not known',
      encodeFrame({ run: 0, frame: { kind: 'toString' } as unknown as ViewFrame }),
      'a message of 27 bytes holds no frame: expected a frame of kind run, batches, metrics, histograms, look, ' +
        'phase, changed, progress, stretch, intervention, state, ended, got "toString"',
    ],
    ['a run below 0', encodeFrame({ ...start, run: -1 }), 'expected the number of a run, got -1'],
    [
      'a list that claims four thousand million entries',
      Uint8Array.of(0xdd, 255, 255, 255, 255),
      'Max length exceeded',
    ],
    ['floats that are cut in the middle', Uint8Array.of(0xc7, 3, 3, 0, 0, 0), 'multiple of 4'],
  ])('%s is refused with its reason', (_what, bytes, message) => {
    expect(complaint(bytes)).toContain(message);
  });

  test('own their memory: a frame that is kept keeps no more than its bytes', () => {
    const bytes = encodeFrame(start);
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  });

  test('never get through when a message is cut short', () => {
    const whole = encodeFrame(start);
    for (let length = 0; length < whole.length; length++)
      expect(complaint(whole.subarray(0, length))).toContain(`a message of ${length} bytes holds no frame`);
  });

  test('never do anything else than be refused, or hold a frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(decodeFrame(bytes).run).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'HV_FRAME' });
        }
      }),
    );
  });
});
