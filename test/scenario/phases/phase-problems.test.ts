import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { networkText, problemLines, scenarioText } from '../problems-of.js';

// Inputs 64, hidden layer h1 of 8 LIF neurons, output of 10; 25 steps of 1 ms; 1438 training samples in batches of 32.
const phases = (text: string, parts: Readonly<Record<string, string>> = {}) =>
  problemLines(scenarioText({ ...parts, phases: text }));
const run = (event: string, parts: Readonly<Record<string, string>> = {}) =>
  phases(`[{ id: probe, run: 500ms, events: [${event}] }]`, parts);
const train = (event: string) => phases(`[{ id: learn, train: { epochs: 4 }, events: [${event}] }]`);
const tested = (event: string) => phases(`[{ id: look, test: {}, events: [${event}] }]`);
const schedule = (text: string, kind = 'train: { epochs: 4 }') => phases(`[{ id: p, ${kind}, schedule: ${text} }]`);

describe('node sets', () => {
  test.each([
    ['what is no map', '[h1]'],
    ['names', '{ h1: out, "a b": out, __proto__: h1 }'],
    ['nodes', '{ a: h2, b: "h1[8]", c: ["h1[2:2]", "h1[5:3]", "h1[0:9]"], d: "h1[-1]", e: [], f: 3, g: "a[0]" }'],
    ['sets of later sets', '{ a: b, b: h1 }'],
    ['an index of a set', '{ a: h1, b: "a[0]" }'],
  ])('%s', (_, nodes) => {
    expect(problemLines(scenarioText({ nodes }))).toMatchSnapshot();
  });
});

describe('phases', () => {
  test.each([
    ['what is no list', '{ id: a }'],
    ['what is no phase', '[train, { train: {} }, { id: "1" , test: {} }]'],
    ['what they do', '[{ id: a }, { id: b, train: {}, test: {} }, { id: c, tran: {} }]'],
    [
      'epochs, batches, durations',
      '[{ id: a, train: { epochs: 0 } }, { id: b, test: { batch: 400, every: 1 } }, { id: c, run: 0 }, { id: d, run: 1.5ms }, { id: e, run: "2 epochs" }, { id: f, run: { samples: [1] } }]',
    ],
    ['samples', '[{ id: a, run: { duration: 5, samples: [358, 359, -1] } }]'],
    ['names', '[{ id: a, test: {} }, { id: a, test: {} }, { id: start, test: {} }]'],
    [
      'where they begin',
      '[{ id: train, train: {} }, { id: b, from: trian, test: {} }, { id: c, from: d, test: {} }, { id: d, from: a, test: {} }]',
    ],
    ['a cycle', '[{ id: a, from: c, test: {} }, { id: b, from: a, test: {} }, { id: c, test: {} }]'],
    ['a phase that begins at itself', '[{ id: a, from: a, test: {} }]'],
    ['checkpoints', '[{ id: a, test: {}, checkpoint: best }, { id: b, train: {}, checkpoint: last }]'],
  ])('%s', (_, text) => {
    expect(phases(text)).toMatchSnapshot();
  });

  test('what does not go with them', () => {
    const text = scenarioText({
      learn: '{ rule: r-stdp }',
      phases: '[{ id: a, test: {} }]',
      test: '{ prune: [0.5] }',
      compare: '{ rules: [{ name: A, learn: lfp }] }',
    });
    expect(problemLines(text)).toMatchSnapshot();
  });

  test('a batch of their own that does not fit', () => {
    expect(
      phases('[{ id: a, train: { batch: 1439 } }, { id: b, test: { batch: 359 } }]', {
        time: '{ steps: 30000 }',
        test: '{ batch: 8 }',
        train: '{ batch: 8 }',
      }),
    ).toMatchSnapshot();
  });
});

