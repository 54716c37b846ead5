import { CHOICE_KEYS } from '../../data/spikes/chosen-spikes.js';
import { below, itemsOf, type Located, reportAt } from '../form/check-form.js';
import type { ChangeFields } from '../form/event-form.js';
import type { Replay, ReplayFile } from '../phases/change.js';
import type { Moment } from '../phases/moment.js';
import type { Nodes } from '../phases/nodes.js';
import { measureText } from '../phases/read-moment.js';
import { countOf, nodesText } from '../phases/read-nodes.js';
import { type PhaseContext, wholeText } from './phase-context.js';
import { resolveMoment } from './resolve-moment.js';
import { nodesAt } from './resolve-nodes.js';

/** Reads a replay, whose form is sound: one of spikes that are written here, or of those in a file. */
export function resolveReplay(
  part: Located,
  at: Moment | undefined,
  { file, phase, layer, sample, amplitude = 1 }: ChangeFields<'replay'>,
  context: PhaseContext,
): Replay | ReplayFile | undefined {
  const nodes = nodesAt(part, context);
  const written = below(part, 'spikes');
  if ((written === undefined) === (file === undefined)) {
    const got = written === undefined ? 'neither' : 'both';
    reportAt(part, 'one of "spikes" and "file"', context.report, { got });
    return undefined;
  }
  const idle = file === undefined ? CHOICE_KEYS.flatMap((key) => below(part, key) ?? []) : [];
  for (const key of idle) reportAt(key, `no "${key.path.at(-1)}" without "file"`, context.report);
  if (!nodes || idle.length > 0) return undefined;
  if (written) return resolveSpikes(written, nodes, at, amplitude, context);
  const choice = {
    ...(phase === undefined ? {} : { phase }),
    ...(layer === undefined ? {} : { layer }),
    ...(sample === undefined ? {} : { sample }),
  };
  return file === undefined ? undefined : { kind: 'replay-file', nodes, file, ...choice, amplitude };
}

/** Reads spikes: each a time after the event and a unit. */
function resolveSpikes(
  written: Located,
  nodes: Nodes,
  at: Moment | undefined,
  amplitude: number,
  context: PhaseContext,
): Replay | undefined {
  const { report, kind, lengths } = context;
  const spikes: { readonly time: number; readonly unit: number }[] = [];
  const seen = new Set<string>();
  let sound = true;
  const refuse = (at: Located, expected: string, got?: string): void => {
    sound = false;
    reportAt(at, expected, report, got === undefined ? {} : { got });
  };
  const begin = at?.unit === 'step' ? at.at : 0;
  for (const item of itemsOf(written)) {
    const [timePart, unitPart] = itemsOf(item);
    const moment = timePart && resolveMoment(timePart, ['step'], context);
    const unit = unitPart?.tree.kind === 'scalar' ? Number(unitPart.tree.value) : Number.NaN;
    if (!moment || !unitPart) {
      sound = false;
      continue;
    }
    const time = moment.at;
    const end = begin + time;
    if (lengths.step !== undefined && end >= lengths.step) {
      const expected = `a spike before the end of ${wholeText(kind, 'step')} (${measureText({ unit: 'step', value: lengths.step })})`;
      refuse(timePart, expected, `${begin} + ${time} = ${measureText({ unit: 'step', value: end })}`);
    }
    if (unit >= countOf(nodes)) refuse(unitPart, `one of the ${countOf(nodes)} units of ${nodesText(nodes)}, from 0`);
    const spike = `${time} ${unit}`;
    if (seen.has(spike)) refuse(item, 'every spike once');
    seen.add(spike);
    spikes.push({ time, unit });
  }
  if (!sound) return undefined;
  const ordered = spikes.toSorted((a, b) => a.time - b.time || a.unit - b.unit);
  return {
    kind: 'replay',
    nodes,
    times: ordered.map(({ time }) => time),
    units: ordered.map(({ unit }) => unit),
    amplitude,
  };
}
