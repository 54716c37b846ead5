import type {
  Backend,
  ChunkReport,
  LayerStimulus,
  OpenRequest,
  Session,
  ShownChunk,
} from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { isGradientRule, type LearningRule, SURROGATE_DEFAULTS } from '../../src/core/gradients/gradient-rule.js';
import type { NetworkDescription } from '../../src/core/layers/layer.js';
import type { NeuronDescription } from '../../src/core/neurons/neuron.js';
import type { NetworkState } from '../../src/core/neurons/neuron-variables.js';

type Reward = Parameters<Session['feedback']>[0];
type Update = Parameters<Session['update']>[0];
type Snapshot = Awaited<ReturnType<Session['snapshot']>>;

/** What a mistake changes on the way in and out of a session that is otherwise right. */
interface Mistake {
  readonly request?: (request: OpenRequest) => OpenRequest;
  readonly shown?: (chunk: ShownChunk) => ShownChunk;
  readonly report?: (report: ChunkReport) => ChunkReport;
  readonly state?: (state: NetworkState) => NetworkState;
  readonly reward?: (reward: Reward) => Reward;
  readonly explained?: (input: Float64Array) => Float64Array;
  readonly update?: (options: Update) => Update;
  readonly adjust?: (session: Session, network: NetworkDescription) => Promise<void>;
  readonly snapshot?: (snapshot: Snapshot) => Snapshot;
  readonly close?: (session: Session) => Promise<void>;
}

/** The reference backend with a mistake. */
export function mistaken(name: string, mistake: Mistake): Backend {
  const { request, shown, report, state, reward, explained, update, adjust, snapshot, close } = mistake;
  const as = <T>(change: ((value: T) => T) | undefined, value: T): T => (change ? change(value) : value);
  return {
    ...referenceBackend,
    name,
    async open(asked) {
      const inner = await referenceBackend.open(as(request, asked));
      return {
        device: { mistake: name },
        begin: (presentation) => inner.begin(presentation),
        simulate: async (chunk) => as(report, await inner.simulate(as(shown, chunk))),
        async feedback(given, options) {
          const { input } = await inner.feedback(as(reward, given), options);
          return input ? { input: as(explained, input) } : {};
        },
        state: async () => as(state, await inner.state()),
        update: (options) => inner.update(as(update, options)),
        adjust(network) {
          const meant = as(request, { ...asked, network }).network;
          return adjust ? adjust(inner, meant) : inner.adjust(meant);
        },
        snapshot: async () => as(snapshot, await inner.snapshot()),
        close: () => (close ? close(inner) : inner.close()),
      };
    },
  };
}

const zeros = (values: Float64Array): Float64Array => values.map(() => 0);
const times = (factor: number) => (values: Float64Array) => values.map((value) => factor * value);
const withStimuli = (chunk: ShownChunk, change: (stimulus: LayerStimulus) => LayerStimulus): ShownChunk =>
  chunk.stimuli ? { ...chunk, stimuli: chunk.stimuli.map(change) } : chunk;
const late = (currents: Float64Array, steps: number): Float64Array => {
  const row = currents.length / steps;
  return currents.map((_, k) => currents[k - row] ?? 0);
};
const everyTensor = (snapshot: Snapshot, change: (values: Float64Array) => Float64Array): Snapshot => {
  const all = (tensors: Snapshot['tensors']) =>
    Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, change(values)]));
  return {
    tensors: all(snapshot.tensors),
    optimizer: { ...snapshot.optimizer, moments: all(snapshot.optimizer.moments) },
  };
};

/** The network with other neurons. */
const withNeurons =
  (change: (neuron: NeuronDescription) => NeuronDescription) =>
  (request: OpenRequest): OpenRequest => {
    const layers = request.network.layers.map((layer) =>
      'neuron' in layer ? { ...layer, neuron: change(layer.neuron) } : layer,
    );
    return { ...request, network: { ...request.network, layers } as NetworkDescription };
  };

const withRule =
  (change: (rule: LearningRule) => LearningRule) =>
  (request: OpenRequest): OpenRequest => ({ ...request, rule: change(request.rule) });

const sgd = (change: { readonly momentum?: number; readonly weightDecay?: number }) => (request: OpenRequest) => ({
  ...request,
  optimizer: { ...request.optimizer, ...change },
});

