import fc from 'fast-check';

type Plain = Readonly<Record<string, unknown>>;
type Kind = 'train' | 'test' | 'run';

const count = (max: number) => fc.integer({ min: 1, max });
/** Without -0, which JSON does not have. */
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
const positive = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
const someOf = (options: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(options, { requiredKeys: [] }) as fc.Arbitrary<Plain>;

/** Layers of the file around the phases, with their units. */
const SIZES = { in: 64, h1: 8, h2: 6, out: 10 } as const;
const EPOCHS = 4;
/** Steps of a presentation. */
const STEPS = 25;

const item = (layers: readonly (keyof typeof SIZES)[]): fc.Arbitrary<string> =>
  fc.constantFrom(...layers).chain((layer) => {
    const unit = fc.nat(SIZES[layer] - 1);
    return fc.oneof(
      fc.constant<string>(layer),
      unit.map((index) => `${layer}[${index}]`),
      fc.tuple(unit, unit).map(([a, b]) => `${layer}[${Math.min(a, b)}:${Math.max(a, b) + 1}]`),
    );
  });
const nodesOf = (...layers: readonly (keyof typeof SIZES)[]) =>
  fc.oneof(item(layers), fc.array(item(layers), { minLength: 1, maxLength: 3 }));
const anyNodes = fc.oneof(nodesOf('in', 'h1', 'h2', 'out'), fc.constant('left'));

/** A number of steps, at times as a time. */
const steps = (value: number) =>
  fc.constantFrom<number | string>(value, `${value}ms`, `${value / 1000} s`, `${value} steps`);
const words = (unit: string, value: number) =>
  fc.constantFrom(`${value} ${unit}`, `${value} ${unit.replace(/e?s$/, '')}`);

/** A moment and a length that is over before `whole`. */
function span(
  unit: 'steps' | 'batches' | 'epochs',
  whole: number,
): fc.Arbitrary<{ readonly at: unknown; readonly duration: unknown }> {
  return fc.tuple(fc.nat(whole - 1), fc.nat(whole - 1)).chain(([a, b]) => {
    const at = Math.min(a, b);
    const length = Math.abs(a - b) + 1;
    const text = (value: number): fc.Arbitrary<unknown> => (unit === 'steps' ? steps(value) : words(unit, value));
    return fc.record({ at: text(at), duration: text(length) });
  });
}

const spansIn = (kind: Kind, length: number, within: boolean) => {
  if (kind === 'run') return span('steps', length);
  if (kind === 'test') return span('steps', STEPS);
  const learned = [span('epochs', EPOCHS), span('batches', EPOCHS * 45)];
  return fc.oneof(...learned, ...(within ? [span('steps', STEPS)] : []));
};

const set = fc
  .tuple(
    someOf({
      'h1.threshold': positive,
      'h1.beta': fc.double({ min: 0, max: 1, noNaN: true }),
      'learn.optimizer.lr': positive,
      'encode.gain': positive,
    }),
    fc.constant({ 'learn.epsilon': 1e-3 }),
  )
  .map(([some, always]) => ({ ...some, ...always }));
const synapses = fc.oneof(
  nodesOf('h1', 'h2', 'out'),
  nodesOf('h2').chain((to) => nodesOf('h1').map((from) => ({ to, from }))),
  nodesOf('out').map((to) => ({ to })),
);
const target = fc.oneof(
  nodesOf('in', 'h1', 'h2', 'out').map((nodes): Plain => ({ nodes })),
  synapses.map((cut): Plain => ({ synapses: cut })),
);

const guards: { readonly [K in Exclude<Kind, 'test'>]: readonly string[] } = {
  train: [
    'accuracy(train) > 90%',
    'reward < 0.5 and not batch > 3',
    'accuracy(test) * 2 >= 1 or epoch == 2',
    'batch/2>4',
  ],
  run: ['time > 100ms', 'voltage(h1[0:3]) < -1 or spikes(h2) >= 3', 'not(rate(out) < 0.1kHz)', 'reward@base > 0.25'],
};

/** A test encodes its samples before the first step. */
function withoutEncoding(parameters: Plain): Plain {
  return Object.fromEntries(Object.entries(parameters).filter(([path]) => !path.startsWith('encode.')));
}

/** What a change is, given when it happens. */
function change(kind: Kind, length: number): fc.Arbitrary<Plain> {
  const lasting = spansIn(kind, length, true).chain(({ at, duration }) => {
    const own = fc.oneof(
      fc.record({ pulse: fc.record({ nodes: anyNodes, amplitude: real, duration: fc.constant(duration) }) }),
      fc.record({
        current: fc.record(
          { nodes: anyNodes, amplitude: real, duration: fc.constant(duration) },
          { requiredKeys: ['nodes', 'amplitude'] },
        ),
      }),
      fc.record({
        noise: fc.record(
          { nodes: anyNodes, sd: positive, mean: real, duration: fc.constant(duration) },
          { requiredKeys: ['nodes', 'sd'] },
        ),
      }),
    );
    return own.map((made): Plain => ({ at, ...made }));
  });
  const pulses = fc
    .tuple(count(4), fc.nat(3), count(4), anyNodes, real)
    .map(([duration, more, times, nodes, amplitude]): Plain => {
      return { at: 1, pulse: { nodes, amplitude, duration, period: duration + more, count: Math.min(times, 3) } };
    });
  const instant = spansIn(kind, length, false).chain(({ at }) =>
    fc.oneof(
      set.map((parameters): Plain => ({ at, set: kind === 'test' ? withoutEncoding(parameters) : parameters })),
      fc
        .tuple(target, someOf({ fraction: fc.double({ min: 0.5, max: 1, noNaN: true }), seed: fc.maxSafeNat() }))
        .map(([what, own]): Plain => ({ at, lesion: { ...what, ...own } })),
      fc.oneof(target, fc.constant({})).map((what): Plain => ({ at, restore: what })),
    ),
  );
  const held = spansIn(kind, length, false).chain(({ at, duration }) =>
    fc
      .tuple(kind === 'train' ? nodesOf('in') : anyNodes, real, fc.boolean())
      .map(([nodes, value, whole]): Plain => ({ at, clamp: { nodes, value, ...(whole ? {} : { duration }) } })),
  );
  const replay = fc
    .tuple(
      fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(7)), { minLength: 1, maxLength: 5, selector: String }),
      someOf({ amplitude: real }),
    )
    .map(([spikes, own]): Plain => ({ at: 4, replay: { nodes: 'h1', spikes, ...own } }));
  const choice = someOf({ amplitude: real, phase: fc.constant('p0'), layer: fc.constant('in'), sample: fc.nat(9) });
  const file = choice.map((own): Plain => ({ at: 4, replay: { nodes: 'h1', file: 'spikes.csv', ...own } }));
  return fc.oneof(lasting, pulses, instant, held, replay, file);
}

