import fc from 'fast-check';

type Plain = Readonly<Record<string, unknown>>;
type Options = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const count = (max: number) => fc.integer({ min: 1, max });
const time = fc.tuple(count(500), fc.constantFrom('us', 'ms', 's')).map(([n, unit]) => `${n / 10}${unit}`);
const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => /^[^\p{Cc}\p{Cs}]+$/u.test(value));
const someOf = (options: Options) => fc.record(options, { requiredKeys: [] }) as fc.Arbitrary<Plain>;

const firing = { threshold: positive, reset: fc.constantFrom('subtract', 'zero', 'none'), resetDelay: fc.boolean() };
const orTau = (options: Options, key: string, tauKey: string) =>
  fc.oneof(someOf({ ...options, [key]: share }), someOf({ ...options, [tauKey]: time }));
const nonNegative = fc.double({ min: 0, max: 1e6, noNaN: true });

const spikingNeuron: fc.Arbitrary<Plain> = fc.oneof(
  orTau({ neuron: fc.constant('lif'), ...firing }, 'beta', 'tau').map((keys) => ({ ...keys, neuron: 'lif' })),
  someOf(firing).map((keys) => ({ ...keys, neuron: 'integrate-and-fire' })),
  orTau({ ...firing, beta: share }, 'alpha', 'tauSynapse').map((keys) => ({ ...keys, neuron: 'synaptic-lif' })),
  orTau({ ...firing, adaptation: nonNegative }, 'rho', 'tauAdaptation').map((keys) => ({
    ...keys,
    neuron: 'adaptive-lif',
  })),
);
const plainNeuron: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom('step', 'sign', 'identity', 'relu', 'tanh', 'sigmoid', 'silu').map((neuron) => ({ neuron })),
  someOf({ slope: nonNegative }).map((keys) => ({ ...keys, neuron: 'leaky-relu' })),
);
const initial = fc.oneof(
  fc.constantFrom('uniform', 'kaiming-uniform', 'kaiming-normal', 'xavier-uniform', 'xavier-normal'),
  real.map((value) => ({ kind: 'constant', value })),
  fc.constantFrom('uniform', 'xavier-normal').map((kind) => ({ kind })),
);
const weights = someOf({ bias: fc.boolean(), initial });
const withNeuron = (layer: Plain) =>
  fc.tuple(weights, fc.oneof(spikingNeuron, plainNeuron)).map(([own, neuron]) => ({ ...layer, ...own, ...neuron }));

const denseLayers = fc
  .array(fc.tuple(count(50), fc.oneof(spikingNeuron, plainNeuron), weights), { maxLength: 3 })
  .map((layers) => layers.map(([size, neuron, own], n) => ({ id: `h${n}`, kind: 'dense', size, ...own, ...neuron })));
const imageLayers = fc
  .tuple(count(4), count(3), fc.constantFrom(0, 1, [1, 0]), fc.constantFrom('max-pool', 'average-pool'), spikingNeuron)
  .chain(([channels, kernel, padding, pool, neuron]) =>
    withNeuron({ id: 'conv', kind: 'conv2d', channels, kernel, padding: kernel === 1 ? 0 : padding, stride: 1 }).map(
      (conv) => [
        conv,
        { id: 'norm', kind: 'batch-norm', epsilon: 1e-3, ...neuron },
        { id: 'sum', kind: 'sum', from: ['conv', 'norm'], ...neuron },
        { id: 'pool', kind: pool, kernel: [2, 1] },
        { id: 'flat', kind: 'flatten', from: 'pool' },
      ],
    ),
  );

/** Sources with what the network needs to know of them: inputs (a shape when it is an image) and classes. */
const data: fc.Arbitrary<{
  data: unknown;
  encode?: unknown;
  inputs: readonly number[];
  classes: number;
  count: number;
}> = fc.oneof(
  fc.constantFrom('digits', { source: 'digits' }, { train: { source: 'digits', split: 'test' } }).map((source) => {
    return { data: source, inputs: [1, 8, 8], classes: 10, count: 359 };
  }),
  fc.record({ source: fc.constant('xor'), low: real, repeat: count(9), point: fc.nat(4) }).map((source) => {
    const high = source.low + 1;
    const corners = source.point === 0 ? 4 : 1;
    // Batches have up to four samples.
    const repeat = corners === 1 ? source.repeat + 3 : source.repeat;
    return { data: { ...source, high, repeat }, inputs: [2], classes: 2, count: corners * repeat };
  }),
  fc
    .record({ samples: fc.integer({ min: 9, max: 99 }), classes: fc.integer({ min: 2, max: 9 }), features: count(9) })
    .map((own) => {
      return { data: { source: 'blobs', ...own }, inputs: [own.features], classes: own.classes, count: own.samples };
    }),
  fc.record({ units: count(9), dimensions: count(3), smoothness: positive }).map((own) => {
    return { data: { source: 'randman', ...own }, encode: 'spikes', inputs: [own.units], classes: 10, count: 1000 };
  }),
  text.map((dir) => ({ data: { source: 'mnist', dir }, inputs: [1, 28, 28], classes: 10, count: 60_000 })),
);

