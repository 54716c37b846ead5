import { fillStandardNormal, type RandomSource } from '../../src/core/random-source.js';
import type { LayerSpikes, Look, NeuronPlace, Pulse } from '../../src/run/watch/look.js';

/** A small network of leaky units with fixed random weights, and what it is shown. */
export interface FixtureNetwork {
  readonly sizes: readonly [inputs: number, hidden: number, classes: number];
  readonly steps: number;
  /** Weights of both layers, input-major. */
  readonly weights: readonly [Float64Array, Float64Array];
}

export const THRESHOLD = 1;
const DECAY = 0.85;

export function fixtureNetwork(sizes: FixtureNetwork['sizes'], steps: number, random: RandomSource): FixtureNetwork {
  const [inputs, hidden, classes] = sizes;
  const drawn = (fanIn: number, fanOut: number, mean: number, spread: number): Float64Array => {
    const values = new Float64Array(fanIn * fanOut);
    fillStandardNormal(values, random);
    return values.map((value) => (mean + spread * value) / Math.sqrt(fanIn));
  };
  return { sizes, steps, weights: [drawn(inputs, hidden, 0.12, 0.6), drawn(hidden, classes, 0.15, 0.5)] };
}

/** What a presentation is made of besides the network. */
export interface FixtureSample {
  readonly sample: number;
  readonly label: number;
  /** How much the unit of the label is favoured; the answer follows from the spikes. */
  readonly skill: number;
  readonly pinned: readonly NeuronPlace[];
  readonly pulses: readonly Pulse[];
  /** Hidden units that are cut off. */
  readonly silent: ReadonlySet<number>;
}

/** Brightness of the pixels of a made-up picture of a class: a ring around a place of its own. */
function picture(inputs: number, label: number, random: RandomSource): Float32Array {
  const side = Math.max(1, Math.round(Math.sqrt(inputs)));
  const turn = (label / 10) * 2 * Math.PI;
  const middle = (side - 1) / 2;
  const [x0, y0] = [middle + 1.2 * Math.cos(turn), middle + 1.2 * Math.sin(turn)];
  return Float32Array.from({ length: inputs }, (_, pixel) => {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const distance = Math.hypot(x - x0, y - y0);
    const ring = Math.exp(-((distance - side / 4) ** 2) / 2);
    return Math.min(1, Math.max(0, ring * 0.9 + 0.1 * (random() - 0.5)));
  });
}

/** Shows a sample: pixels spike by chance, both layers charge, fire and keep the remainder. */
export function fixtureLook(network: FixtureNetwork, shown: FixtureSample, random: RandomSource): Look {
  const { sizes, steps, weights } = network;
  const input = picture(sizes[0], shown.label, random);
  const ids = ['in', 'h1', 'out'] as const;
  const spikes = ids.map((layer) => ({ layer, times: [] as number[], units: [] as number[] }));
  const membranes = [new Float64Array(sizes[1]), new Float64Array(sizes[2])] as const;
  const voltages = shown.pinned.filter(({ layer }) => layer !== 'in');
  const values = new Float32Array(voltages.length * steps);
  const counts = new Float32Array(sizes[2]);
  const fire = (at: 0 | 1 | 2, step: number, unit: number): void => {
    spikes[at]!.times.push(step);
    spikes[at]!.units.push(unit);
  };
  for (let step = 0; step < steps; step++) {
    let active: number[] = [];
    for (let pixel = 0; pixel < sizes[0]; pixel++) {
      if (random() >= input[pixel]! * 0.5) continue;
      active.push(pixel);
      fire(0, step, pixel);
    }
    for (const at of [0, 1] as const) {
      const membrane = membranes[at];
      const next: number[] = [];
      for (let unit = 0; unit < membrane.length; unit++) {
        if (at === 0 && shown.silent.has(unit)) continue;
        let current = at === 1 && unit === shown.label ? shown.skill : 0;
        for (const from of active) current += weights[at][from * membrane.length + unit]!;
        for (const pulse of shown.pulses) {
          const on = step >= pulse.at && step < pulse.at + pulse.duration;
          if (on && pulse.layer === ids[at + 1] && pulse.units.includes(unit)) current += pulse.amplitude;
        }
        const charged = DECAY * membrane[unit]! + current;
        const fires = charged > THRESHOLD;
        membrane[unit] = Math.max(-1, fires ? charged - THRESHOLD : charged);
        if (!fires) continue;
        next.push(unit);
        fire(at === 0 ? 1 : 2, step, unit);
        if (at === 1) counts[unit]!++;
      }
      active = next;
    }
    voltages.forEach(({ layer, unit }, k) => {
      values[k * steps + step] = membranes[layer === 'h1' ? 0 : 1][unit]!;
    });
  }
  return {
    sample: shown.sample,
    label: shown.label,
    answer: counts.indexOf(Math.max(...counts)),
    steps,
    spikes: spikes.map(
      ({ layer, times, units }): LayerSpikes => ({
        layer,
        times: Uint32Array.from(times),
        units: Uint32Array.from(units),
      }),
    ),
    voltages: { neurons: voltages.map((neuron) => ({ ...neuron, threshold: THRESHOLD })), values },
    readout: counts.map((count) => count / steps),
    input,
    inputReward: input.map((brightness) => brightness * (random() * 1.4 - 0.4)),
    pulses: shown.pulses,
  };
}
