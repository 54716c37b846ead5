import type { LayerDescription } from '../../src/core/layers/layer.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { isInNodeSets, isInPhase, says } from './phases/phase-reflection.js';

type Step = string | number;
type Fields = Readonly<Record<string, unknown>>;
export type Leaf = string | number | boolean | null;

/** Every scalar of a document with the way to it. */
export function leavesOf(value: unknown, path: readonly Step[] = []): readonly (readonly [readonly Step[], Leaf])[] {
  if (typeof value !== 'object' || value === null) return [[path, value as Leaf]];
  const steps: readonly Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => leavesOf((value as Record<Step, unknown>)[step], [...path, step]));
}

function seconds(text: unknown): number {
  const unit = String(text).replace(/^[\d.eE+-]+ ?/, '');
  return Number(String(text).replace(/ ?[a-z]+$/, '')) * { s: 1, ms: 1e-3, us: 1e-6 }[unit as 's' | 'ms' | 'us'];
}

const near = (a: unknown, b: number) => typeof a === 'number' && Math.abs(a - b) <= 1e-9 * Math.abs(b);

const PARAMETER: Readonly<Record<string, string>> = { beta: 'decay', alpha: 'synapseDecay', rho: 'adaptationDecay' };
const CONSTANT: Readonly<Record<string, string>> = {
  tau: 'decay',
  tauSynapse: 'synapseDecay',
  tauAdaptation: 'adaptationDecay',
};

function inLayer(
  scenario: Scenario,
  layer: LayerDescription,
  [key, index, ...more]: readonly Step[],
  leaf: Leaf,
): boolean {
  const fields = layer as unknown as Fields;
  const neuron = (fields['neuron'] ?? {}) as Fields;
  const name = String(key);
  if (name === 'readout') return scenario.network.readout === leaf;
  if (name === 'neuron') return neuron['kind'] === leaf;
  if (name === 'initial') return (fields['initial'] as Fields)[String(index ?? 'kind')] === leaf && more.length === 0;
  if (name in CONSTANT) return near(neuron[CONSTANT[name]!], Math.exp(-scenario.time.dt / seconds(leaf)));
  if (['threshold', 'reset', 'resetDelay', 'adaptation', 'slope', ...Object.keys(PARAMETER)].includes(name)) {
    return Object.is(neuron[PARAMETER[name] ?? name], leaf);
  }
  const value = fields[name];
  if (!Array.isArray(value)) return index === undefined && Object.is(value, leaf);
  return index === undefined ? value.every((part) => part === leaf) : value[index as number] === leaf;
}

function inNetwork(scenario: Scenario, [section, index, key, ...more]: readonly Step[], leaf: Leaf): boolean {
  const { input, layers, readout } = scenario.network;
  if (section === 'readout') return readout === leaf;
  if (index !== 0) return inLayer(scenario, layers[(index as number) - 1]!, [key!, ...more], leaf);
  if (key === 'shape') return input.shape[more[0] as number] === leaf;
  if (key === 'size') return input.shape.reduce((a, b) => a * b) === leaf;
  return key === 'id' && input.id === leaf;
}

function inLearn({ learn }: Scenario, [key, option]: readonly Step[], leaf: Leaf): boolean {
  const { kind } = learn.rule;
  if (key === undefined || key === 'rule')
    return (leaf === 'lfp' ? 'lfp-epsilon' : leaf) === (learn.method === 'lfp' ? `lfp-${kind}` : kind);
  if (key === 'loss') return learn.method !== 'lfp' && learn.loss === leaf;
  if (key === 'surrogate') {
    const surrogate = learn.method === 'peer' ? learn.surrogate : 'surrogate' in learn.rule && learn.rule.surrogate;
    return Object.is((surrogate as unknown as Fields)[String(option ?? 'kind')], leaf);
  }
  if (key === 'clip') return learn.clip === leaf;
  if (key !== 'reward' && key !== 'optimizer' && key !== 'schedule') {
    return Object.is((learn.rule as unknown as Fields)[String(key)], leaf);
  }
  return Object.is(((learn as unknown as Fields)[key] as Fields)[String(option ?? 'kind')], leaf);
}