const encode = fc.oneof(
  fc.constantFrom('direct', 'rate', 'latency'),
  real.map((gain) => ({ kind: 'direct', gain })),
  positive.map((gain) => ({ kind: 'rate', gain })),
  real.map((threshold) => ({ kind: 'latency', threshold })),
);

const surrogate = fc.oneof(
  fc.constantFrom('atan', 'fast-sigmoid', 'sigmoid', 'straight-through', 'triangle', 'triangular'),
  positive.map((slope) => ({ kind: 'fast-sigmoid', slope })),
  positive.map((width) => ({ kind: 'triangle', width })),
);

const learn = fc.oneof(
  fc.constantFrom('lfp', 'lfp-epsilon', 'lfp-oja', 'surrogate', 'feedback-alignment'),
  fc
    .tuple(
      fc.constantFrom('surrogate', 'feedback-alignment', 'direct-feedback-alignment'),
      fc.constantFrom('cross-entropy', 'squared-error'),
      someOf({ surrogate, clip: positive }),
    )
    .map(([rule, loss, own]) => ({ rule, loss, ...own })),
  fc
    .tuple(
      fc.constantFrom('cross-entropy', 'squared-error'),
      someOf({
        scale: positive,
        directions: count(99),
        distribution: fc.constantFrom('rademacher', 'gaussian'),
        clip: positive,
      }),
    )
    .map(([loss, own]) => ({ rule: 'perturbation', loss, ...own })),
  fc
    .tuple(
      fc.oneof(
        someOf({ rule: fc.constantFrom('lfp', 'lfp-z-plus', 'lfp-hebbian'), epsilon: positive }),
        someOf({ epsilon: positive, gamma: nonNegative }).map((own) => ({ ...own, rule: 'lfp-gamma' })),
        fc.integer({ min: 0, max: 20 }).map((beta) => ({ rule: 'lfp-alpha-beta', alpha: beta + 1, beta })),
      ),
      someOf({
        reward: fc.oneof(
          fc.constantFrom('softmax', 'sigmoid', 'correct-class', 'misclassification'),
          fc.record({
            kind: fc.constant('bounded-softmax'),
            low: fc.constant(0.1),
            high: fc.constant(0.8),
            signOnly: fc.boolean(),
          }),
        ),
        optimizer: fc.oneof(
          fc.constantFrom('adam', 'sgd'),
          someOf({ lr: positive, momentum: fc.constant(0.5), weightDecay: nonNegative }).map((own) => ({
            ...own,
            kind: 'sgd',
          })),
          someOf({ lr: positive, beta1: fc.constant(0), beta2: fc.constant(0.25), epsilon: positive }),
        ),
        clip: positive,
        schedule: fc.oneof(
          fc.constantFrom('constant', 'cosine', 'one-cycle'),
          fc.record({ kind: fc.constant('step'), every: count(9), factor: positive }),
          share.map((floor) => ({ kind: 'cosine', floor })),
        ),
      }),
    )
    .map(([rule, own]) => ({ ...rule, ...own })),
);

const expectation = fc.oneof(
  fc.record({ that: fc.constantFrom('accuracy(test)', 'reward(train)'), atLeast: real }),
  fc.record({
    that: fc.constant('spikesPerSample(train)'),
    between: fc.tuple(real, nonNegative).map(([low, more]) => [low, low + more]),
  }),
  fc.record({ that: fc.constant('synapticOperationsPerSample'), atMost: real }),
  fc.record({ that: fc.constant('accuracy(train)'), equals: real }),
);

const around = someOf({
  seed: fc.maxSafeNat(),
  time: someOf({ dt: time, steps: count(40) }),
  train: someOf({ epochs: count(1e6), batch: count(4) }),
  test: someOf({
    every: count(99),
    batch: count(4),
    prune: fc.array(fc.constantFrom(0.25, 0.5, 0.9), { maxLength: 3 }),
  }),
  expect: fc.array(expectation, { maxLength: 3 }),
});

/** Files, as plain data, that every rule of the format allows: made from the format's description, not from its code. */
export const scenarioFiles: fc.Arbitrary<Plain> = fc
  .tuple(data, encode, fc.boolean(), denseLayers, imageLayers, learn, around)
  .chain(([source, encoder, asImage, dense, image, rule, rest]) => {
    const isImage = source.inputs.length === 3;
    const shape = source.inputs.reduce((a, b) => a * b);
    const input = isImage && asImage ? { id: 'in', shape: source.inputs } : { id: 'in', size: shape };
    const hidden = isImage && asImage ? [...image, ...dense] : dense;
    const firingIds = hidden.flatMap((layer) => {
      const neuron = String((layer as Plain)['neuron']);
      return /lif|fire|step/.test(neuron) ? [layer.id as string] : [];
    });
    return fc
      .record({
        out: withNeuron({ id: 'out', size: source.classes }),
        readout: fc.constantFrom('mean', 'last'),
        spikes: fc.subarray(firingIds),
        name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
      })
      .map(({ out, readout, spikes, name }) => ({
        scenario: 1,
        name,
        ...rest,
        data: source.data,
        encode: source.encode ?? encoder,
        network: { readout, layers: [input, ...hidden, out] },
        learn:
          typeof rule === 'object' && !('reward' in rule || 'loss' in rule) ? { ...rule, reward: 'softmax' } : rule,
        record: { spikes, samples: 1 },
      }));
  });
