import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { below } from '../../../src/scenario/form/check-form.js';
import { expectationKeys } from '../../../src/scenario/format-run.js';
import { formatScenario } from '../../../src/scenario/format-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { Phase } from '../../../src/scenario/phases/phase.js';
import { resolveExpect } from '../../../src/scenario/resolve/resolve-expect.js';
import { readTree } from '../../../src/scenario/tree/read-tree.js';
import { PHASES } from '../../run/expectations/expecting-task.js';
import { problemLines, scenarioText } from '../problems-of.js';

const { network, encode } = parseScenario(scenarioText({ encode: 'rate' }));
const nodes = { left: [{ layer: 'h1', from: 0, to: 4 }] };

/** What is made of `expect` in a scenario with these phases: the expectations, and everything that is said of them. */
function resolved(entries: string, phases: readonly Phase[] = PHASES) {
  const said: string[] = [];
  const report = ({ message }: { readonly message: string }) => void said.push(message);
  const tree = readTree(`expect: ${entries}\n`, report);
  const part = tree && below({ tree, path: [] }, 'expect');
  const run = { phases, nodes, network, encode, time: { dt: 1e-3, steps: 25 } };
  return { expectations: resolveExpect(part, run, report), said };
}
const problems = (entries: string, phases?: readonly Phase[]) => resolved(entries, phases).said.join('\n');

describe('expectations are read', () => {
  test('windows become steps, tolerances numbers, bounds stay as they are written', () => {
    const { expectations, said } = resolved(`
  - { that: rate(h1), in: probe, window: [10ms, 20], between: [10Hz, 0.2kHz] }
  - { that: spikes(left), in: check, after: 5ms, atMost: 3 }
  - { that: silent(out), in: probe, after: 40 }
  - { that: rate(h1), equals: 20Hz, tolerance: 2Hz }
  - { that: accuracy(test), in: check, atLeast: accuracy(test)@train - 0.03 }
  - { that: digest(spikes), in: probe, equals: snapshot }
  - { that: digest(weights), in: train, equals: snapshot }`);
    expect(said).toEqual([]);
    expect(expectations).toEqual([
      { that: 'rate(h1)', in: 'probe', window: [10, 20], between: ['10Hz', '0.2kHz'] },
      { that: 'spikes(left)', in: 'check', window: [5, 25], atMost: 3 },
      { that: 'silent(out)', in: 'probe', window: [40, 100] },
      { that: 'rate(h1)', equals: '20Hz', tolerance: 2 },
      { that: 'accuracy(test)', in: 'check', atLeast: 'accuracy(test)@train - 0.03' },
      { that: 'digest(spikes)', in: 'probe', equals: 'snapshot' },
      { that: 'digest(weights)', in: 'train', equals: 'snapshot' },
    ]);
  });

  test('accuracy in short is that of the test samples, also in bounds', () => {
    const short = '{ that: accuracy, in: check, atLeast: accuracy@train - 0.03 }';
    const { expectations, said } = resolved(`[${short}]`);
    expect(said).toEqual([]);
    expect(expectations).toEqual([{ that: 'accuracy(test)', in: 'check', atLeast: 'accuracy@train - 0.03' }]);
  });

  test('a bound may read other metrics, and need no phases for it', () => {
    const text = scenarioText({ expect: '[{ that: accuracy(test), atLeast: accuracy(train) - 5% }]' });
    expect(parseScenario(text).expect).toEqual([{ that: 'accuracy(test)', atLeast: 'accuracy(train) - 5%' }]);
  });

  test('what is written back is read as the same', () => {
    const bound = fc.oneof(
      fc.integer({ min: 0, max: 99 }).map((n) => `${n}Hz`),
      fc.constant('rate(out) / 2'),
    );
    const window = fc.tuple(fc.nat(98), fc.integer({ min: 1, max: 99 })).filter(([from, to]) => from < to);
    const rate = fc.record({ that: fc.constantFrom('rate(h1)', 'rate(left)'), window, atLeast: bound });
    const near = fc.record({
      that: fc.constant('rate(h1)'),
      equals: bound,
      tolerance: fc.double({ min: 0, max: 1e3, noNaN: true }).map((value) => `${value + 0}Hz`),
    });
    const metric = fc.record({
      that: fc.constant('accuracy(test)'),
      in: fc.constantFrom('train', 'check'),
      equals: fc.double({ noNaN: true, noDefaultInfinity: true }),
      tolerance: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    });
    fc.assert(
      fc.property(fc.oneof(rate, near, metric), (written) => {
        const once = resolved(JSON.stringify([written]));
        expect(once.said).toEqual([]);
        const again = resolved(JSON.stringify(once.expectations!.map(expectationKeys)));
        expect(again).toEqual(once);
      }),
      { numRuns: 60, seed: 7240 },
    );
  });
});