describe('events', () => {
  test.each([['what is no list', 'set: {}']])('%s', (_, text) => {
    expect(phases(`[{ id: a, run: 5, events: { ${text} } }]`)).toMatchSnapshot();
  });

  test.each([
    ['without a moment', '{ restore: {} }'],
    ['without a change', '{ at: 0 }'],
    ['with two changes', '{ at: 0, restore: {}, set: { h1.threshold: 2 } }'],
    ['of an unknown kind', '{ at: 0, puls: { nodes: h1, amplitude: 1, duration: 1 } }'],
    [
      'at no moment',
      '{ at: soon, restore: {} }, { at: -1, restore: {} }, { at: 1.5, restore: {} }, { at: 0.5ms, restore: {} }, { at: [0], restore: {} }',
    ],
    ['after the phase', '{ at: 500, restore: {} }, { at: 600ms, restore: {} }'],
    [
      'that ends after the phase',
      '{ at: 490ms, pulse: { nodes: h1, amplitude: 1, duration: 20ms } }, { at: 0, pulse: { nodes: h1, amplitude: 1, duration: 10, period: 50, count: 11 } }',
    ],
    [
      'counted in epochs',
      '{ at: "1 epoch", restore: {} }, { at: 0, noise: { nodes: h1, sd: 1, duration: "2 batches" } }',
    ],
    ['with a window and no guard', '{ at: 0, window: 5, restore: {} }, { when: "silent(h1)", window: 0, restore: {} }'],
  ])('%s', (_, events) => {
    expect(run(events)).toMatchSnapshot();
  });

  test.each([
    ['pulses', 'pulse: { nodes: h2, amplitude: big, duration: 0, period: 5 }'],
    ['pulses that overlap', 'pulse: { nodes: h1, amplitude: 1, duration: 10, period: 5, count: 3 }'],
    ['currents', 'current: { nodes: [], amplitude: .inf, duration: 0ms }'],
    ['clamps', 'clamp: { node: h1, value: 1 }'],
    ['noise', 'noise: { nodes: "h1[8]", sd: 0 }'],
    ['replayed spikes', 'replay: { nodes: "h1[0:2]", spikes: [[0, 2], [500, 0], [1, 1], [1ms, 1], [1.5, 0], [3]] }'],
    [
      'replayed spikes of units and moments',
      'replay: { nodes: "h1[0:2]", spikes: [[0, 2], [500, 0], [1, 1], [1ms, 1]] }',
    ],
    ['no spikes', 'replay: { nodes: h1, spikes: [] }'],
    ['neither spikes nor a file', 'replay: { nodes: h1 }'],
    ['spikes and a file', 'replay: { nodes: h1, spikes: [[0, 0]], file: spikes.csv }'],
    ['a choice without a file', 'replay: { nodes: h1, spikes: [[0, 0]], layer: h1, sample: 0 }'],
    ['files', 'replay: { nodes: h2, file: "", phase: 1, layer: [h1], sample: -1 }'],
    ['lesions of nothing', 'lesion: { fraction: 0 }'],
    ['lesions that come to none', 'lesion: { nodes: "h1[0:4]", fraction: 0.1 }'],
    ['lesions of too much', 'lesion: { nodes: h1, synapses: h1, fraction: 1.5, seed: -1 }'],
    ['connections', 'lesion: { synapses: { to: h1, from: [in, out] } }'],
    ['connections of the input', 'lesion: { synapses: [in, h1] }'],
    ['connections without an end', 'restore: { synapses: { from: in } }'],
    ['no parameters', 'set: {}'],
    [
      'parameters',
      'set: { h1.treshold: 1, h1.threshold: 0, h1.beta: x, learn.optimizer.lr: -1, seed: 1, encode.fields: 3 }',
    ],
  ])('%s', (_, change) => {
    expect(run(`{ at: 0, ${change} }`)).toMatchSnapshot();
  });

  test('parameters that only mean something together', () => {
    const learn = '{ rule: lfp-alpha-beta }';
    expect(
      run('{ at: 0, set: { learn.alpha: 3 } }, { at: 0, set: { learn.alpha: 3, learn.beta: 1 } }', { learn }),
    ).toMatchSnapshot();
  });

  test('neurons that share their weights', () => {
    const network =
      '{ layers: [{ id: in, shape: [1, 8, 8] }, { id: conv, kind: conv2d, channels: 2, kernel: 3, neuron: lif }, { id: flat, kind: flatten }, { id: out, size: 10, neuron: lif }] }';
    expect(
      run('{ at: 0, lesion: { nodes: [in, flat, out] } }, { at: 0, lesion: { synapses: conv } }', { network }),
    ).toMatchSnapshot();
  });

  test.each([
    [
      'within presentations',
      '{ at: 25, pulse: { nodes: in, amplitude: 1, duration: 1 } }, { at: 20, noise: { nodes: in, sd: 1, duration: 6 } }',
    ],
    [
      'within the phase',
      '{ at: "4 epochs", restore: {} }, { at: "180 batches", restore: {} }, { at: "179 batches", restore: {} }, { at: "3 epochs", current: { nodes: h1, amplitude: 1, duration: "2 epochs" } }',
    ],
    ['of one unit', '{ at: "1 epoch", noise: { nodes: in, sd: 1, duration: 5 } }, { at: "1.5 epochs", restore: {} }'],
    [
      'of what is learned',
      '{ at: 5, set: { h1.threshold: 1 } }, { at: 5ms, lesion: { nodes: h1 } }, { at: 5, restore: {} }, { at: 5, clamp: { nodes: in, value: 0 } }',
    ],
    ['of neurons that learn', '{ at: "1 epoch", clamp: { nodes: [in, h1], value: 0 } }'],
  ])('while a network learns: %s', (_, events) => {
    expect(train(events)).toMatchSnapshot();
  });

  test('clamps of neurons that lesions have taken', () => {
    const dead = '{ at: 5, lesion: { nodes: h1 } }';
    expect(run(`${dead}, { at: 9, clamp: { nodes: "h1[0:3]", value: 1 } }`)).toMatchSnapshot();
    // Of two lesions, at the same step whatever their order; the guard decides only whether the clamp comes at all.
    expect(
      run(
        '{ at: 6, when: "silent(out)", current: { nodes: h1, amplitude: 1 } }, { at: 2, lesion: { nodes: "h1[0:5]" } }, { at: 6, lesion: { nodes: [in, "h1[5:8]"] } }',
      ),
    ).toMatchSnapshot();
    // What is restored when the clamp is over, or was before the lesion, does not help it; nor do connections.
    expect(
      run(
        `{ at: 5, restore: {} }, ${dead}, { at: 9, clamp: { nodes: h1, value: 1, duration: 5 } }, { at: 10, restore: { synapses: h1 } }, { at: 10, restore: { nodes: in } }, { at: 14, restore: {} }`,
      ),
    ).toMatchSnapshot();
    expect(
      train(
        '{ at: "45 batches", lesion: { nodes: in } }, { at: "1 epoch", clamp: { nodes: "in[2]", value: 1 } }, { at: "44 batches", current: { nodes: in, amplitude: 1 } }',
      ),
    ).toMatchSnapshot();
    expect(
      train('{ at: 0, lesion: { nodes: h1 } }, { at: 3, current: { nodes: h1, amplitude: 1 } }'),
    ).toMatchSnapshot();
    expect(tested('{ at: 0, lesion: { nodes: h1 } }, { at: 3, clamp: { nodes: h1, value: 1 } }')).toMatchSnapshot();
  });

  test.each([
    ['of some that are left', '{ at: 5, lesion: { nodes: "h1[1:8]" } }, { at: 9, clamp: { nodes: h1, value: 1 } }'],
    ['of a share', '{ at: 5, lesion: { nodes: h1, fraction: 0.9 } }, { at: 9, clamp: { nodes: h1, value: 1 } }'],
    ['of connections', '{ at: 5, lesion: { synapses: h1 } }, { at: 9, clamp: { nodes: h1, value: 1 } }'],
    ['before the lesion', '{ at: 5, lesion: { nodes: h1 } }, { at: 4, clamp: { nodes: h1, value: 1 } }'],
    ['that a guard begins', '{ at: 5, lesion: { nodes: h1 } }, { when: "time > 1ms", clamp: { nodes: h1, value: 1 } }'],
    [
      'after a lesion that depends',
      '{ at: 5, when: "silent(h1)", lesion: { nodes: h1 } }, { at: 9, clamp: { nodes: h1, value: 1 } }',
    ],
    [
      'of what comes back while it lasts',
      '{ at: 5, lesion: { nodes: h1 } }, { at: 9, clamp: { nodes: h1, value: 1 } }, { at: 20, restore: { nodes: "h1[3]" } }',
    ],
    [
      'of what may come back',
      '{ at: 5, lesion: { nodes: h1 } }, { at: 9, clamp: { nodes: h1, value: 1, duration: 2 } }, { when: "silent(h1)", restore: {} }',
    ],
    ['that is noise', '{ at: 5, lesion: { nodes: h1 } }, { at: 9, noise: { nodes: h1, sd: 1 } }'],
  ])('a clamp %s is accepted', (_, events) => {
    const text = scenarioText({ phases: `[{ id: probe, run: 500ms, events: [${events}] }]` });
    expect(() => parseScenario(text)).not.toThrow();
  });

  test('in a test', () => {
    expect(
      tested('{ when: "silent(h1)", restore: {} }, { at: 25, restore: {} }, { at: "1 epoch", restore: {} }'),
    ).toMatchSnapshot();
  });
});