/** Mistakes that a backend can make, by what is wrong; the contract has to find every one of them. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'all results are zero': {
    report: (report) => ({ ...report, outputSums: zeros(report.outputSums), lastOutput: zeros(report.lastOutput) }),
  },
  'spikes of one unit are told as another’s': {
    report: (report) => ({
      ...report,
      recorded: report.recorded.map((one) => ({ ...one, units: one.units.map((unit) => (unit === 2 ? 3 : unit)) })),
    }),
  },
  'the last spike is not told': {
    report: (report) => ({
      ...report,
      recorded: report.recorded.map(({ layer, offsets, units }) => ({
        layer,
        offsets: offsets.map((offset) => Math.min(offset, Math.max(units.length - 1, 0))),
        units: units.slice(0, Math.max(units.length - 1, 0)),
      })),
    }),
  },
  'spike counts are one too high': {
    report: (report) => ({
      ...report,
      spikes: Object.fromEntries(Object.entries(report.spikes).map(([layer, count]) => [layer, count + 1])),
    }),
  },
  'silent inputs are counted as operations': {
    report: (report) => ({ ...report, synapticOperations: report.synapticOperations + 1 }),
  },
  'the sign of the input is lost': {
    shown: (chunk) =>
      chunk.input.kind === 'sequence'
        ? { ...chunk, input: { ...chunk.input, values: chunk.input.values.map(Math.abs) } }
        : chunk,
  },
  'injected currents are lost': { shown: ({ stimuli: _, ...chunk }) => chunk },
  'injected currents come a step late': {
    shown: (chunk) =>
      withStimuli(chunk, ({ currents, ...rest }) => ({ ...rest, currents: late(currents, chunk.steps) })),
  },
  'units that are cut keep their sums': { shown: (chunk) => withStimuli(chunk, ({ cut: _, ...rest }) => rest) },
  'feedback is one per mille too large': {
    reward: ({ always, perOutput, last }) => ({
      always: times(1.001)(always),
      perOutput: times(1.001)(perOutput),
      last: times(1.001)(last),
    }),
  },
  'the reward of the last step is given at no step': { reward: (reward) => ({ ...reward, last: zeros(reward.last) }) },
  'the reward of silent steps is lost': { reward: (reward) => ({ ...reward, always: zeros(reward.always) }) },
  'the input reward is zero': { explained: zeros },
  'the input reward is a little too large': { explained: times(1.001) },
  'the reset comes at once': { request: withNeurons((n) => ('resetDelay' in n ? { ...n, resetDelay: false } : n)) },
  'the reset always comes late': { request: withNeurons((n) => ('resetDelay' in n ? { ...n, resetDelay: true } : n)) },
  'a reset to zero subtracts': {
    request: withNeurons((n) => ('reset' in n && n.reset === 'zero' ? { ...n, reset: 'subtract' } : n)),
  },
  'the decay is one per mille off': {
    request: withNeurons((n) => ('decay' in n ? { ...n, decay: 0.999 * n.decay } : n)),
  },
  'the adaptation does not relax': {
    request: withNeurons((n) => (n.kind === 'adaptive-lif' ? { ...n, adaptationDecay: 1 } : n)),
  },
  'sign is taken for step': { request: withNeurons((n) => (n.kind === 'sign' ? { kind: 'step' } : n)) },
  'tanh is taken for silu': { request: withNeurons((n) => (n.kind === 'tanh' ? { kind: 'silu' } : n)) },
  'every rule is epsilon': {
    request: withRule((rule) => (isGradientRule(rule) ? rule : { kind: 'epsilon', epsilon: rule.epsilon })),
  },
  'epsilon is fixed': { request: withRule((rule) => (isGradientRule(rule) ? rule : { ...rule, epsilon: 1e-6 })) },
  'every surrogate is that of atan': {
    request: withRule((rule) => ('surrogate' in rule ? { ...rule, surrogate: SURROGATE_DEFAULTS.atan } : rule)),
  },
  'the surrogate is one per mille too wide': {
    request: withRule((rule) =>
      'surrogate' in rule && rule.surrogate.kind === 'triangle'
        ? { ...rule, surrogate: { kind: 'triangle', width: 1.001 * rule.surrogate.width } }
        : rule,
    ),
  },
  'errors go back through the own weights': {
    request: withRule((rule) => (rule.kind === 'feedback-alignment' ? { ...rule, kind: 'surrogate' } : rule)),
  },
  'errors go back layer by layer': {
    request: withRule((rule) => (rule.kind === 'direct-feedback-alignment' ? { ...rule, kind: 'surrogate' } : rule)),
  },
  'momentum is ignored': { request: sgd({ momentum: 0 }) },
  'weight decay is ignored': { request: sgd({ weightDecay: 0 }) },
  'clipping is ignored': { update: (options) => ({ ...options, clip: undefined }) },
  'clipping always takes place': { update: (options) => ({ ...options, clip: options.clip ?? 0.5 }) },
  'the learning rate is fixed': { update: (options) => ({ ...options, learningRate: 0.01 }) },
  'the optimizer starts anew when resumed': {
    request: ({ optimizerState: _lost, ...request }) => request,
  },
  'moments are not told': {
    snapshot: (snapshot) => ({ ...snapshot, optimizer: { ...snapshot.optimizer, moments: {} } }),
  },
  'tensors are told as zeros': { snapshot: (snapshot) => everyTensor(snapshot, zeros) },
  'a value that is no number is told': {
    snapshot: (snapshot) => everyTensor(snapshot, (values) => values.map((v, k) => (k === 0 ? Number.NaN : v))),
  },
  'an owed reset is forgotten in the state': {
    state: (state) =>
      Object.fromEntries(
        Object.entries(state).map(([id, variables]) => [
          id,
          'pending' in variables ? { ...variables, pending: zeros(variables.pending!) } : variables,
        ]),
      ),
  },
  'neurons keep their numbers': { adjust: async () => undefined },
  'neurons whose numbers change are at rest': {
    adjust: async (session, network) => {
      await session.adjust(network);
      await session.begin({ batch: 3, learn: false });
    },
  },
  'closing throws the second time': {
    close: (() => {
      const closed = new WeakSet<Session>();
      return async (session: Session) => {
        if (closed.has(session)) throw new Error('already closed');
        closed.add(session);
        await session.close();
      };
    })(),
  },
};

/** What float32 does to a session, as far as it can be done from outside: no mistake, and no reason to fail. */
export const ROUNDINGS: Mistake = {
  request: withNeurons((n) => ('decay' in n ? { ...n, decay: Math.fround(n.decay) } : n)),
  reward: ({ always, perOutput, last }) => {
    const rounded = (values: Float64Array): Float64Array => values.map((v) => Math.fround(v * (1 + 2 ** -22)));
    return { always: rounded(always), perOutput: rounded(perOutput), last: rounded(last) };
  },
  report: (report) => ({
    ...report,
    outputSums: report.outputSums.map(Math.fround),
    lastOutput: report.lastOutput.map(Math.fround),
  }),
  explained: (input) => input.map(Math.fround),
};
