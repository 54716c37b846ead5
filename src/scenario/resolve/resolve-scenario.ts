import { sourceShape } from '../../data/source-shape.js';
import type { DataSourceDescription } from '../../data/sources/source.js';
import { checkScenario } from '../check/check-scenario.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { TEST_FORM, TRAIN_FORM } from '../form/run-form.js';
import { KNOWN_VERSIONS, SCENARIO_FORM } from '../form/scenario-form.js';
import type { Report } from '../problems/problem.js';
import { defaultSteps, RUN_DEFAULTS } from '../run-settings.js';
import type { Scenario } from '../scenario.js';
import type { Tree } from '../tree/tree.js';
import type { Draft } from './draft.js';
import { resolveData } from './resolve-data.js';
import { resolveEncode } from './resolve-encode.js';
import { resolveExpect } from './resolve-expect.js';
import { resolveExperiment } from './resolve-experiment.js';
import { resolveLearn } from './resolve-learn.js';
import { defaultReadout, resolveNetwork } from './resolve-network.js';
import { resolveCheckpoint, resolveRecord } from './resolve-record.js';
import { resolveTime } from './resolve-time.js';
import { withoutShorthands } from './shorthands.js';

/** A default batch never exceeds the samples that there are; a batch that the file names is checked instead. */
function batchOf(given: number | undefined, usual: number, data: DataSourceDescription | undefined): number {
  return given ?? Math.min(usual, (data && sourceShape(data)?.count) ?? usual);
}

/** Checks the head of the file. An unknown version ends it all: nothing else means what it seems to. */
function readHead(root: Located, report: Report) {
  const version = below(root, 'scenario');
  const number = version?.tree.kind === 'scalar' ? version.tree.value : undefined;
  if (version && typeof number === 'number' && !KNOWN_VERSIONS.includes(number)) {
    reportAt(version, `a version that this Heaviside knows (${KNOWN_VERSIONS.join(', ')})`, report);
    return 'stop' as const;
  }
  return checkForm(SCENARIO_FORM, root, report);
}

/**
 * Turns a tree into a scenario: shorthands, forms, defaults, then the relations between the parts.
 *
 * @returns undefined only when something was reported; a scenario may come with reports, too.
 */
export function resolveScenario(tree: Tree, report: Report): Scenario | undefined {
  const root: Located = { tree: withoutShorthands(tree), path: [] };
  if (root.tree.kind !== 'map') {
    reportAt(root, 'a map with the keys "scenario", "name", "data", "network"', report);
    return undefined;
  }
  const head = readHead(root, report);
  if (head === 'stop') return undefined;
  const part = (key: string) => below(root, key);
  const [dataPart, networkPart] = [part('data'), part('network')];

  const time = resolveTime(part('time'), report);
  const data = dataPart ? resolveData(dataPart, report) : {};
  const encode = resolveEncode(part('encode'), data.train, report);
  const network = networkPart && resolveNetwork(networkPart, time?.dt, report);
  const steps = time && (time.steps ?? (network && defaultSteps(network.layers)));
  const readout = network && (network.readout ?? (steps === undefined ? steps : defaultReadout(network.layers, steps)));
  const whole = network && readout ? { ...network, readout } : undefined;
  const learn = resolveLearn(part('learn'), { readout, layers: network?.layers }, report);
  const [trainPart, testPart] = [part('train'), part('test')];
  const train = trainPart ? checkForm(TRAIN_FORM, trainPart, report) : {};
  const test = testPart ? checkForm(TEST_FORM, testPart, report) : {};

  const subject = {
    name: head?.name,
    seed: head && (head.seed ?? RUN_DEFAULTS.seed),
    time: time && steps ? { dt: time.dt, steps } : undefined,
    data: data.train && data.test ? { train: data.train, test: data.test } : undefined,
    encode,
    network: whole,
    learn,
    train: train && {
      ...RUN_DEFAULTS.train,
      ...train,
      batch: batchOf(train.batch, RUN_DEFAULTS.train.batch, data.train),
    },
    test: test && { ...RUN_DEFAULTS.test, ...test, batch: batchOf(test.batch, RUN_DEFAULTS.test.batch, data.test) },
  };
  const { outline, ...experiment } = resolveExperiment(root, subject, report);
  const run: Omit<Draft, 'expect'> = {
    ...subject,
    record: resolveRecord(part('record'), { network: whole, encode, nodes: experiment.nodes }, report),
    checkpoint: resolveCheckpoint(part('checkpoint'), report),
    ...experiment,
  };
  const draft: Draft = { ...run, expect: resolveExpect(part('expect'), { ...run, phases: outline }, report) };
  checkScenario(draft, root, report);
  return Object.values(draft).some((value) => value === undefined) ? undefined : (draft as Scenario);
}
