import { expect, test } from 'vitest';

import { openTimeCharts } from './time-charts-page.js';

const { ask, drawn, summary, pages } = await openTimeCharts();

/** Shows a second run, whose input does not spike, beside the first one, and chooses it. */
const SECOND_RUN = `(async () => {
  const store = new timeCharts.RunStore();
  for (const frame of timeCharts.fixtureFrames({ sizes: [9, 20, 4], presentations: 4, seed: 2 })) {
    if (frame.kind === 'run')
      store.apply({ ...frame, layers: frame.layers.map((one) => ({ ...one, spikes: one.spikes && one.id !== 'in' })) });
    else if (frame.kind === 'look')
      store.apply({ ...frame, look: { ...frame.look, spikes: frame.look.spikes.filter(({ layer }) => layer !== 'in') } });
    else store.apply(frame);
  }
  timeCharts.view.runs.next([timeCharts.store, store]);
  timeCharts.view.state.run.next(1);
  await timeCharts.drawn();
})()`;

const pin = async (...units: readonly number[]): Promise<void> => {
  const neurons = units.map((unit) => ({ layer: 'h1', unit }));
  await ask(`timeCharts.view.state.pinned.next(${JSON.stringify(neurons)})`);
  await drawn();
};

test('lines of neurons that are let go go away, and come back', async () => {
  await pin(1, 2, 3);
  const three = (await summary('membranes'))!;
  expect(three).toContain('h1 neuron 3');
  for (const units of [[2, 3], [2], [], [2, 3, 1, 4]]) {
    await pin(...units);
    const told = (await summary('membranes'))!;
    for (const unit of [1, 2, 3, 4]) expect(told.includes(`h1 neuron ${unit} `)).toBe(units.includes(unit));
    if (units.length > 0) expect(await ask(`timeCharts.differsFromFresh("membranes")`)).toBe(0);
  }
  expect(pages.complaints).toEqual([]);
});

test('a run with fewer layers has the rates of its own', async () => {
  await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 4 })');
  expect(await summary('rates')).toMatch(/: in [\d.]+, h1 [\d.]+, out [\d.]+$/);
  await ask(SECOND_RUN);
  expect(await summary('rates')).toMatch(/: h1 [\d.]+, out [\d.]+$/);
  expect(await ask('timeCharts.differsFromFresh("rates")')).toBe(0);
  expect(pages.complaints).toEqual([]);
});
