import { BehaviorSubject } from 'rxjs';
import { describe, expect, onTestFinished, test } from 'vitest';

import type { LayerSpikes, Look, NeuronPlace } from '../../../src/run/watch/look.js';
import { MOST_LISTED } from '../../../src/streams/frames/view-command.js';
import type { RunFacts } from '../../../src/streams/frames/view-frame.js';
import { chooseNeuron } from '../../../src/web/charts/time/choose-neuron.js';
import { firstPins } from '../../../src/web/view/first-pins.js';
import { followNewest } from '../../../src/web/view/follow-newest.js';
import { showWindow } from '../../../src/web/view/navigate.js';
import { prepareFirstLooks } from '../../../src/web/view/prepare-first-looks.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { suggestPins } from '../../../src/web/view/suggest-pins.js';
import { createViewState, type View } from '../../../src/web/view/view-state.js';
import { FACTS } from '../../streams/frames/facts.js';

const h1 = (unit: number): NeuronPlace => ({ layer: 'h1', unit });
const out = (unit: number): NeuronPlace => ({ layer: 'out', unit });

/** What was recorded of ten steps; `fired` names a neuron as often as it spiked. */
function lookOf(fired: readonly NeuronPlace[], recorded: readonly NeuronPlace[] = []): Look {
  const spikes = ['h1', 'out'].map((id): LayerSpikes => {
    const units = fired.filter(({ layer }) => layer === id).map(({ unit }) => unit);
    return { layer: id, times: new Uint32Array(units.length), units: Uint32Array.from(units) };
  });
  return {
    ...{ sample: 0, label: 0, answer: 0, steps: 10, spikes, pulses: [] },
    voltages: {
      neurons: recorded.map((place) => ({ ...place, threshold: 1 })),
      values: new Float32Array(10 * recorded.length),
    },
    readout: new Float32Array(2),
    input: new Float32Array(4),
  };
}

/** A page that shows one run. */
function createPage({ steered = true } = {}) {
  const store = new RunStore();
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([store]) };
  const revealed: number[] = [];
  prepareFirstLooks(view, () => revealed.push(store.presentations.length));
  let start = 0;
  return {
    view,
    store,
    revealed,
    pinned: () => view.state.pinned.value,
    begin(layers = FACTS.layers, facts: Partial<RunFacts> = {}) {
      store.apply({ kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0, controls: steered });
      store.apply({ kind: 'run', ...FACTS, ...facts, layers });
      start = 0;
    },
    look(look: Look) {
      store.apply({ kind: 'look', start, epoch: 0, step: 0, look });
      start += look.steps;
    },
  };
}

describe('the first pins', () => {
  const presentations = (...looks: readonly Look[]) =>
    looks.map((look, k) => ({ kind: 'look', start: 10 * k, epoch: 0, step: 0, look }) as const);

  test('fire at about every fifth step, in each of the last three layers with membranes', () => {
    const layer = (id: string, membrane: boolean) => ({ id, size: 5, neuron: 'lif', spikes: true, membrane });
    const layers = [layer('in', false), layer('h0', true), layer('h1', true), layer('h2', true), layer('out', true)];
    // A fifth of ten steps are two spikes. h1: 0, 1, 4 and then 0 of them; out: none at all; h2: not even told.
    const fired = [h1(1), h1(2), h1(2), h1(2), h1(2)];
    expect(firstPins({ facts: { ...FACTS, layers }, presentations: presentations(lookOf(fired)) })).toEqual([
      h1(1),
      { layer: 'h2', unit: 0 },
      out(0),
    ]);
    // Of twenty steps four are a fifth.
    const twice = presentations(lookOf(fired), lookOf([]));
    expect(firstPins({ facts: { ...FACTS, layers }, presentations: twice })[0]).toEqual(h1(2));
  });

  test('are some whose membranes were recorded, where any were', () => {
    const fired = [h1(1), h1(1), h1(5)];
    expect(firstPins({ facts: FACTS, presentations: presentations(lookOf(fired, [h1(4), h1(5)])) })).toEqual([h1(5)]);
  });
});

