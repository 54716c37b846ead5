import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { problemLines, scenarioText } from './problems-of.js';

const LAYERS =
  '{ id: in, size: 64 }, { id: h1, size: 8, neuron: lif }, { id: h2, size: 4, neuron: adaptive-lif }, { id: s, size: 4, neuron: step }, { id: out, size: 10 }';
const file = (record: string, more: Readonly<Record<string, string>> = {}) =>
  scenarioText({ network: `{ layers: [${LAYERS}] }`, record, ...more });
const recording = (record: string) => parseScenario(file(record)).record;

describe('spikes', () => {
  const spikes = (written: string) =>
    parseScenario(file(`{ spikes: ${written} }`, { nodes: '{ some: ["h1[1:3]", "h2"], pair: "h2[0:2]" }' })).record
      .spikes;
  const range = (layer: string, from: number, to: number) => ({ layer, from, to });

  test('are of layers, units and node sets, in the order of the layers in the list', () => {
    expect(spikes('[h2, h1]')).toEqual(['h2', 'h1']);
    expect(spikes('["h2[1]", "h1[0:5]", "h2[3:4]"]')).toEqual([
      range('h2', 1, 2),
      range('h2', 3, 4),
      range('h1', 0, 5),
    ]);
    expect(spikes('[some, s]')).toEqual([range('h1', 1, 3), 'h2', 's']);
  });

  test('are kept once where they are named twice, and are the layer where they are all of it', () => {
    expect(spikes('["h1[2:6]", "h1[0:3]", some]')).toEqual([range('h1', 0, 6), 'h2']);
    expect(spikes('["h1[0:4]", "h1[4:8]"]')).toEqual(['h1']);
    expect(spikes('["h1[0:4]", h1, pair, "h2[2:4]"]')).toEqual(['h1', 'h2']);
  });

  test('of what is not there, or does not spike, are refused', () => {
    const nodes = '{ some: ["h1[1:3]", "in[0:2]"] }';
    expect(
      problemLines(file('{ spikes: ["h1[6:9]", "h3[0]", some, sme, "out[1]", "h1[", s, s] }', { nodes })),
    ).toMatchInlineSnapshot(`
      "  6:20  record.spikes[0]: expected units of "h1" within 0..7, got "h1[6:9]"
        6:31  record.spikes[1]: expected a layer or a node set ("in", "h1", "h2", "s", "out", "some"), got "h3" (did you mean "h1"?)
        6:40  record.spikes[2]: expected nodes that spike ("h1", "h2", "s"), got "in[0:2]"
        6:46  record.spikes[3]: expected one of "h1", "h2", "s", "some", got "sme" (did you mean "some"?)
        6:51  record.spikes[4]: expected nodes that spike ("h1", "h2", "s"), got "out[1]"
        6:61  record.spikes[5]: expected nodes such as h1, h1[3], h1[0:50] or a node set, got "h1["
        6:71  record.spikes[7]: expected every layer once, got "s""
    `);
  });

  test('are read back from the resolved text', () => {
    const written = formatScenario(parseScenario(file('{ spikes: [h2, "h1[0:5]", "h1[7]"] }')));
    expect(written).toContain('spikes: [ h2, "h1[0:5]", "h1[7]" ]');
    expect(formatScenario(parseScenario(written))).toBe(written);
  });
});

