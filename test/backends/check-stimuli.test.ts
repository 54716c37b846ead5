import { describe, expect, test } from 'vitest';
import type { LayerStimulus } from '../../src/backends/backend.js';
import { BACKENDS } from '../../src/backends/backends.js';
import { checkedStimuli } from '../../src/backends/check-stimuli.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { conv2d, dense, flatten, pool } from '../../src/core/layers/describe-layer.js';
import type { NetworkDescription } from '../../src/core/layers/layer.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { neuron } from '../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { startingTensors } from '../core/network/random-numbers.js';

const lif = neuron('lif');
const image: NetworkDescription = {
  input: { id: 'x', shape: [1, 4, 4] },
  layers: [conv2d('c', 1, 3, lif), pool('p', 'max-pool', 2), flatten('flat'), dense('out', 2, lif)],
  readout: 'rate',
};
const plan = planNetwork(image);
const [steps, batch] = [3, 2];
const currents = (count: number): Float64Array => new Float64Array(count);
const odd = (place: number, value: number): Float64Array => currents(12).fill(value, place, place + 1);

const BAD: readonly (readonly [string, readonly LayerStimulus[], string])[] = [
  [
    'an unknown layer',
    [{ layer: 'h', currents: currents(12) }],
    'there is no layer "h" to stimulate; layers with neurons are "c", "out"',
  ],
  [
    'the input',
    [{ layer: 'x', currents: currents(12) }],
    'there is no layer "x" to stimulate; layers with neurons are "c", "out"',
  ],
  [
    'a pool',
    [{ layer: 'p', currents: currents(6) }],
    'layer "p" has no neurons to stimulate; layers with neurons are "c", "out"',
  ],
  [
    'a flatten layer',
    [{ layer: 'flat', currents: currents(6) }],
    'layer "flat" has no neurons to stimulate; layers with neurons are "c", "out"',
  ],
  [
    'too few currents',
    [{ layer: 'out', currents: currents(11) }],
    'a stimulus of "out" for 3 steps of 2 samples with 2 units needs 12 currents, got 11',
  ],
  [
    'a current that is no number',
    [{ layer: 'out', currents: odd(7, Number.NaN) }],
    'stimulus of "out", currents[7]: expected a finite number, got NaN',
  ],
  [
    'an infinite current',
    [{ layer: 'out', currents: odd(2, Number.NEGATIVE_INFINITY) }],
    'stimulus of "out", currents[2]: expected a finite number, got -Infinity',
  ],
  [
    'too many cuts',
    [{ layer: 'out', currents: currents(12), cut: new Uint8Array(3) }],
    'stimulus of "out", cut: expected 2 values, got 3',
  ],
  [
    'a cut that is neither 0 nor 1',
    [{ layer: 'out', currents: currents(12), cut: Uint8Array.of(1, 2) }],
    'stimulus of "out", cut[1]: expected 0 or 1, got 2',
  ],
  [
    'two stimuli of one layer',
    [
      { layer: 'out', currents: currents(12) },
      { layer: 'out', currents: odd(0, 1) },
    ],
    'there are two stimuli of "out"; add them up',
  ],
];

const cpu = BACKENDS.find(({ name }) => name === 'cpu')!;

describe.each([referenceBackend, eventsBackend, cpu])('what cannot be injected on $name', (backend) => {
  test.each(BAD)('is refused: %s', async (_, stimuli, reason) => {
    const session = await backend.open({
      network: image,
      tensors: startingTensors(plan),
      optimizer: OPTIMIZER_DEFAULTS.sgd,
      rule: { kind: 'epsilon', epsilon: 1e-6 },
      threads: 1,
    });
    await session.begin({ batch, learn: false });
    const chunk = { steps, input: { kind: 'constant', values: new Float64Array(batch * 16).fill(1) } } as const;
    await expect(session.simulate({ ...chunk, stimuli })).rejects.toThrow(new RangeError(reason));
    // Nothing has been spoilt: membranes are where they were.
    const after = await session.simulate({ ...chunk, record: ['c', 'out'] });
    await session.begin({ batch, learn: false });
    expect(after).toEqual(await session.simulate({ ...chunk, record: ['c', 'out'] }));
    await session.close();
  });
});

test('stimuli that change nothing are left out; the others come in the order of the layers', () => {
  const c = { layer: 'c', currents: currents(24), cut: Uint8Array.of(0, 0, 1, 0) };
  const out = { layer: 'out', currents: odd(11, -0.5) };
  expect(checkedStimuli(plan, [out, c], { steps, batch })).toEqual([c, out]);
  const still = [
    { ...c, cut: new Uint8Array(4) },
    { layer: 'out', currents: currents(12) },
  ];
  expect(checkedStimuli(plan, still, { steps, batch })).toEqual([]);
});
