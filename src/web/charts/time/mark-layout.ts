import type { Intervention } from '../../../run/watch/run-watch.js';
import type { FrameOf } from '../../../streams/frames/view-frame.js';
import { isLook } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';
import { fewDigits } from '../plot/ticks.js';
import { phaseMarks } from './phase-marks.js';
import { presentationsIn } from './presentations-in.js';
import { answerWords, plural } from './step-words.js';

/** Neurons that a mark is about. */
export interface MarkedNeurons {
  readonly layer: string;
  readonly units: readonly number[];
  /** Until when: of neurons that are silenced together some may be given back before the others. */
  readonly to: number;
}

/** Something that happened, at a place of the time axis or over a stretch of it. */
export interface Mark {
  readonly kind: 'pulse' | 'clamp' | 'noise' | 'silence' | 'restore' | 'set' | 'learning-rate' | 'refused';
  readonly from: number;
  /** Equal to `from` for what has no length. */
  readonly to: number;
  readonly words: string;
  /** The same in a word or two. */
  readonly short: string;
  /** Neurons whose rows it changes from its beginning on. */
  readonly neurons?: readonly MarkedNeurons[];
  /** How far it reaches in a chart, of what a phase planned: all over it, on a line, or in the rows of its neurons only. */
  readonly extent?: 'band' | 'line' | 'rows';
}

/** Whether it is something that drives neurons for a while. */
export function isDrive({ kind }: Pick<Mark, 'kind'>): boolean {
  return kind === 'pulse' || kind === 'clamp' || kind === 'noise';
}

type Placed = FrameOf<'intervention'> & { readonly start: number };

/** Pulses and interventions that reach into a window, in the order of their beginnings. */
export function marksIn(run: RunStore, window: TimeWindow): readonly Mark[] {
  const pulses = presentationsIn(run, window).filter(isLook).flatMap(pulsesOf);
  const interventions = placedInterventions(run).map((frame, number, all) => markOf(run, frame, all.slice(number + 1)));
  return [...pulses, ...interventions, ...phaseMarks(run, window)]
    .filter(({ from, to }) => from < window.to && Math.max(to, from + 1) > window.from)
    .toSorted((a, b) => a.from - b.from);
}

function pulsesOf({ start, look }: FrameOf<'look'>): readonly Mark[] {
  return look.pulses.map(({ layer, units, at, duration, amplitude }) => {
    const to = start + Math.min(at + duration, look.steps);
    return {
      kind: 'pulse',
      from: start + at,
      to,
      short: fewDigits(amplitude),
      neurons: [{ layer, units, to }],
      words: `pulse of ${fewDigits(amplitude)} into ${neuronsOf(layer, units)} for ${plural(duration, 'step')}`,
    };
  });
}

/** Interventions that have a place on the time axis: in a report nobody kept the presentations around them. */
export function placedInterventions({ interventions }: Pick<RunStore, 'interventions'>): readonly Placed[] {
  return interventions.flatMap((frame) => (frame.start === undefined ? [] : [{ ...frame, start: frame.start }]));
}

function markOf(run: RunStore, frame: Placed, later: readonly Placed[]): Mark {
  const { start, step, intervention, refused } = frame;
  const { short, words } = interventionWords(intervention);
  if (refused !== undefined)
    return { kind: 'refused', from: start, to: start, short: 'refused', words: `refused: ${words}, ${refused}` };
  const told = { from: start, short, words: `${words} after batch ${step.toLocaleString('en-US')}` };
  if (intervention.kind === 'learning-rate') return { ...told, kind: intervention.kind, to: start };
  if (intervention.kind === 'restore') return { ...told, kind: 'restore', to: start };
  const neurons = silencedUntil(intervention, later, Math.max(start, run.extent.to));
  return { ...told, kind: 'silence', to: neurons.at(-1)?.to ?? start, neurons };
}

function interventionWords(intervention: Intervention): { readonly short: string; readonly words: string } {
  if (intervention.kind === 'learning-rate') {
    const rate = fewDigits(intervention.value);
    return { short: `rate ${rate}`, words: `learning rate ${rate}` };
  }
  const done = intervention.kind === 'silence' ? 'silenced' : 'restored';
  const { layer, units } = intervention;
  return { short: `${units.length} ${done}`, words: `${done} ${neuronsOf(layer, units)}` };
}

/** Neurons that were silenced together, by when they are given back: those that never are, at the end of what is kept. */
function silencedUntil(
  { layer, units }: Pick<MarkedNeurons, 'layer' | 'units'>,
  later: readonly Placed[],
  end: number,
): readonly MarkedNeurons[] {
  const silent = new Set(units);
  const parts: MarkedNeurons[] = [];
  for (const { start, intervention, refused } of later) {
    if (refused !== undefined || intervention.kind !== 'restore' || intervention.layer !== layer) continue;
    const given = [...new Set(intervention.units)].filter((unit) => silent.delete(unit));
    if (given.length > 0) parts.push({ layer, units: given, to: start });
    if (silent.size === 0) return parts;
  }
  return [...parts, { layer, units: [...silent], to: end }];
}

/** `h1 neuron 17`, `20 neurons of h1 (40 to 59)`, `3 neurons of h1`. */
export function neuronsOf(layer: string, units: readonly number[]): string {
  if (units.length === 1) return `${layer} neuron ${units[0]}`;
  const [least, most] = [Math.min(...units), Math.max(...units)];
  const row = most - least + 1 === units.length ? ` (${least} to ${most})` : '';
  return `${plural(units.length, 'neuron')} of ${layer}${row}`;
}

/** What is at a step, line by line: the presentation, and what happened around it. */
export function markWords(run: RunStore, step: number, reach: number): readonly string[] {
  const found = run.presentationAt(step);
  const near = marksIn(run, { from: step - reach, to: step + 1 + reach }).map(({ words }) => words);
  return [found ? answerWords(found) : 'nothing shown', ...near];
}
