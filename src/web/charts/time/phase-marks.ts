import type { FrameOf } from '../../../streams/frames/view-frame.js';
import type { ViewEvent, ViewPhase } from '../../../streams/frames/view-phase.js';
import { courseWords } from '../../../streams/text/course-words.js';
import { valueText } from '../../../streams/text/number-text.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import type { Mark, MarkedNeurons } from './mark-layout.js';
import { type SilentNeurons, silentIn } from './phase-silence.js';
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
  const silent = new Map(phases.map(({ id }) => [id, undefined as readonly SilentNeurons[] | undefined]));
  return presentationsIn(run, window).flatMap((stretch) => {
    if (stretch.kind !== 'stretch') return [];
    const phase = phases.find(({ id }) => id === stretch.phase);
    if (!phase) return [];
    const neurons = silent.get(phase.id) ?? silentIn(run, phase.id);
    silent.set(phase.id, neurons);
    return [
      ...silencedBefore(neurons, stretch),
      ...marksOf(run, phase, stretch, { isFirst: firsts.get(phase.id) === stretch, silent: neurons }),
      ...courseMarks(phase, stretch, run.facts!.dt),
    ];
  });
}

/** What is known beyond a stretch. */
interface Around {
  /** Whether it is the first one of its phase. */
  readonly isFirst: boolean;
  readonly silent: readonly SilentNeurons[];
}

function marksOf(run: RunStore, phase: ViewPhase, stretch: Stretch, around: Around): readonly Mark[] {
  return run.changes
    .filter((change) => change.phase === phase.id && change.at.unit === 'step' && !change.skipped)
    .flatMap((change) => {
      const event = phase.events[change.event];
      if (!event) return [];
      const isDrive = ['pulse', 'clamp', 'noise'].includes(KINDS[event.kind]);
      return isDrive ? bandsOf(event, change.at.at, stretch) : lineOf(event, change, stretch, around);
    });
}

/** Where the courses of a free run change what they lead: at their points, and where they begin. */
function courseMarks(
  { schedule }: ViewPhase,
  { start, from, sample, look: { steps } }: Stretch,
  dt: number,
): readonly Mark[] {
  if (sample !== undefined) return [];
  const places = Object.entries(schedule).flatMap(([path, course]) => {
    const words = courseWords(path, course, { kind: 'step', dt });
    if (course.kind === 'points')
      return course.points.map(([at, value]) => ({ at, words, short: `${path} = ${valueText(value)}` }));
    const short = `${path} ${valueText(course.from)} → ${valueText(course.to)}`;
    return [{ at: course.begin, words, short }];
  });
  return places
    .filter(({ at }) => from <= at && at < from + steps)
    .map(({ at, ...told }): Mark => {
      const place = start + at - from;
      return { kind: 'set', from: place, to: place, ...told, extent: 'line' };
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
  { event, at }: FrameOf<'changed'>,
  stretch: Stretch,
  { isFirst, silent }: Around,
): readonly Mark[] {
  const {
    start,
    from,
    sample,
    look: { steps },
  } = stretch;
  if (at.at >= from + steps) return [];
  const isHere = at.at >= from;
  // What is done before the first step of a test is done once.
  const isTold = isHere && (isFirst || sample === undefined || at.at > 0);
  const place = start + Math.max(0, at.at - from);
  const neurons = silentWithin(
    silent.filter((each) => each.event === event),
    stretch,
  );
  if (!isTold && neurons.length === 0) return [];
  const to = neurons.reduce((last, each) => Math.max(last, each.to), place);
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

/** Neurons that the network was without when the phase began. */
function silencedBefore(silent: readonly SilentNeurons[], stretch: Stretch): readonly Mark[] {
  const neurons = silentWithin(
    silent.filter(({ event }) => event === undefined),
    stretch,
  );
  if (neurons.length === 0) return [];
  const count = neurons.reduce((sum, { units }) => sum + units.length, 0);
  const to = neurons.reduce((last, each) => Math.max(last, each.to), stretch.start);
  const words = `${count} ${count === 1 ? 'neuron' : 'neurons'} silent since a phase before`;
  return [{ kind: 'silence', from: stretch.start, to, words, short: '', neurons, extent: 'rows' }];
}

/** Silent neurons with the place on the time axis to which they are so in a stretch. */
function silentWithin(
  silent: readonly SilentNeurons[],
  { start, from, look: { steps } }: Stretch,
): readonly MarkedNeurons[] {
  return silent
    .filter((each) => each.from < from + steps && each.to > from)
    .map(({ layer, units, to }) => ({ layer, units, to: start + Math.min(steps, to - from) }));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}