test('a whole file with phases comes back from its resolved text', () => {
  const text = scenarioText({
    encode: 'rate',
    nodes: '{ left: "h1[0:4]" }',
    phases: '[{ id: train, train: { epochs: 1 } }, { id: check, test: {} }, { id: probe, run: 100ms }]',
    record: '{ spikes: [h1], traces: { h1.voltage: "0:8" }, every: { weights: 1 epoch } }',
    checkpoint: '{ every: never }',
    expect:
      '[{ that: rate(left), window: [10ms, 20ms], atLeast: 1Hz }, { that: accuracy(test), in: check, equals: accuracy(test)@train, tolerance: 0.1 }, { that: silent(out), after: 50ms }, { that: digest(weights), in: train, equals: snapshot }]',
  });
  const scenario = parseScenario(text);
  expect(scenario.expect).toEqual([
    { that: 'rate(left)', window: [10, 20], atLeast: '1Hz' },
    { that: 'accuracy(test)', in: 'check', equals: 'accuracy(test)@train', tolerance: 0.1 },
    { that: 'silent(out)', window: [50, 100] },
    { that: 'digest(weights)', in: 'train', equals: 'snapshot' },
  ]);
  expect(parseScenario(formatScenario(scenario))).toEqual(scenario);
});

describe('expectations are refused', () => {
  test('of what nothing measures', () => {
    expect(
      problems(
        '[{ that: acuracy(test), atLeast: 1 }, { that: rate(h3), atLeast: 1Hz }, { that: rate, atLeast: 1Hz }, { that: "silent(h1[4:9])" }, { that: voltage(h1), atMost: 1 }, { that: digest(voltage), equals: snapshot }, { that: accuracy(test)@train, atLeast: 1 }, { that: rate(h1) > 1Hz, atLeast: 1 }]',
      ),
    ).toMatchInlineSnapshot(`
      "expect[0].that: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", "rate(…)", "spikes(…)", "silent(…)", "digest(spikes)", "digest(weights)", got "acuracy(test)" (did you mean "accuracy(test)"?)
      expect[1].that: expected a layer or a node set ("in", "h1", "out", "left"), got "h3" (did you mean "h1"?)
      expect[2].that: expected nodes, as in "rate(h1)", got "rate"
      expect[3].that: expected units of "h1" within 0..7, got "h1[4:9]"
      expect[4].that: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", "rate(…)", "spikes(…)", "silent(…)", "digest(spikes)", "digest(weights)", got "voltage(h1)"
      expect[5].that: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", "rate(…)", "spikes(…)", "silent(…)", "digest(spikes)", "digest(weights)", got "digest(voltage)"
      expect[6].that: expected no "@": the key "in" names the phase, got "accuracy(test)@train"
      expect[7].that: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", "rate(…)", "spikes(…)", "silent(…)", "digest(spikes)", "digest(weights)", got "rate(h1) > 1Hz""
    `);
  });

  test('in phases that there are not, or that do not have it', () => {
    expect(
      problems(
        '[{ that: accuracy(test), in: trian, atLeast: 1 }, { that: accuracy(test), in: probe, atLeast: 1 }, { that: rate(h1), in: train, atLeast: 1Hz }, { that: digest(spikes), in: train, equals: snapshot }, { that: accuracy(train), in: check, atLeast: 1 }]',
      ),
    ).toMatchInlineSnapshot(`
      "expect[0].in: expected the name of a phase: "train", "check", "probe", got "trian" (did you mean "train"?)
      expect[1].in: expected a phase that measures "accuracy(test)": "train", "check", got "probe", a run phase
      expect[2].in: expected a phase that measures "rate(h1)": "check", "probe", got "train", a train phase
      expect[3].in: expected a phase that measures "digest(spikes)": "check", "probe", got "train", a train phase
      expect[4].in: expected a phase that measures "accuracy(train)": "train", got "check", a test phase"
    `);
    expect(problems('[{ that: silent(h1) }]', PHASES.slice(0, 1))).toMatchInlineSnapshot(
      `"expect[0].that: expected something that one of the phases measures, got "silent(h1)""`,
    );
  });

  test('in files without phases, where only metrics are told', () => {
    const expectation =
      '[{ that: rate(h1), atLeast: 1Hz }, { that: digest(weights), equals: snapshot }, { that: reward, in: train, atLeast: 0 }, { that: reward, window: [0, 5], atLeast: 0 }, { that: reward, after: 5, atLeast: 0 }, { that: reward, atLeast: "accuracy(test)@train" }]';
    expect(problemLines(scenarioText({ expect: expectation }))).toMatchInlineSnapshot(`
      "  6:18  expect[0].that: expected a metric: spikes and weights are told by phases, and there are none, got "rate(h1)"
        6:52  expect[1].that: expected a metric: spikes and weights are told by phases, and there are none, got "digest(weights)"
        6:109  expect[2].in: expected no phase: the file has none, got "train"
        6:154  expect[3].window: expected none for "reward", got [0, 5]
        6:199  expect[4].after: expected none for "reward", got 5
        6:241  expect[5].atLeast: expected no phase: the file has none, got "train""
    `);
  });

  test('with windows that are not within what is measured', () => {
    expect(
      problems(
        '[{ that: rate(h1), in: probe, window: [90, 101], atLeast: 1Hz }, { that: rate(h1), in: check, window: [0, 30ms], atLeast: 1Hz }, { that: rate(h1), window: [20, 20], atLeast: 1Hz }, { that: rate(h1), window: [1.5ms, 20], atLeast: 1Hz }, { that: rate(h1), window: [0, 1 epoch], atLeast: 1Hz }, { that: silent(h1), after: 100 }, { that: silent(h1), window: [0, 5], after: 5 }, { that: accuracy(test), window: [0, 5], atLeast: 1 }, { that: accuracy(test), after: 5, atLeast: 1 }, { that: silent(h1), window: [5] }, { that: silent(h1), window: [-1, 5] }]',
      ),
    ).toMatchInlineSnapshot(`
      "expect[0].window: expected [from, to] with from < to, within the 100 steps of phase "probe", got [90, 101]
      expect[1].window: expected [from, to] with from < to, within the 25 steps of a presentation in "check", got [0, 30]
      expect[2].window: expected [from, to] with from < to, within the 100 steps of phase "probe", got [20, 20]
      expect[3].window[0]: expected whole steps of 1ms, got "1.5ms"
      expect[4].window[1]: expected a number of steps, or a time such as 100ms, got "1 epoch"
      expect[5].after: expected a moment within the 100 steps of "probe", got 100
      expect[6].after: expected no "window" as well, got 5
      expect[7].window: expected none for "accuracy(test)", got [0, 5]
      expect[8].after: expected none for "accuracy(test)", got 5
      expect[9].window: expected [from, to], in steps or with units, got a list
      expect[10].window[0]: expected an integer >= 0, got -1"
    `);
  });

  test('with conditions that mean nothing', () => {
    expect(
      problems(
        '[{ that: silent(h1), equals: 0 }, { that: digest(spikes) }, { that: digest(spikes), equals: 5 }, { that: accuracy(test), equals: snapshot }, { that: rate(h1), atLeast: 1, atMost: 2 }, { that: reward, atLeast: 1, tolerance: 0.1 }, { that: reward, equals: 1, tolerance: -0.1 }, { that: rate(h1), equals: 1Hz, tolerance: 0.1 }, { that: rate(h1), equals: 1Hz, tolerance: 1ms }]',
      ),
    ).toMatchInlineSnapshot(`
      "expect[0]: expected no condition for "silent(h1)", which holds or does not, got "equals"
      expect[1]: expected equals: snapshot for "digest(spikes)", got none
      expect[2]: expected equals: snapshot for "digest(spikes)", got 5
      expect[3].equals: expected a value: only digests have snapshots, got "snapshot"
      expect[4]: expected exactly one of "atLeast", "atMost", "between", "equals", got "atLeast", "atMost"
      expect[5].tolerance: expected none without "equals" and a number, got 0.1
      expect[6].tolerance: expected a number >= 0, got -0.1
      expect[7].tolerance: expected a rate such as 10Hz, got 0.1
      expect[8].tolerance: expected a rate such as 10Hz, got "1ms""
    `);
  });

  test('with bounds of another unit, of later phases, or that cannot be read', () => {
    expect(
      problems(
        '[{ that: rate(h1), between: [10, 20Hz] }, { that: accuracy(test), atLeast: 1Hz }, { that: accuracy(test), in: train, atLeast: accuracy(test)@check }, { that: accuracy(test), atLeast: accuracy(test)@chek }, { that: rate(h1), atLeast: accuracy(test) }, { that: accuracy(test), atLeast: acuracy(test)@train }, { that: accuracy(test), atLeast: "0.9 +" }, { that: accuracy(test), atLeast: digest(weights) }, { that: spikes(h1), atMost: silent(h1) }, { that: rate(h1), between: [20Hz, 0.01kHz] }, { that: rate(h1), atLeast: [1] }]',
      ),
    ).toMatchInlineSnapshot(`
      "expect[0].between[0]: expected a rate such as 10Hz, got 10
      expect[1].atLeast: expected a number, got a rate
      expect[2].atLeast: expected a phase that does not come later: "train", got "check"
      expect[3].atLeast: expected the name of a phase: "train", "check", got "chek" (did you mean "check"?)
      expect[4].atLeast: expected a phase that measures "accuracy(test)": "train", "check", got "probe", a run phase
      expect[5].atLeast: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", "rate(…)", "spikes(…)", "silent(…)", "digest(spikes)", "digest(weights)", got "acuracy(test)" (did you mean "accuracy(test)"?)
      expect[6].atLeast: expected a number or a name, got the end
      expect[7].atLeast: expected a number, got "digest(weights)"
      expect[8].atMost: expected a number, got something that is so or not, such as a comparison
      expect[9].between: expected the lower bound first, got [20Hz, 0.01kHz]
      expect[10].atLeast: expected a number, a quantity such as 10Hz, or an expression such as "accuracy(test)@train - 0.03", got a list"
    `);
  });
});