function event(kind: Kind, length: number): fc.Arbitrary<Plain> {
  const timed = change(kind, length);
  if (kind === 'test') return timed;
  const guarded = fc.tuple(timed, fc.constantFrom(...guards[kind]), someOf({ window: steps(7) }), fc.boolean());
  return fc.oneof(
    timed,
    guarded.map(([made, when, window, alone]) => {
      const { at, ...own } = made;
      return { ...(alone ? {} : { at }), when, ...window, ...own };
    }),
  );
}

function schedule(kind: Kind, length: number): fc.Arbitrary<Plain> {
  // Tests have none: what is made for them is left out.
  const whole = kind === 'run' ? length : EPOCHS;
  const points = fc
    .uniqueArray(fc.nat(whole - 1), { minLength: 1, maxLength: 3 })
    .chain((xs) =>
      fc.tuple(...xs.map((x) => positive.map((value) => [String(x), value] as const))).map(Object.fromEntries),
    );
  const ramp = fc
    .tuple(
      fc.constantFrom('linear', 'cosine', 'exponential'),
      positive,
      positive,
      someOf({ begin: fc.constant(0), end: fc.constant(whole) }),
    )
    .map(([of, from, to, ends]) => ({ kind: of, from, to, ...ends }));
  return someOf({ 'learn.optimizer.lr': fc.oneof(points, ramp), 'h1.threshold': fc.oneof(points, ramp) });
}

const doing: fc.Arbitrary<{ readonly kind: Kind; readonly own: Plain; readonly length: number }> = fc.oneof(
  someOf({ batch: fc.constant(32) }).map((own) => ({
    kind: 'train' as const,
    own: { train: { epochs: EPOCHS, ...own } },
    length: 0,
  })),
  someOf({ batch: count(359) }).map((own) => ({ kind: 'test' as const, own: { test: own }, length: 0 })),
  fc
    .tuple(fc.integer({ min: STEPS, max: 500 }), fc.array(fc.nat(358), { maxLength: 3 }), fc.boolean())
    .chain(([length, samples, short]) =>
      steps(length).map((duration) => ({
        kind: 'run' as const,
        own: { run: short ? duration : { duration, samples } },
        length,
      })),
    ),
);

/** Every `restore` behind a lesion of what it gives back. */
function withLesions(events: readonly Plain[]): readonly Plain[] {
  const lesions = events.flatMap(({ restore }): readonly Plain[] => {
    if (restore === undefined) return [];
    return [{ at: 0, lesion: Object.keys(restore as Plain).length === 0 ? { nodes: 'h1' } : restore }];
  });
  return [...lesions, ...events];
}

const laterPhase = doing.chain(({ kind, own, length }) =>
  fc
    .record(
      {
        from: fc.constantFrom('start', 'base'),
        events: fc.array(event(kind, length), { maxLength: 4 }).map(withLesions),
        schedule: schedule(kind, length),
      },
      { requiredKeys: [] },
    )
    .map(({ schedule: course, ...rest }) => ({
      ...own,
      ...rest,
      ...(kind === 'test' || !course ? {} : { schedule: course }),
    })),
);

/** Files with node sets and phases, as plain data, that every rule of the format allows. */
export const phaseFiles: fc.Arbitrary<Plain> = fc
  .tuple(fc.array(laterPhase, { maxLength: 4 }), fc.array(anyNodes, { maxLength: 2 }))
  .map(([later, sets]) => ({
    scenario: 1,
    name: 'phases',
    time: { dt: '1ms', steps: STEPS },
    data: 'digits',
    encode: 'rate',
    network: {
      layers: [
        { id: 'in', size: SIZES.in },
        { id: 'h1', size: SIZES.h1, neuron: 'lif' },
        { id: 'h2', size: SIZES.h2, neuron: 'step' },
        { id: 'out', size: SIZES.out, neuron: 'lif' },
      ],
    },
    nodes: { left: ['h1[0:4]', 'h2[2]'], ...Object.fromEntries(sets.map((nodes, n) => [`set${n}`, nodes])) },
    phases: [
      { id: 'base', train: { epochs: 1 }, checkpoint: 'best' },
      ...later.map((phase, n) => ({ id: `p${n}`, ...phase })),
    ],
  }));