describe('traces', () => {
  test('are variables of units of a layer', () => {
    expect(recording('{ traces: { h2.adaptation: 3, h1.voltage: "0:2", h1.current: all } }').traces).toEqual([
      { variable: 'voltage', nodes: { layer: 'h1', from: 0, to: 2 } },
      { variable: 'current', nodes: { layer: 'h1', from: 0, to: 8 } },
      { variable: 'adaptation', nodes: { layer: 'h2', from: 3, to: 4 } },
    ]);
  });

  test('of several ranges are merged where they meet', () => {
    expect(recording('{ traces: { h1.voltage: ["4:6", 7, "0:2", 1] } }').traces).toEqual([
      { variable: 'voltage', nodes: { layer: 'h1', from: 0, to: 2 } },
      { variable: 'voltage', nodes: { layer: 'h1', from: 4, to: 6 } },
      { variable: 'voltage', nodes: { layer: 'h1', from: 7, to: 8 } },
    ]);
  });

  test('of what is not there are refused', () => {
    const traces =
      '{ h1.volt: all, h3.voltage: all, s.voltage: 0, in.current: 0, h1.adaptation: all, h1: all, h1.voltage: "7:9", h2.voltage: [0, "2:2", 4], h2.current: 0.5, h1.current: "0-8" }';
    expect(problemLines(file(`{ traces: ${traces} }`))).toMatchInlineSnapshot(
      `
      "  6:168  record.traces.h2.current: expected all, a unit such as 3, units such as "0:8", or a list of these, got 0.5
        6:185  record.traces.h1.current: expected all, a unit such as 3, units such as "0:8", or a list of these, got "0-8""
    `,
    );
    expect(
      problemLines(
        file(
          '{ traces: { h1.volt: all, h3.voltage: all, s.voltage: 0, in.current: 0, h1.adaptation: all, h1: all, h1.voltage: "7:9", h2.voltage: [0, "2:2", 4] } }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "  6:30  record.traces.h1.volt: expected a variable that "h1" has ("voltage", "current"), got "volt"
        6:47  record.traces.h3.voltage: expected a layer whose neurons have a membrane ("h1", "h2"), got "h3" (did you mean "h1"?)
        6:63  record.traces.s.voltage: expected a layer whose neurons have a membrane ("h1", "h2"), got "s"
        6:78  record.traces.in.current: expected a layer whose neurons have a membrane ("h1", "h2"), got "in"
        6:96  record.traces.h1.adaptation: expected a variable that "h1" has ("voltage", "current"), got "adaptation"
        6:105  record.traces.h1: expected a layer and a variable such as h1.voltage, got "h1"
        6:122  record.traces.h1.voltage: expected units of "h1" within 0..7, got 7:9
        6:145  record.traces.h2.voltage[1]: expected a range of at least one unit, got 2:2
        6:152  record.traces.h2.voltage[2]: expected units of "h2" within 0..3, got 4"
    `);
  });

  test('need a network that keeps them', () => {
    const learn = '{ rule: responsibility }';
    const network = '{ layers: [{ id: in, size: 64 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 10 }] }';
    const text = file('{ traces: { h1.voltage: all }, every: { feedback: 1 epoch, weights: 2 epochs } }', {
      learn,
      network,
    });
    expect(problemLines(text)).toMatchInlineSnapshot(`
      "  1:1  expected time.steps: 1 for the rule "responsibility", got 25
        4:70  network.layers[1].neuron: expected one of "relu", "tanh", "identity", "step" for the rule "responsibility", got "lif"
        6:19  record.traces: expected none for the rule "responsibility", whose network keeps no traces, got a map
        6:59  record.every.feedback: expected a rule that sends feedback through the network, not "responsibility", got "1 epoch""
    `);
  });
});

describe('what is recorded every so often', () => {
  test('is counted in epochs or optimizer steps', () => {
    expect(recording('{ every: { reward: 1 epoch, weights: 3 epochs, feedback: 100 steps } }').every).toEqual({
      weights: { unit: 'epoch', every: 3 },
      feedback: { unit: 'step', every: 100 },
      reward: { unit: 'epoch', every: 1 },
    });
  });

  test('is refused where nothing can be', () => {
    const every = '{ weights: 0 epochs, feedback: 100, reward: 5ms, weights.histograms: 1 epoch }';
    expect(problemLines(file(`{ every: ${every} }`))).toMatchInlineSnapshot(`
      "  6:29  record.every.weights: expected a number of epochs or optimizer steps, such as "1 epoch" or "50 steps", got "0 epochs"
        6:49  record.every.feedback: expected a number of epochs or optimizer steps, such as "1 epoch" or "50 steps", got 100 (quote it to mean text: "100")
        6:62  record.every.reward: expected a number of epochs or optimizer steps, such as "1 epoch" or "50 steps", got "5ms"
        6:67  record.every.weights.histograms: expected one of the keys "weights", "feedback", "reward", "weights.histogram", "feedback.histogram", "reward.histogram", got "weights.histograms" (did you mean "weights.histogram"?)"
    `);
  });
});

describe('checkpoints', () => {
  const checkpoint = (text: string) => parseScenario(scenarioText({ checkpoint: text })).checkpoint;

  test.each([
    ['{ every: 2 epochs }', { unit: 'epoch', every: 2 }],
    ['{ every: 50 steps }', { unit: 'step', every: 50 }],
    ['{ every: never }', 'never'],
    ['{ every: auto }', 'auto'],
    ['{}', 'auto'],
  ])('%s', (text, every) => expect(checkpoint(text)).toEqual({ every }));

  test('are written after epochs of some length unless told', () => {
    expect(parseScenario(scenarioText()).checkpoint).toEqual({ every: 'auto' });
  });

  test('are refused at other times', () => {
    expect(problemLines(scenarioText({ checkpoint: '{ every: sometimes, often: 1 epoch }' }))).toMatchInlineSnapshot(`
      "  6:22  checkpoint.every: expected "auto", "never", or a number of epochs or optimizer steps such as "1 epoch" or "50 steps", got "sometimes"
        6:33  checkpoint.often: expected one of the keys "every", got "often""
    `);
  });
});

test('what is not asked for leaves the text of a scenario as it was', () => {
  const written = formatScenario(parseScenario(scenarioText({ checkpoint: '{ every: auto }' })));
  expect(written).toBe(formatScenario(parseScenario(scenarioText())));
  expect(written).toContain('record: { spikes: [], samples: 1 }\nexpect: []\n');
});

const cadence = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.constantFrom('step', 'steps', 'epoch', 'epochs'))
  .map(([n, unit]) => `${n} ${unit}`);
const units = fc
  .tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }))
  .map(([from, length]) => (length === 1 ? from : `${from}:${Math.min(from + length, 4)}`));
const traced = fc.oneof(fc.constant('all'), units, fc.array(units, { minLength: 1, maxLength: 3 }));
const someOf = (parts: Readonly<Record<string, fc.Arbitrary<unknown>>>) => fc.record(parts, { requiredKeys: [] });

test('what a file records is read back from its resolved text', () => {
  const record = someOf({
    traces: someOf({ 'h1.voltage': traced, 'h1.current': traced, 'h2.adaptation': traced, 'h2.voltage': traced }),
    every: someOf({
      weights: cadence,
      feedback: cadence,
      reward: cadence,
      'weights.histogram': cadence,
      'reward.histogram': cadence,
    }),
  });
  const checkpoint = someOf({ every: fc.oneof(cadence, fc.constantFrom('auto', 'never')) });
  fc.assert(
    fc.property(record, checkpoint, (recorded, kept) => {
      const text = file(JSON.stringify(recorded), { checkpoint: JSON.stringify(kept) });
      const scenario = parseScenario(text);
      const written = formatScenario(scenario);
      expect(parseScenario(written)).toEqual(scenario);
      expect(formatScenario(parseScenario(written))).toBe(written);
      expect(Object.keys(scenario.record.every).length).toBe(Object.keys(recorded['every'] ?? {}).length);
    }),
    { numRuns: 60, seed: 7240 },
  );
});
