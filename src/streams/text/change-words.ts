import type { Change, LesionTarget } from '../../scenario/phases/change.js';
import type { Stretch } from '../../scenario/phases/moment.js';
import type { Nodes } from '../../scenario/phases/nodes.js';
import { countText, percentText, timeText, valueText } from './number-text.js';

/** A planned change: in words, and in a word or two. */
export interface ChangeWords {
  readonly words: string;
  readonly short: string;
}

/** What texts of changes are told in. */
export interface ChangeUnits {
  /** Seconds of a time step. */
  readonly dt: number;
  /** Units of each layer. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Nodes as a scenario file writes them: `h1[0:20], out`. */
function nodesText(nodes: Nodes, { sizes }: ChangeUnits): string {
  const isWhole = ({ layer, from, to }: Nodes[number]) => from === 0 && to === sizes.get(layer);
  return nodes.map((range) => (isWhole(range) ? range.layer : `${range.layer}[${range.from}:${range.to}]`)).join(', ');
}

/** A length of time for people: `20 ms`, `3 epochs`. */
export function stretchText({ unit, length }: Stretch, { dt }: Pick<ChangeUnits, 'dt'>): string {
  if (unit === 'step') return timeText(length, dt);
  return `${valueText(length)} ${unit === 'batch' ? 'batch' : 'epoch'}${length === 1 ? '' : unit === 'batch' ? 'es' : 's'}`;
}

function targetText(target: LesionTarget, units: ChangeUnits): string {
  if ('neurons' in target) return nodesText(target.neurons, units);
  const { to, from } = target.synapses;
  return `the connections into ${nodesText(to, units)}${from ? ` from ${nodesText(from, units)}` : ''}`;
}

/** A planned change for people: `pulse of 2 into in[0:32] for 20 ms`, and `pulse 2`. */
export function changeWords(change: Change, units: ChangeUnits): ChangeWords {
  const nodesOf = (nodes: Nodes) => nodesText(nodes, units);
  const during = (stretch: Stretch | undefined) => (stretch ? ` for ${stretchText(stretch, units)}` : '');
  switch (change.kind) {
    case 'pulse': {
      const { nodes, amplitude, duration, period, count } = change;
      const again = count > 1 ? `, ${countText(count)} times, every ${stretchText(period, units)}` : '';
      const words = `pulse of ${valueText(amplitude)} into ${nodesOf(nodes)}${during(duration)}${again}`;
      return { short: `pulse ${valueText(amplitude)}`, words };
    }
    case 'current-clamp': {
      const { nodes, amplitude, duration } = change;
      const words = `current of ${nodesOf(nodes)} clamped at ${valueText(amplitude)}${during(duration)}`;
      return { short: `clamp ${valueText(amplitude)}`, words };
    }
    case 'voltage-clamp': {
      const { nodes, value, duration } = change;
      const words = `membranes of ${nodesOf(nodes)} clamped at ${valueText(value)}${during(duration)}`;
      return { short: `clamp ${valueText(value)}`, words };
    }
    case 'noise': {
      const { nodes, mean, sd, duration } = change;
      const words = `noise of ${valueText(mean)} ± ${valueText(sd)} into ${nodesOf(nodes)}${during(duration)}`;
      return { short: `noise ${valueText(sd)}`, words };
    }
    case 'replay': {
      const { nodes, times } = change;
      return { short: 'replay', words: `${countText(times.length)} spikes replayed into ${nodesOf(nodes)}` };
    }
    case 'replay-file': {
      const { file, layer, nodes } = change;
      const which = layer === undefined ? 'the spikes' : `the spikes of ${layer}`;
      return { short: 'replay', words: `${which} in ${file} replayed into ${nodesOf(nodes)}` };
    }
    case 'lesion': {
      const { target, fraction } = change;
      const share = fraction === 1 ? '' : `${percentText(fraction).replace(/\.?0+ %/, ' %')} of `;
      return { short: 'lesion', words: `lesion of ${share}${targetText(target, units)}` };
    }
    case 'restore': {
      const { target } = change;
      return { short: 'restore', words: `restore ${target ? targetText(target, units) : 'everything'}` };
    }
    case 'set': {
      const told = Object.entries(change.parameters).map(([path, value]) => `${path} = ${valueText(value)}`);
      return { short: told.length === 1 ? told[0]! : `set ${told.length}`, words: `set ${told.join(', ')}` };
    }
  }
}