test('what is wrong with expectations is told together with what is wrong with events and schedules', () => {
  const phases =
    '[{ id: a, train: { epochs: 0 } }, { id: b, run: 50, events: [{ at: 60, restore: {} }], schedule: { h9.threshold: { 0: 1 } } }]';
  const expectations = '[{ that: rate(h1), in: a, atLeast: 1Hz }, { that: silent(h1), in: b, window: [0, 51] }]';
  expect(problemLines(scenarioText({ phases, expect: expectations }))).toMatchInlineSnapshot(`
    "  6:36  phases[0].train.epochs: expected an integer >= 1, got 0
      6:76  phases[1].events[0].at: expected a moment before the end of the phase (50 steps), got 60 steps
      6:108  phases[1].schedule.h9.threshold: expected a numeric parameter ("learn.epsilon", "learn.optimizer.lr", "learn.optimizer.beta1", "learn.optimizer.beta2", "learn.optimizer.epsilon", "learn.optimizer.weightDecay", "encode.gain", "h1.beta", "h1.threshold", "out.beta", "out.threshold"), got "h9.threshold" (did you mean "h1.threshold"?)
      7:32  expect[0].in: expected a phase that measures "rate(h1)": "b", got "a", a train phase
      7:86  expect[1].window: expected [from, to] with from < to, within the 50 steps of phase "b", got [0, 51]"
  `);
});
