import { Document, isCollection, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Initializer } from '../core/initializers.js';
import type { LayerDescription } from '../core/layers/layer.js';
import type { Learning } from '../core/learning.js';
import { type NeuronDescription, parametersOf } from '../core/neurons/neuron.js';
import { PEER_PARTS } from '../core/peer-rule.js';
import { NEURON_PARAMETERS } from './form/neuron-form.js';
import { durationText } from './form/time-form.js';
import { experimentKeys } from './format-phases.js';
import { checkpointKeys, expectationKeys, recordKeys } from './format-run.js';
import type { Scenario } from './scenario.js';

type Plain = Readonly<Record<string, unknown>>;

/** Text that YAML reads back unchanged without quotes, unless it looks like something else. */
const SIMPLE_TEXT = /^[\w./-]+( [\w./-]+)*$/;

/** The map with the keys in `first` first and the others in the order of the alphabet. */
function ordered(value: object, first: readonly string[]): Plain {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

const kinded = (value: object): Plain => ordered(value, ['kind']);

/** A neuron as a file writes it: its name and its parameters, flat, by the field's letters. */
function neuronKeys(neuron: NeuronDescription): Plain {
  const values: Plain = { ...neuron };
  const parameters = parametersOf(neuron.kind).map((name) => [NEURON_PARAMETERS[name].key, values[name]]);
  return { neuron: neuron.kind, ...Object.fromEntries(parameters) };
}

function layerKeys(layer: LayerDescription): Plain {
  const { id, kind, from, neuron, ...own } = layer as LayerDescription & {
    readonly neuron?: NeuronDescription;
    readonly initial?: Initializer;
  };
  const initial = own.initial === undefined ? {} : { initial: kinded(own.initial) };
  const first = ['size', 'channels', 'kernel', 'stride', 'padding', 'bias', 'initial'];
  const head = from === undefined ? { id, kind } : { id, kind, from };
  return { ...head, ...ordered({ ...own, ...initial }, first), ...(neuron === undefined ? {} : neuronKeys(neuron)) };
}

/** The rule and what belongs to it. */
function ruleKeys(learn: Learning): Plain {
  if (learn.method === 'gradient') {
    const { rule, loss } = learn;
    return {
      rule: rule.kind,
      ...('surrogate' in rule ? { surrogate: kinded(rule.surrogate) } : {}),
      loss,
    };
  }
  if (learn.method === 'peer') {
    const { kind, ...options } = learn.rule;
    return {
      rule: kind,
      ...options,
      ...(learn.surrogate ? { surrogate: kinded(learn.surrogate) } : {}),
      ...(PEER_PARTS[kind].loss ? { loss: learn.loss } : {}),
    };
  }
  const { kind, ...options } = learn.rule;
  return { rule: `lfp-${kind}`, ...ordered(options, ['epsilon']), reward: kinded(learn.reward) };
}

function learnKeys(learn: Learning): Plain {
  const { optimizer, clip, schedule } = learn;
  return {
    ...ruleKeys(learn),
    optimizer: ordered(optimizer, ['kind', 'lr']),
    ...(clip === undefined ? {} : { clip }),
    schedule: kinded(schedule),
  };
}

function scenarioKeys(scenario: Scenario): Plain {
  const { name, seed, time, data, encode, network, learn, train, test, record, expect } = scenario;
  return {
    scenario: 1,
    name,
    seed,
    time: { dt: durationText(time.dt), steps: time.steps },
    data: { train: ordered(data.train, ['source', 'split']), test: ordered(data.test, ['source', 'split']) },
    encode: kinded(encode),
    network: {
      readout: network.readout,
      layers: [{ id: network.input.id, shape: network.input.shape }, ...network.layers.map(layerKeys)],
    },
    learn: learnKeys(learn),
    ...experimentKeys(scenario),
    train: { epochs: train.epochs, batch: train.batch },
    test: { every: test.every, batch: test.batch, prune: test.prune },
    record: recordKeys(record),
    ...checkpointKeys(scenario),
    expect: expect.map(expectationKeys),
  };
}

/** What lies deeper than the entries of a section takes one line together with what it belongs to. */
const ENTRY_DEPTH = 6;

/** Whether a way leads to the events of a phase: each takes a line by itself. */
function isEvents(path: readonly unknown[]): boolean {
  const last = path.at(-1);
  return path.length === ENTRY_DEPTH && isPair(last) && isScalar(last.key) && last.key.value === 'events';
}

/** Whatever holds maps, or a list of them, is spread over lines; everything else takes one line. */
function style(document: Document): void {
  const holdsMaps = (node: unknown): boolean =>
    isCollection(node) &&
    node.items.some((item) => {
      const value = isPair(item) ? item.value : item;
      return isMap(value) || (isSeq(value) && value.items.some(isMap));
    });
  visit(document, {
    Collection(_, node, path) {
      const isList = isEvents(path);
      node.flow = (path.length >= ENTRY_DEPTH && !isList) || !holdsMaps(node);
    },
    Scalar(_, node) {
      if (typeof node.value === 'string' && !SIMPLE_TEXT.test(node.value)) node.type = 'QUOTE_DOUBLE';
      if (typeof node.value === 'number' && Math.abs(node.value) > Number.MAX_SAFE_INTEGER) node.format = 'EXP';
    },
  });
}

/**
 * Writes a resolved scenario as YAML with every default written out.
 *
 * `parseScenario` reads it back to an equal scenario. Equal scenarios give equal text, to the byte, in whatever order
 * their keys were made.
 */
export function formatScenario(scenario: Scenario): string {
  const document = new Document(scenarioKeys(scenario), { aliasDuplicateObjects: false });
  style(document);
  return document.toString({ lineWidth: 0 });
}
