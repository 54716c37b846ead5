import { describe, expect, test } from 'vitest';

import type { LayerDescription } from '../../../src/core/layers/layer.js';
import type { Look, LookRequest } from '../../../src/run/watch/look.js';
import { dense, identity, network } from '../../core/network/small-networks.js';
import { sampleOnly } from './scripted-watch.js';
import { data, looksOf, only, run, STEPS, samplesOf } from './six-samples.js';

const threshold = 0.25;

describe('a look', () => {
  test('shows the spikes that the run records, and spikes where the membrane is above its threshold', async () => {
    const events = await run({ record: { spikes: ['h', 'out'], samples: 6 } }, () => undefined);
    const recorded = events.flatMap((event) => (event.kind === 'spikes-recorded' ? event.records : []));
    const looks = samplesOf(events);
    expect(looks.map(({ sample, label }) => [sample, label])).toEqual([
      [0, 2],
      [1, 0],
      [2, 2],
      [3, 1],
      [4, 0],
      [5, 1],
    ]);
    for (const { sample, spikes, voltages } of looks) {
      const ofRun = recorded.filter((record) => record.sample === sample);
      expect(spikes).toEqual(ofRun.map(({ layer, times, units }) => ({ layer, times, units })));
      expect(voltages.neurons.length).toBe(8);
      voltages.neurons.forEach((neuron, n) => {
        expect(neuron.threshold).toBe(threshold);
        const membrane = voltages.values.subarray(n * STEPS, (n + 1) * STEPS);
        const layer = spikes.find((one) => one.layer === neuron.layer)!;
        const times = [...layer.times].filter((_, k) => layer.units[k] === neuron.unit);
        // Reset delay: a membrane that has fired is still above the threshold after its step.
        expect(times).toEqual([...membrane.keys()].filter((step) => membrane[step]! > threshold));
      });
    }
  });

  test('answers as the test pass does', async () => {
    const events = await run({}, (asked) => (asked === 1 ? sampleOnly(0) : undefined));
    const [tested] = events.flatMap((event) => (event.kind === 'tested' ? [event.metrics['accuracy(test)']!] : []));
    const all: Look[] = [];
    for (let sample = 0; sample < 6; sample++)
      all.push(only(looksOf(await run({}, (n) => (n === 1 ? sampleOnly(sample) : undefined)))));
    expect(all.filter(({ answer, label }) => answer === label).length / 6).toBe(tested);
    for (const { answer, readout } of all) expect(readout[answer]).toBe(Math.max(...readout));
  });

  test('of one output turns half way between the targets of squared errors, as the run does', async () => {
    const firsts = [0.5, 1, 1.5, 2, 0.25, 3];
    const values = Float32Array.from({ length: 18 }, (_, k) => (k % 3 === 0 ? firsts[k / 3]! : 0));
    const two = {
      ...data,
      classes: 2,
      labels: Int32Array.of(1, 0, 1, 0, 0, 1),
      samples: { kind: 'values', values },
    } as const;
    const one = network(
      [3],
      [{ ...dense('out', 1, identity), bias: false, initial: { kind: 'constant', value: 0.4 } } as LayerDescription],
    );
    const still = { kind: 'sgd', lr: 1e-9, momentum: 0 } as const;
    const description = {
      network: one,
      data: { train: two },
      rule: { kind: 'backprop' },
      loss: 'squared-error',
      optimizer: still,
      epochs: 1,
      steps: 1,
    } as const;
    const events = await run(description, () => undefined);
    const answers: number[] = [];
    for (let sample = 0; sample < 6; sample++) {
      const { answer, readout } = only(
        looksOf(await run(description, (n) => (n === 1 ? sampleOnly(sample) : undefined))),
      );
      expect(answer).toBe(readout[0]! > 0.5 ? 1 : 0);
      answers.push(answer);
    }
    // 0.2, 0.4, 0.6, 0.8, 0.1 and 1.2: four of six are right.
    expect(answers).toEqual([0, 0, 1, 1, 0, 1]);
    expect(events.find(({ kind }) => kind === 'tested')).toMatchObject({ metrics: { 'accuracy(test)': 4 / 6 } });
  });

  test('has the mean input; of values no raster of it, of spikes one', async () => {
    const look = only(looksOf(await run({}, (asked) => (asked === 1 ? sampleOnly(1) : undefined))));
    expect([...look.input]).toEqual([...data.samples.values.subarray(3, 6)]);
    expect(look.spikes.map(({ layer }) => layer)).toEqual(['h', 'out']);
    const rated = only(
      looksOf(await run({ encode: { kind: 'rate', gain: 0.4 } }, (n) => (n === 1 ? sampleOnly(1) : undefined))),
    );
    expect(rated.spikes.map(({ layer }) => layer)).toEqual(['in', 'h', 'out']);
    const counts = [0, 1, 2].map((unit) => rated.spikes[0]!.units.filter((u) => u === unit).length / STEPS);
    expect([...rated.input]).toEqual(counts.map(Math.fround));
  });

  test('of a random encoder is the same whenever the sample is shown', async () => {
    const events = await run({ encode: { kind: 'rate', gain: 0.4 }, epochs: 2 }, () => sampleOnly(3));
    const [first, ...others] = [...looksOf(events), ...samplesOf(events)].filter(({ sample }) => sample === 3);
    expect(others.length).toBe(2);
    for (const look of others) expect(look.spikes[0]).toEqual(first!.spikes[0]);
  });

  test('leaves out what the network does not have', async () => {
    const request: LookRequest = {
      sample: 0,
      voltagesOf: [
        { layer: 'h', unit: 4 },
        { layer: 'h', unit: 5 },
        { layer: 'in', unit: 0 },
        { layer: 'nowhere', unit: 0 },
        { layer: 'h', unit: 0.5 },
      ],
      pulses: [
        { layer: 'h', units: [0, 7, -1], at: 0, duration: 2, amplitude: 1 },
        { layer: 'nowhere', units: [0], at: 0, duration: 2, amplitude: 1 },
        { layer: 'h', units: [0], at: -1, duration: 2, amplitude: 1 },
        { layer: 'h', units: [0], at: 0, duration: 0, amplitude: 1 },
        { layer: 'h', units: [0], at: 0, duration: 1, amplitude: Number.NaN },
      ],
    };
    const look = looksOf(await run({}, () => request))[0]!;
    expect(look.voltages.neurons).toEqual([{ layer: 'h', unit: 4, threshold }]);
    expect(look.voltages.values.length).toBe(STEPS);
    expect(look.pulses).toEqual([{ layer: 'h', units: [0], at: 0, duration: 2, amplitude: 1 }]);
  });

  test('with a pulse shows what the pulse does, and only to whom it is given', async () => {
    const pulse = { layer: 'h', units: [2], at: 3, duration: 1, amplitude: 100 };
    const requests = [sampleOnly(0), { ...sampleOnly(0), pulses: [pulse] }];
    const [without, pulsed] = await Promise.all(
      requests.map(async (request) => looksOf(await run({}, () => request))[0]!),
    );
    const times = ({ spikes }: Look, unit: number) =>
      [...spikes[0]!.times].filter((_, k) => spikes[0]!.units[k] === unit);
    expect(times(pulsed!, 2)).toContain(3);
    for (const unit of [0, 1, 3, 4]) expect(times(pulsed!, unit)).toEqual(times(without!, unit));
    const shown = looksOf(
      await run({}, () => ({ ...sampleOnly(0), pulses: [{ ...pulse, layer: 'in', units: [1] }] })),
    )[0]!;
    // 100 for one of six steps.
    expect([...shown.input].map((value, k) => value - without!.input[k]!)).toEqual([0, expect.closeTo(100 / 6, 4), 0]);
  });
});
