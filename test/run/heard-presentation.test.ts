import { expect, test } from 'vitest';
import { type Cuts, noCuts } from '../../src/core/network/cut-connections.js';
import { planNetwork } from '../../src/core/network/plan-network.js';
import { heardPresentation, hearingLearner } from '../../src/run/heard-presentation.js';
import type { Judge, Learner } from '../../src/trainers/learner.js';
import type { Presentation } from '../../src/trainers/presentation.js';
import { dense, identity, network } from '../core/network/small-networks.js';

const plan = planNetwork(network([3], [dense('out', 2, identity)]));
const shown: Presentation = {
  input: { kind: 'constant', values: Float64Array.of(1, 2, 3, 4, 5, 6) },
  labels: Int32Array.of(0, 1),
  steps: 4,
};
const cutsOf = (layer: string): Cuts => ({ ...noCuts, silenced: new Map([[layer, new Set([1])]]) });
const dead = cutsOf(plan.description.input.id);

test('input units that are cut off say nothing in any sample', () => {
  const heard = heardPresentation(shown, plan, dead);
  expect(heard).toEqual({ ...shown, input: { kind: 'constant', values: Float64Array.of(1, 0, 3, 4, 0, 6) } });
});

test('where none is cut off, and where chunks say it already, the presentation is the same one', () => {
  expect(heardPresentation(shown, plan, undefined)).toBe(shown);
  expect(heardPresentation(shown, plan, noCuts)).toBe(shown);
  expect(heardPresentation(shown, plan, cutsOf('out'))).toBe(shown);
  const inChunks = { ...shown, chunks: [{ steps: 4, input: shown.input }] };
  expect(heardPresentation(inChunks, plan, dead)).toBe(inChunks);
});

test('whatever a learner is shown is heard so, also by its network with other weights', async () => {
  let cuts = noCuts;
  const told: (readonly [what: string, second: number])[] = [];
  const hears = (what: string) => async (presentation: Presentation) => {
    const { input } = presentation;
    told.push([what, input.kind === 'constant' ? input.values[1]! : Number.NaN]);
    return [] as never;
  };
  const judge = (what: string): Judge => ({ judge: hears(what), close: async () => undefined });
  const learner = {
    ...judge('judge'),
    learn: hears('learn'),
    spikesOf: hears('spikes'),
    withWeights: async () => judge('other'),
    cuts: () => cuts,
  } as unknown as Learner;
  const hearing = hearingLearner(learner, plan);
  const showAll = async () => {
    await hearing.learn(shown, { epoch: 1, batch: 1, learningRate: 1 });
    await hearing.judge(shown);
    await hearing.spikesOf?.(shown, ['out']);
    await (await hearing.withWeights([])).judge(shown);
  };
  await showAll();
  cuts = dead;
  await showAll();
  const all = ['learn', 'judge', 'spikes', 'other'];
  expect(told).toEqual([...all.map((what) => [what, 2]), ...all.map((what) => [what, 0])]);
});

test('a learner of which nothing can be cut off is the same one', () => {
  const learner = { judge: async () => [] } as unknown as Learner;
  expect(hearingLearner(learner, plan)).toBe(learner);
});