describe('guards', () => {
  test.each([
    ['no text', '{ when: 3, restore: {} }'],
    ['no expression', '{ when: "rate(h1) >", restore: {} }'],
    ['unknown names', '{ when: "rates(h1) > 80Hz or speed > 3 or accuracy(tset) > 0", restore: {} }'],
    ['units', '{ when: "rate(h1) > 80 and voltage(h1)", restore: {} }'],
    ['unknown nodes', '{ when: "silent(h2)", restore: {} }, { when: "rate(h1[0:9]) > 1Hz", restore: {} }'],
    ['nodes that cannot', '{ when: "rate(in) > 1Hz and voltage(in) > 1", restore: {} }'],
    ['parentheses', '{ when: "rate > 1Hz and time(h1) > 1ms", restore: {} }'],
    ['of another kind of phase', '{ when: "epoch > 1 and accuracy(train) > 0", restore: {} }'],
    ['of no earlier phase', '{ when: "accuracy(test)@train > 0.5", restore: {} }'],
  ])('%s', (_, events) => {
    expect(run(events)).toMatchSnapshot();
  });

  test('of other phases', () => {
    const when =
      '"accuracy(tst)@train > 0.5 or reward@look > 0 or accuracy(train)@look > 0 or rate(h1)@train > 1Hz or reward@free > 0 or reward@later > 0 or reward@trian > 0"';
    expect(
      phases(
        `[{ id: train, train: {} }, { id: look, test: {} }, { id: free, run: 5 }, { id: now, run: 5, events: [{ when: ${when}, restore: {} }] }, { id: later, test: {} }]`,
      ),
    ).toMatchSnapshot();
  });
});

