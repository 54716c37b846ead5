import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OpenRequest } from '../../../src/backends/backend.js';
import { BACKENDS } from '../../../src/backends/backends.js';
import type { Learning } from '../../../src/core/learning.js';
import { peerDefaults } from '../../../src/core/peer-rule.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import type { Look } from '../../../src/run/watch/look.js';
import type { Intervention } from '../../../src/run/watch/run-watch.js';
import { RUN_DEFAULTS } from '../../../src/scenario/run-settings.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { eventsOf, ofKind, xorScenario } from '../xor-scenario.js';
import { sampleOnly, scriptedWatch } from './scripted-watch.js';

afterEach(() => vi.restoreAllMocks());

const scenario: Scenario = { ...xorScenario, record: RUN_DEFAULTS.record };
const adam = { kind: 'adam', lr: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const;
const sgd = { kind: 'sgd', lr: 0.05, momentum: 0.9, weightDecay: 0.01 } as const;
const silenced = [1, 5];
const silence: Intervention = { kind: 'silence', layer: 'h', units: silenced };
const restore: Intervention = { kind: 'restore', layer: 'h', units: silenced };

const learning = (change: Partial<Learning>): Scenario =>
  ({ ...scenario, learn: { ...scenario.learn, ...change } }) as Scenario;

/** Weights in exchange layout: `h` is `[12 × 2]`, `out` is `[2 × 12]`. */
function connectionsOf(events: readonly RunEvent[], unit: number): readonly number[] {
  const { tensors } = ofKind(events, 'checkpoint')[0]!;
  const values = (name: string) => tensors.find((tensor) => tensor.name === name)!.values as Float64Array;
  return [
    ...values('h.weight').subarray(2 * unit, 2 * unit + 2),
    values('h.bias')[unit]!,
    values('out.weight')[unit]!,
    values('out.weight')[12 + unit]!,
  ];
}

const spikesOfUnits = ({ spikes }: Look, layer: string, units: readonly number[]): number =>
  spikes.find((one) => one.layer === layer)!.units.filter((unit) => units.includes(unit)).length;
const intervened = (events: readonly RunEvent[]) => ofKind(events, 'intervened');

describe.each(['reference', 'events'])('on %s', (backend) => {
  describe.each([adam, sgd])('with $kind, momentum and weight decay, a neuron that is silenced', (optimizer) => {
    test('never fires again, not even by a pulse, and LFP leaves its connections at exactly 0', async () => {
      // Six of nine batches follow.
      const pulse = { layer: 'h', units: [0, ...silenced], at: 1, duration: 2, amplitude: 5 };
      const wanted = (asked: number) => ({ ...sampleOnly(asked % 8), pulses: [pulse] });
      const watch = scriptedWatch({ wanted, at: { 4: [silence] } });
      const events = await eventsOf(learning({ optimizer }), { backend, watch });
      expect(intervened(events)).toEqual([{ kind: 'intervened', epoch: 2, batch: 0, step: 3, intervention: silence }]);
      for (const unit of silenced) expect(connectionsOf(events, unit)).toEqual([0, 0, 0, 0, 0]);
      const [before, after] = [(step: number) => step <= 3, (step: number) => step > 3].map((when) =>
        ofKind(events, 'looked')
          .filter(({ step }) => when(step))
          .map(({ look }) => look),
      );
      const fired = (looks: readonly Look[]) =>
        looks.reduce((sum, look) => sum + spikesOfUnits(look, 'h', silenced), 0);
      expect(fired(before!)).toBeGreaterThan(0);
      expect(fired(after!)).toBe(0);
      expect(after!.length).toBe(8);
      expect(before!.map(({ pulses }) => pulses)).toContainEqual([pulse]);
      for (const { pulses, spikes } of after!) {
        expect(pulses).toEqual([{ ...pulse, units: [0] }]);
        expect([...spikes.find(({ layer }) => layer === 'h')!.units]).toContain(0);
      }
      // The others go on learning.
      const others = connectionsOf(events, 0);
      const early = connectionsOf(
        await eventsOf({ ...learning({ optimizer }), train: { epochs: 1, batch: 6 } }, { backend }),
        0,
      );
      expect(others).not.toEqual(early);
    });

    test('has its connections back when it is restored, exactly', async () => {
      const oneEpoch = { ...learning({ optimizer }), train: { epochs: 1, batch: 6 } };
      const had = connectionsOf(await eventsOf(oneEpoch, { backend }), silenced[0]!);
      // Silenced after the first epoch, restored two epochs later with a rate at which nothing moves any more.
      const still: Intervention = { kind: 'learning-rate', value: 1e-300 };
      const watch = scriptedWatch({ at: { 4: [silence], 10: [restore, still] } });
      const events = await eventsOf({ ...oneEpoch, train: { epochs: 4, batch: 6 } }, { backend, watch });
      expect(intervened(events).map(({ refused }) => refused)).toEqual([undefined, undefined, undefined]);
      for (const [k, weight] of connectionsOf(events, silenced[0]!).entries()) expect(weight).toBe(had[k]);
      expect(had.every((weight) => weight !== 0)).toBe(true);
    });
  });

  test.each([adam, sgd])('opening the network again changes nothing of the others, with $kind', async (optimizer) => {
    // Cut off and given back before the third batch, which is the last one: the network is put on a new session as it is,
    // with what its optimizer remembers of the neurons that were left alone.
    const oneEpoch = { ...learning({ optimizer }), train: { epochs: 1, batch: 6 } };
    const watch = scriptedWatch({ at: { 3: [silence, restore] } });
    const events = await eventsOf(oneEpoch, { backend, watch });
    expect(intervened(events).map(({ refused }) => refused)).toEqual([undefined, undefined]);
    const alone = await eventsOf(oneEpoch, { backend });
    for (const unit of [0, 2, 3, 4, 6, 7, 8, 9, 10, 11])
      expect(connectionsOf(events, unit)).toEqual(connectionsOf(alone, unit));
    expect(connectionsOf(events, silenced[0]!)).not.toEqual(connectionsOf(alone, silenced[0]!));
    expect(events.filter(({ kind }) => kind === 'batch-trained')).toEqual(
      alone.filter(({ kind }) => kind === 'batch-trained'),
    );
  });

  test('an input unit and an output can be silenced, too', async () => {
    const both: Intervention[] = [
      { kind: 'silence', layer: 'in', units: [0] },
      { kind: 'silence', layer: 'out', units: [1] },
    ];
    const watch = scriptedWatch({ wanted: (asked) => sampleOnly(asked % 8), at: { 1: both } });
    const events = await eventsOf(scenario, { backend, watch });
    const { tensors } = ofKind(events, 'checkpoint')[0]!;
    const values = (name: string) => [...(tensors.find((tensor) => tensor.name === name)!.values as Float64Array)];
    expect(values('h.weight').filter((_, k) => k % 2 === 0)).toEqual(new Array(12).fill(0));
    expect(values('h.weight').filter((_, k) => k % 2 === 1 && values('h.weight')[k] === 0)).toEqual([]);
    expect(values('out.weight').slice(12)).toEqual(new Array(12).fill(0));
    expect(values('out.bias')[1]).toBe(0);
    for (const { look } of ofKind(events, 'looked')) expect(look.readout[1]).toBe(0);
  });
});

describe('a learning rate', () => {
  test('takes the place of the optimizer’s from the next batch on; the schedule’s factor stays', async () => {
    const halving = learning({ schedule: { kind: 'step', every: 1, factor: 0.5 } });
    const watch = scriptedWatch({ at: { 5: [{ kind: 'learning-rate', value: 0.08 }] } });
    const events = await eventsOf(halving, { backend: 'reference', watch });
    // 0.01 · 1 in the first epoch, · ½ in the second, there 0.08 · ½ from its second batch on, 0.08 · ¼ in the third
    expect(ofKind(events, 'batch-trained').map(({ learningRate }) => learningRate)).toEqual([
      ...[0.01, 0.01, 0.01],
      ...[0.005, 0.04, 0.04],
      ...[0.02, 0.02, 0.02],
    ]);
    expect(intervened(events)).toMatchObject([{ epoch: 2, batch: 1, step: 4 }]);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('of %s is refused', async (value) => {
    const watch = scriptedWatch({ at: { 2: [{ kind: 'learning-rate', value }] } });
    const events = await eventsOf(scenario, { backend: 'reference', watch });
    expect(intervened(events)[0]!.refused).toBe(`learning rate: expected a number > 0, got ${value}`);
    expect(new Set(ofKind(events, 'batch-trained').map(({ learningRate }) => learningRate))).toEqual(new Set([0.01]));
  });
});

describe('an intervention that changes nothing is refused', () => {
  const nothing = (wanted: string) => `nothing to change: expected neurons of "h" that ${wanted}, got none`;
  test.each<[string, readonly Intervention[], string]>([
    ['the learning rate that it has', [{ kind: 'learning-rate', value: 0.01 }], 'the learning rate is 0.01 already'],
    ['to silence nobody', [{ kind: 'silence', layer: 'h', units: [] }], nothing('are not cut off yet')],
    ['to silence who is silent', [silence, { ...silence, units: [5] }], nothing('are not cut off yet')],
    ['to restore who was never silenced', [restore], nothing('are cut off')],
    ['to restore others', [silence, { ...restore, units: [0, 2] }], nothing('are cut off')],
  ])('%s', async (_what, before, reason) => {
    const sessions = counted(() => undefined);
    const watch = scriptedWatch({ at: { 2: before } });
    const events = await eventsOf(scenario, { backend: 'reference', watch });
    const refusals = intervened(events).map(({ refused }) => refused);
    expect(refusals.slice(0, -1)).toEqual(before.slice(1).map(() => undefined));
    expect(refusals.at(-1)).toMatch(/^nothing to change: /);
    expect(refusals.at(-1)).toContain(reason);
    // The network is not put on a new session.
    expect(sessions.opened).toBe(before.length);
  });

  test('as long as one neuron changes, it is none', async () => {
    const watch = scriptedWatch({ at: { 2: [silence, { ...silence, units: [1, 2] }, { ...restore, units: [0, 1] }] } });
    const events = await eventsOf(scenario, { backend: 'reference', watch });
    expect(intervened(events).map(({ refused }) => refused)).toEqual([undefined, undefined, undefined]);
    expect(connectionsOf(events, 2)).toEqual([0, 0, 0, 0, 0]);
    expect(connectionsOf(events, 1)).not.toContain(0);
  });
});

/** Counts the sessions of the reference backend; `before` may keep one from being opened. */
function counted(before: (request: OpenRequest) => void): { opened: number; closed: number } {
  const backend = BACKENDS.find(({ name }) => name === 'reference')!;
  const open = backend.open.bind(backend);
  const sessions = { opened: 0, closed: 0 };
  vi.spyOn(backend, 'open').mockImplementation(async (request) => {
    before(request);
    const session = await open(request);
    sessions.opened++;
    const close = session.close.bind(session);
    session.close = async () => {
      sessions.closed++;
      await close();
    };
    return session;
  });
  return sessions;
}

/** The run with one intervention before its fourth batch, and why that was refused. */
async function refusalOf(of: Scenario, intervention: Intervention, backend = 'reference') {
  const events = await eventsOf(of, { backend, watch: scriptedWatch({ at: { 4: [intervention] } }) });
  const { refused, ...place } = intervened(events)[0]!;
  expect(place).toEqual({ kind: 'intervened', epoch: 2, batch: 0, step: 3, intervention });
  return { events, refused };
}

describe('an intervention that is not possible is refused with the reason, and the run goes on as it was', () => {
  test.each([
    [{ kind: 'silence', layer: 'h2', units: [0] }, 'expected a layer out of "in", "h", "out", got "h2"'],
    [{ kind: 'silence', layer: 'h', units: [0, 12] }, 'layer "h": expected neurons in 0..11, got 12'],
    [{ kind: 'restore', layer: 'out', units: [-1] }, 'layer "out": expected neurons in 0..1, got -1'],
  ] as const)('%o', async (intervention, reason) => {
    const { events, refused } = await refusalOf(scenario, intervention);
    expect(refused).toBe(reason);
    const alone = await eventsOf(scenario, { backend: 'reference' });
    expect(events.filter(({ kind }) => kind !== 'intervened')).toEqual(alone);
  });

  test('when the device cannot be opened again: the old session stays in use, and none is left behind', async () => {
    const sessions = counted((request) => {
      if (request.optimizerState) throw new Error('no room for a second network');
    });
    const { events, refused } = await refusalOf(scenario, silence);
    expect(refused).toBe('no room for a second network');
    expect(sessions).toEqual({ opened: 1, closed: 1 });
    vi.restoreAllMocks();
    const alone = await eventsOf(scenario, { backend: 'reference' });
    expect(events.filter(({ kind }) => kind !== 'intervened')).toEqual(alone);
  });

  const surrogate = { kind: 'atan', alpha: 2 } as const;
  const gradient = (kind: 'surrogate' | 'feedback-alignment' | 'direct-feedback-alignment') =>
    learning({ method: 'gradient', rule: { kind, surrogate }, loss: 'cross-entropy' } as Partial<Learning>);
  const peer = (rule: 'perturbation' | 'r-stdp'): Scenario =>
    learning({ method: 'peer', rule: peerDefaults(rule, undefined), loss: 'cross-entropy' } as Partial<Learning>);

  test.each([
    [gradient('feedback-alignment'), 'h', 'the rule "feedback-alignment" would make the connections of "h" grow again'],
    [
      gradient('direct-feedback-alignment'),
      'h',
      'the rule "direct-feedback-alignment" would make the connections of "h" grow again',
    ],
    [gradient('surrogate'), 'in', 'the rule "surrogate" would make the connections of "in" grow again'],
    [gradient('surrogate'), 'out', 'the rule "surrogate" would make the connections of "out" grow again'],
    [peer('r-stdp'), 'in', 'the rule "r-stdp" would make the connections of "in" grow again'],
    [peer('perturbation'), 'h', 'neurons cannot be cut off under the rule "perturbation"'],
  ])('under a rule that would not leave the connections at 0', async (of, layer, reason) => {
    expect((await refusalOf(of, { kind: 'silence', layer, units: [1] })).refused).toBe(reason);
  });

  test.each([
    ['surrogate', gradient('surrogate')],
    ['r-stdp', peer('r-stdp')],
  ])('but hidden neurons stay silent also under %s', async (_rule, of) => {
    const { events, refused } = await refusalOf(of, silence);
    expect(refused).toBeUndefined();
    for (const unit of silenced) expect(connectionsOf(events, unit)).toEqual([0, 0, 0, 0, 0]);
    expect(connectionsOf(events, 0)).not.toContain(0);
  });
});

test('every session that a run has opened is closed, however often neurons were silenced', async () => {
  const sessions = counted(() => undefined);
  const watch = scriptedWatch({ at: { 2: [silence], 3: [restore], 6: [silence] } });
  await eventsOf(scenario, { backend: 'reference', watch });
  expect(sessions).toEqual({ opened: 4, closed: 4 });
});
