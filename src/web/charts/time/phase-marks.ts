import type { FrameOf } from '../../../streams/frames/view-frame.js';
import type { ViewEvent, ViewPhase } from '../../../streams/frames/view-phase.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import type { Mark, MarkedNeurons } from './mark-layout.js';
import { presentationsIn } from './presentations-in.js';

type Stretch = FrameOf<'stretch'>;

/** How kinds of events are drawn. */
const KINDS: Readonly<Record<ViewEvent['kind'], Mark['kind']>> = {
  pulse: 'pulse',
  replay: 'pulse',
  'current-clamp': 'clamp',
  'voltage-clamp': 'clamp',
  noise: 'noise',
  lesion: 'silence',
  restore: 'restore',
  set: 'set',
};

/** What happened in the stretches of phases that reach into a window: bands where something drove nodes, and lines. */
export function phaseMarks(run: RunStore, window: TimeWindow): readonly Mark[] {
  const { phases } = run.facts ?? {};
  if (!phases) return [];
  const firsts = new Map<string, Stretch>();
  for (const one of run.presentations) if (one.kind === 'stretch' && !firsts.has(one.phase)) firsts.set(one.phase, one);
  return presentationsIn(run, window).flatMap((stretch) => {
    if (stretch.kind !== 'stretch') return [];
    const phase = phases.find(({ id }) => id === stretch.phase);
    return phase ? marksOf(run, phase, stretch, firsts.get(phase.id) === stretch) : [];
  });
}

function marksOf(run: RunStore, phase: ViewPhase, stretch: Stretch, isFirst: boolean): readonly Mark[] {
  return run.changes
    .filter((change) => change.phase === phase.id && change.at.unit === 'step' && !change.skipped)
    .flatMap((change) => {
      const event = phase.events[change.event];
      if (!event) return [];
      const isDrive = ['pulse', 'clamp', 'noise'].includes(KINDS[event.kind]);
      return isDrive ? bandsOf(event, change.at.at, stretch) : lineOf(event, change, stretch, isFirst);
    });
}

/** When a drive is on within a stretch. */
function bandsOf(event: ViewEvent, begin: number, { start, from, look: { steps } }: Stretch): readonly Mark[] {
  const { lasts = Number.POSITIVE_INFINITY, period = lasts, count = 1, nodes, words, short } = event;
  const marks: Mark[] = [];
  const past = Number.isFinite(period) ? Math.max(0, Math.floor((from - begin) / period)) : 0;
  for (let k = past; k < count; k++) {
    const on = k === 0 ? begin : begin + k * period;
    if (on >= from + steps) break;
    const [left, right] = [Math.max(from, on), Math.min(from + steps, on + lasts)];
    if (right <= left) continue;
    const to = start + right - from;
    const neurons = nodes.map(({ layer, from: first, to: end }) => ({ layer, units: range(first, end), to }));
    // Where it only goes on its words have been said.
    const told = on >= from && k === 0 ? short : '';
    marks.push({ kind: KINDS[event.kind], from: start + left - from, to, words, short: told, neurons, extent: 'band' });
  }
  return marks;
}

/** A change that lasts: a line where it happens, and from there on the rows of the neurons that a lesion drew. */
function lineOf(
  { kind, words, short }: ViewEvent,
  { at, drawn }: FrameOf<'changed'>,
  { start, from, sample, look: { steps } }: Stretch,
  isFirst: boolean,
): readonly Mark[] {
  if (at.at >= from + steps) return [];
  const isHere = at.at >= from;
  // What is done before the first step of a test is done once.
  const isTold = isHere && (isFirst || sample === undefined || at.at > 0);
  const [place, end] = [start + Math.max(0, at.at - from), start + steps];
  const neurons = Object.entries(drawn ?? {}).map(([layer, units]): MarkedNeurons => ({ layer, units, to: end }));
  if (!isTold && neurons.length === 0) return [];
  const to = neurons.length > 0 ? end : place;
  const count = neurons.reduce((sum, { units }) => sum + units.length, 0);
  const which = count > 0 ? ` (${count} neurons)` : '';
  return [
    {
      kind: KINDS[kind],
      from: place,
      to,
      words: `${words}${which}`,
      short: isTold ? short : '',
      ...(neurons.length > 0 ? { neurons } : {}),
      extent: isTold ? 'line' : 'rows',
    },
  ];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}