describe('the first looks at a run', () => {
  test('come with some membranes, unless somebody has pinned a neuron, or has let all go', () => {
    const page = createPage();
    page.begin();
    expect(page.pinned()).toEqual([]);
    page.look(lookOf([h1(3), h1(3), out(1), out(1)]));
    expect(page.pinned()).toEqual([h1(3), out(1)]);
    expect(page.view.state.suggested.value).toBe(page.pinned());
    page.look(lookOf([]));
    expect(page.pinned()).toEqual([h1(3), out(1)]);
    page.view.state.pinned.next([]);
    page.look(lookOf([h1(1)], [h1(1)]));
    expect(page.pinned()).toEqual([]);
  });

  test('take on what other pages have pinned, until somebody here pins a neuron', () => {
    const page = createPage();
    page.begin();
    // A page that comes late is told of looks that were made before anybody had pinned anything.
    page.look(lookOf([]));
    page.look(lookOf([], [h1(2), h1(4)]));
    expect(page.pinned()).toEqual([h1(2), h1(4)]);
    expect(page.view.state.suggested.value).toBe(page.pinned());
    page.look(lookOf([], [out(1)]));
    expect(page.pinned()).toEqual([out(1)]);
    chooseNeuron(page.view, h1(7), 0);
    page.look(lookOf([], [out(1)]));
    expect(page.pinned()).toEqual([out(1), h1(7)]);
    expect(page.view.state.suggested.value).not.toBe(page.pinned());
  });

  test('of a run that does not obey choose among the many membranes that it has kept', () => {
    const page = createPage({ steered: false });
    page.begin();
    page.look(lookOf([h1(6), h1(6)], [h1(0), h1(6), h1(7), out(0)]));
    expect(page.pinned()).toEqual([h1(6), out(0)]);
    page.look(lookOf([], [h1(0), h1(6), h1(7), out(0)]));
    expect(page.pinned()).toEqual([h1(6), out(0)]);
  });

  test('of another network let pins go that it does not have', () => {
    const small = FACTS.layers.map((layer) => (layer.id === 'h1' ? { ...layer, size: 4 } : layer));
    const page = createPage();
    page.begin();
    page.look(lookOf([h1(6), h1(6)]));
    expect(page.pinned()).toEqual([h1(6), out(0)]);
    page.begin(small);
    expect(page.pinned()).toEqual([out(0)]);
    // Nobody has chosen those: they are others' to choose.
    page.look(lookOf([], [h1(2)]));
    expect(page.pinned()).toEqual([h1(2)]);
    page.begin();
    page.view.state.pinned.next([h1(6), h1(1)]);
    page.begin(small);
    page.look(lookOf([], [h1(2)]));
    expect(page.pinned()).toEqual([h1(1)]);
  });

  test('are brought into sight, once for every run that begins', () => {
    const page = createPage();
    page.begin();
    for (let k = 0; k < 3; k++) page.look(lookOf([]));
    page.begin();
    page.look(lookOf([]));
    expect(page.revealed).toEqual([1, 1]);
  });

  test('begin anew on the time axis of another run, and go on where they were in one that is told again', () => {
    for (const follows of [false, true]) {
      const page = createPage();
      const { window, follow } = page.view.state;
      onTestFinished(followNewest(page.view));
      const tell = (facts: Partial<RunFacts>): void => {
        page.begin(FACTS.layers, facts);
        for (let k = 0; k < 4; k++) page.look(lookOf([]));
      };
      const seen = (): unknown => [window.value, follow.value];
      tell({});
      showWindow(page.view, follows ? { from: 35, to: 40 } : { from: 12, to: 18 });
      follow.next(follows);
      const kept = seen();
      tell({});
      expect(seen()).toEqual(kept);
      for (const other of [{ name: 'another' }, { seed: 1 }, { scenario: 'scenario: 1\nname: other\n' }]) {
        tell(other);
        expect(seen()).toEqual([{ from: 0, to: 40 }, true]);
        tell({});
        showWindow(page.view, { from: 12, to: 18 });
        follow.next(follows);
      }
    }
  });

  test('of a report know all of its presentations', () => {
    const store = new RunStore();
    store.apply({ kind: 'run', ...FACTS });
    store.apply({ kind: 'look', start: 0, epoch: 0, step: 0, look: lookOf([h1(1), h1(1)], [h1(1), h1(2)]) });
    const fired = [h1(1), h1(1), h1(1), h1(2), h1(2), h1(2), h1(2)];
    store.apply({ kind: 'look', start: 10, epoch: 0, step: 0, look: lookOf(fired, [h1(1), h1(2)]) });
    const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([store]) };
    prepareFirstLooks(view);
    // In twenty steps h1.1 fired five times, h1.2 four times.
    expect(view.state.pinned.value).toEqual([h1(2)]);
  });
});

test('a click on a row pins a neuron or lets it go, and says why when no more can be pinned', () => {
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([]) };
  const { pinned, refusal } = view.state;
  suggestPins(
    view.state,
    Array.from({ length: MOST_LISTED }, (_, unit) => h1(unit)),
  );
  chooseNeuron(view, h1(64), 0);
  expect(pinned.value).toHaveLength(64);
  expect(refusal.value).toBe('At most 64 neurons can be pinned: take one back first.');
  chooseNeuron(view, h1(3), 0);
  expect(pinned.value).toHaveLength(63);
  expect(refusal.value).toBeUndefined();
  chooseNeuron(view, h1(64), 0);
  expect(pinned.value.at(-1)).toEqual(h1(64));
});
