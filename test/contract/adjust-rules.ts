import type { NetworkDescription } from '../../src/core/layers/layer.js';
import { ADJUSTED_CASE, SESSION_CASE } from './cases/session-case.js';
import { prepareCase } from './prepared-case.js';
import { same } from './same-bits.js';
import type { SessionRule } from './session-rules.js';

type Numbers = Readonly<Record<string, number>>;

/** The network with other numbers of the neurons of some layers. */
function adjusted(network: NetworkDescription, numbers: Readonly<Record<string, Numbers>>): NetworkDescription {
  const layers = network.layers.map((layer) => {
    return 'neuron' in layer ? { ...layer, neuron: { ...layer.neuron, ...numbers[layer.id] } } : layer;
  });
  return { ...network, layers };
}

/** One after the other, in the middle of a presentation: units before and behind those that have a memory. */
const COURSE: readonly Readonly<Record<string, Numbers>>[] = [
  { h: { threshold: 0.25, adaptation: 0.5 } },
  { h: { threshold: 0.25, adaptation: 0.5 }, s: { slope: 0.75 } },
  {
    h: { threshold: 0.75, decay: 0.5, adaptationDecay: 0.25 },
    out: { threshold: 0.25, decay: 0.75, synapseDecay: 0.25 },
  },
];

/** What it promises whose neurons are given other numbers. */
export const ADJUST_RULES: readonly SessionRule[] = [
  {
    name: 'other numbers of neurons are taken up in the middle of a presentation',
    async broken(open) {
      const prepared = prepareCase(ADJUSTED_CASE);
      const { request, test, plan } = prepared;
      const { steps, input } = test.chunks[0]!;
      const chunk = { steps, input, record: plan.layers.map(({ id }) => id) };
      const begun = { batch: test.labels.length, learn: false };
      const session = await open(request);
      await session.begin(begun);
      await session.simulate(chunk);
      const problems: string[] = [];
      for (const [k, numbers] of COURSE.entries()) {
        const network = adjusted(request.network, numbers);
        const state = await session.state();
        const anew = await open({ ...request, network });
        await anew.begin({ ...begun, state });
        await session.adjust(network);
        const place = `after change ${k + 1}`;
        problems.push(...same(`a chunk ${place}`, await session.simulate(chunk), await anew.simulate(chunk)));
        problems.push(...same(`a further chunk ${place}`, await session.simulate(chunk), await anew.simulate(chunk)));
        problems.push(...same(`the state ${place}`, await session.state(), await anew.state()));
      }
      return [...problems, ...same('the tensors', await session.snapshot(), await (await open(request)).snapshot())];
    },
  },
  {
    name: 'nothing but numbers of neurons is taken up, and not while a trace is kept',
    async broken(open) {
      const { request, lessons } = prepareCase(SESSION_CASE);
      const session = await open(request);
      const refused = async (what: string, action: () => Promise<unknown>, wanted: RegExp) => {
        const error = await action().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        return wanted.test(String(error)) ? [] : [`${what}: expected an error like ${wanted}, got ${String(error)}`];
      };
      const [layer] = request.network.layers;
      const other = { ...request.network, layers: [{ ...layer!, bias: false } as typeof layer & object] };
      const wrong = adjusted(request.network, { out: { threshold: -1 } });
      const problems = [
        ...(await refused('another form', () => session.adjust(other), /RangeError.*"out"/)),
        ...(await refused('a threshold below 0', () => session.adjust(wrong), /threshold/)),
      ];
      await session.begin({ batch: lessons[0]!.labels.length, learn: true });
      await session.simulate(lessons[0]!.chunks[0]!);
      return [...problems, ...(await refused('a trace', () => session.adjust(request.network), /trace/))];
    },
  },
];