describe('courses', () => {
  test.each([
    ['what is no map', '[learn.optimizer.lr]'],
    ['unknown parameters', '{ learn.optimizer.rate: { 0: 1 }, h1.thresold: 3 }'],
    ['no points', '{ learn.optimizer.lr: {} }'],
    [
      'points',
      '{ learn.optimizer.lr: { -1: 1, 4: 1, 10ms: 1, "3 batches": 1, 1: 0, 2: x, 1.0: 1, "1 epoch": 1, soon: 1, "": 1 } }',
    ],
    [
      'kinds',
      '{ learn.optimizer.lr: { kind: linaer, from: 1, to: 2 }, h1.threshold: { kind: linear, from: 0, start: 2 } }',
    ],
    ['signs', '{ h1.beta: { kind: exponential, from: 0, to: 0.5 } }'],
    [
      'ends',
      '{ h1.beta: { kind: linear, from: 0, to: 1, begin: 3, end: 3 }, h1.threshold: { kind: cosine, from: 1, to: 2, end: 4.5 } }',
    ],
  ])('%s', (_, text) => {
    expect(schedule(text)).toMatchSnapshot();
  });

  test('in steps', () => {
    expect(schedule('{ h1.threshold: { 0: 1, 20ms: 2, 1.5: 1, "1 epoch": 1 } }', 'run: 20')).toMatchSnapshot();
  });

  test('in a test', () => {
    expect(schedule('{ h1.threshold: { 0: 1 } }', 'test: {}')).toMatchSnapshot();
  });

  test('that something else decides, too', () => {
    const learn = '{ rule: lfp-alpha-beta, schedule: { kind: step, every: 2, factor: 0.5 } }';
    expect(
      phases(
        '[{ id: a, train: {}, schedule: { learn.optimizer.lr: { 0: 1 }, learn.alpha: { 0: 2 }, learn.schedule.every: { kind: linear, from: 1, to: 4 } } }]',
        { learn },
      ),
    ).toMatchSnapshot();
  });
});

test('a network with mistakes does not keep its phases from being read', () => {
  const text = networkText('{ id: h1, size: 0, neuron: lif }, { id: out, size: 10 }', {
    nodes: '{ left: h9 }',
    phases: '[{ id: a, test: {}, events: [{ at: 30, lesion: { nodes: h7, fraction: 2 } }] }]',
  });
  expect(problemLines(text)).toMatchSnapshot();
});
