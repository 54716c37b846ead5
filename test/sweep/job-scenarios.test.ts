import { describe, expect, test } from 'vitest';

import { formatScenario } from '../../src/scenario/format-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { comparedScenario, tuningScenario } from '../../src/sweep/job-scenarios.js';
import { scenarioText } from '../scenario/problems-of.js';

const scenario = parseScenario(
  scenarioText({
    train: '{ epochs: 7, batch: 1300 }',
    test: '{ every: 2, batch: 300 }',
    record: '{ spikes: [h1], samples: 3 }',
    expect: '[{ that: accuracy(test), atLeast: 0.9 }]',
  }),
);

describe('a run of a grid', () => {
  const tuning = tuningScenario(scenario, 11, 3);

  test('learns and is tested on parts of the training samples, never on the test samples', () => {
    expect(tuning.data).toEqual({
      train: { source: 'digits', split: 'fit' },
      test: { source: 'digits', split: 'validation' },
    });
    expect(formatScenario(tuning)).not.toContain('split: test');
  });

  test('has its own seed and epochs, and is tested once, without pruning', () => {
    // 1,438 training samples: 287 validate, 1,151 are left to fit; no batch is larger.
    expect(tuning).toMatchObject({
      seed: 11,
      train: { epochs: 3, batch: 1151 },
      test: { every: 3, batch: 287, prune: [] },
      record: { spikes: [] },
      expect: [],
    });
  });

  test('has the epochs of the rule unless told', () => {
    expect(tuningScenario(scenario, 11).train.epochs).toBe(7);
  });

  test('can be written and read again', () => {
    expect(parseScenario(formatScenario(tuning))).toEqual(tuning);
  });
});

describe('a compared run', () => {
  test('is the scenario with its seed, pruned at three shares, without recordings, checkpoints and expectations', () => {
    const { record, expect: _, ...rest } = scenario;
    expect(comparedScenario(scenario, 4)).toEqual({
      ...rest,
      seed: 4,
      test: { every: 2, batch: 300, prune: [0.5, 0.8, 0.9] },
      record: { ...record, spikes: [], samples: 1 },
      checkpoint: { every: 'never' },
      expect: [],
    });
  });

  test('keeps the shares that the file names', () => {
    const own = { ...scenario, test: { ...scenario.test, prune: [0.25] } };
    expect(comparedScenario(own, 4).test.prune).toEqual([0.25]);
  });
});
