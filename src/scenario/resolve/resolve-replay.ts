import { below, itemsOf, type Located, reportAt } from '../form/check-form.js';
import type { Replay } from '../phases/change.js';
import type { Moment } from '../phases/moment.js';
import { measureText } from '../phases/read-moment.js';
import { countOf, nodesText } from '../phases/read-nodes.js';
import { type PhaseContext, wholeText } from './phase-context.js';
import { resolveMoment } from './resolve-moment.js';
import { nodesAt } from './resolve-nodes.js';

/** Reads the spikes of a replay, whose form is sound: each a time after the event and a unit. */
export function resolveReplay(
  part: Located,
  at: Moment | undefined,
  amplitude: number,
  context: PhaseContext,
): Replay | undefined {
  const { report, kind, lengths } = context;
  const nodes = nodesAt(part, context);
  const written = below(part, 'spikes');
  if (!nodes || !written) return undefined;
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