function inData({ data }: Scenario, path: readonly Step[], leaf: Leaf): boolean {
  const isPair = path[0] === 'train' || path[0] === 'test';
  const splits = isPair ? [data[path[0] as 'train' | 'test']] : [data.train, data.test];
  const key = String((isPair ? path[1] : path[0]) ?? 'source');
  return splits.every((source) => Object.is((source as unknown as Fields)[key], leaf));
}

function inRecord({ record, network }: Scenario, [what, key]: readonly Step[], leaf: Leaf): boolean {
  if (what === 'spikes') return record.spikes[key as number] === leaf;
  if (what === 'every') {
    const cadence = record.every[key as keyof typeof record.every];
    return cadence !== undefined && String(leaf).startsWith(`${cadence.every} ${cadence.unit}`);
  }
  if (what !== 'traces') return record.samples === leaf;
  const [layer, name] = String(key).split('.');
  const size = network.layers.map((one) => one as unknown as Fields).find(({ id }) => id === layer)?.['size'];
  return record.traces.some(({ variable, nodes: { from, to, ...nodes } }) => {
    const units = from === 0 && to === size ? 'all' : `${from}:${to}`;
    return variable === name && nodes.layer === layer && units === leaf;
  });
}

function inTime({ time }: Scenario, [key]: readonly Step[], leaf: Leaf): boolean {
  if (key === 'dt') return near(time.dt, seconds(leaf));
  return typeof leaf === 'string' ? near(time.steps * time.dt, seconds(leaf)) : time.steps === leaf;
}

/**
 * True when a scalar of a file is found in the resolved scenario, where it belongs and unchanged. Written without the
 * parser's own tables; what it does not know counts as lost.
 */
export function isReflected(scenario: Scenario, [section, ...path]: readonly Step[], leaf: Leaf): boolean {
  switch (section) {
    case 'scenario':
      return leaf === 1;
    case 'name':
    case 'seed':
      return Object.is(scenario[section], leaf);
    case 'time':
      return inTime(scenario, path, leaf);
    case 'data':
      return inData(scenario, path, leaf);
    case 'encode':
      return Object.is((scenario.encode as unknown as Fields)[String(path[0] ?? 'kind')], leaf);
    case 'network':
      return inNetwork(scenario, path, leaf);
    case 'learn':
      return inLearn(scenario, path, leaf);
    case 'train':
      return Object.is((scenario.train as Fields)[String(path[0])], leaf);
    case 'test':
      return path[0] === 'prune'
        ? scenario.test.prune[path[1] as number] === leaf
        : Object.is((scenario.test as unknown as Fields)[String(path[0])], leaf);
    case 'record':
      return inRecord(scenario, path, leaf);
    case 'expect': {
      const [index, condition, bound] = path;
      const value = (scenario.expect[index as number] as unknown as Fields)[String(condition)];
      if (condition === 'window')
        return says(leaf, 'step', (value as readonly number[])[bound as number]!, scenario.time.dt, 'step');
      return Object.is(bound === undefined ? value : (value as readonly number[])[bound as number], leaf);
    }
    case 'nodes':
      return isInNodeSets(scenario, path, leaf);
    case 'phases':
      return isInPhase(scenario.phases[path[0] as number]!, path.slice(1), leaf, scenario);
    case 'compare':
    case 'sweep':
      // No part of a run: a scenario leaves it aside.
      return true;
    default:
      return false;
  }
}

/** How many entries each list of a scenario has: nothing may be added either. */
export function listLengths(file: Fields): readonly number[] {
  const layers = (file['network'] as { readonly layers: readonly unknown[] }).layers;
  const spikes = (file['record'] as { readonly spikes?: readonly unknown[] } | undefined)?.spikes ?? [];
  return [layers.length, spikes.length, ((file['expect'] ?? []) as readonly unknown[]).length];
}
